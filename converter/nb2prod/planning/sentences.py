"""The docstring of a function: the author's words, else what the function does, as observed."""

import ast
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from ..model.flow import Statement
from ..model.notebook import Role
from ..model.run import Value
from .headings import slug, tells_something
from .naming import built, fitted, stored_columns
from .parts import Part

_FEW = 3  # statements that belong to a split
_SHOWN = 5  # names listed in a sentence; more are counted
_LONGEST = 240
#   "We can use df.dropna() here"      told to a reader of the notebook, not of the function
_NARRATES = re.compile(
    r"\b(I|[Ww]e|[Yy]ou|[Ll]et'?s|[Hh]ere|[Nn]ow|[Ii]n this|[Tt]his|[Nn]ote that)\b"
)
#   "You have to scale them"
_ADDRESSES = re.compile(r"\b(you|let'?s|this notebook)\b", re.I)
_WRITABLE = re.compile(r"[\w .()/%#&+<>=-]{1,30}")

Seen = Callable[[str], Value | None]


def sentence_for(part: Part, before: Seen, after: Seen, settings: Collection[str] = ()) -> str:
    """
    The heading where it is this function's own and tells something, else what stands below it,
    else what the function does.
    """
    #   "Fill the gaps"                     Fill the gaps.
    #   "Training", "Is it worth it?"       the first sentence below it
    title = part.title.strip().rstrip(".:")
    telling = tells_something(title) and not title.endswith("?") and not _NARRATES.search(title)
    if telling and len(slug(title)) > 1:
        if len(title.split()) > 1:
            return _written(title)
        told = _described(part, before, after, settings)
        return f"{_written(title)[:-1]}: {_lowered(told)}" if told else _named(part)
    below = part.group.text
    narrates = _NARRATES.match(below) or _ADDRESSES.search(below)
    if part.title and below and len(below) <= _LONGEST and not narrates:
        return _written(below)
    return _described(part, before, after, settings) or _named(part)


def _named(part: Part) -> str:
    words = part.name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}."


def _written(text: str) -> str:
    plain = text.rstrip(".:").replace("\\", "/").replace('"', "'")
    return f"{plain[:1].upper()}{plain[1:]}" + ("" if plain.endswith(("!", "?")) else ".")


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _described(part: Part, before: Seen, after: Seen, settings: Collection[str]) -> str:
    told = {
        Role.LOAD: _load,
        Role.PREP: _prep,
        Role.TRAIN: _train,
        Role.EVALUATE: _evaluate,
        Role.PREDICT: _predict,
    }[part.group.role]
    #   def split(X, y, *, seed)      made from `X` and `y`; a seed is no data
    data = tuple(name for name in part.inputs if name not in settings)
    return told(replace(part, inputs=data), before, after)


def _listed(names: Sequence[str]) -> str:
    """`a`, `b` and `c`; of many the first ones and how many more."""
    shown = [f"`{name}`" for name in names]
    if len(shown) > _SHOWN + 1:
        shown = [*shown[:_SHOWN], f"{len(shown) - _SHOWN} more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def _load(part: Part, before: Seen, after: Seen) -> str:
    #   Read `stops` from `data_path`: `stop_id`, `customer_id`, ... and 7 more.
    if not part.outputs:
        return ""
    sources = list(dict.fromkeys(_sources(part.statements)))
    told = f"Read {_listed(part.outputs)}" + (f" from {_listed(sources)}" if sources else "")
    value = after(part.outputs[0]) if len(part.outputs) == 1 else None
    columns = [column.name for column in value.columns] if value else []
    if columns and all(map(_WRITABLE.fullmatch, columns)):
        told += f", with the columns {_listed(columns)}"
    return f"{told}."


def _sources(statements: Sequence[Statement]) -> Iterator[str]:
    for call in _calls(statements):
        name = _name_of(call)
        if name.startswith("read") and call.args:
            first = call.args[0]
            if isinstance(first, ast.Name):
                yield first.id
            elif isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield re.split(r"[/\\]", first.value)[-1].replace("`", "'").replace('"', "'")


def _prep(part: Part, before: Seen, after: Seen) -> str:
    for name in part.outputs:
        old, new = before(name), after(name)
        if name in part.inputs and old and new and old.columns and new.columns:
            told = _changes(name, old, new)
            if told:
                return told
    made = [name for name in part.outputs if name not in part.inputs]
    data = [name for name in part.inputs if name not in part.outputs] or list(part.inputs)
    halving = [c for c in _calls(part.statements) if _name_of(c) == "train_test_split"]
    if made and data and halving:
        verb = "Split" if len(part.statements) <= _FEW else "Prepare and split"
        return f"{verb} {_listed(data)} into training and test rows."
    if made and data:
        return f"Make {_listed(made)} from {_listed(data)}."
    columns = stored_columns(part.statements)
    if columns and all(map(_WRITABLE.fullmatch, columns)):
        return f"Set {_listed(columns)}."
    return ""


def _changes(name: str, old: Value, new: Value) -> str:
    #   Add `weekday` and `hour` to `stops`.
    #   Drop `Name` and 3 more from `train`.
    were, are = ([column.name for column in value.columns] for value in (old, new))
    added = [column for column in are if column not in were]
    dropped = [column for column in were if column not in are]
    if not all(map(_WRITABLE.fullmatch, [*added, *dropped])):
        return ""
    if added and dropped:
        return f"Replace {_listed(dropped)} of `{name}` by {_listed(added)}."
    if added:
        return f"Add {_listed(added)} to `{name}`."
    if dropped:
        return f"Drop {_listed(dropped)} from `{name}`."
    if (new.rows or 0) < (old.rows or 0):
        return f"Drop rows of `{name}`."
    filled = [
        column.name
        for column, other in zip(old.columns, new.columns, strict=False)
        if column.nulls and not other.nulls and _WRITABLE.fullmatch(column.name)
    ]
    return f"Fill what is missing in {_listed(filled)} of `{name}`." if filled else ""


def _train(part: Part, before: Seen, after: Seen) -> str:
    #   Fit the LGBMRegressor `model`, and give `features` with it.
    if not part.outputs:
        return ""
    if (made := built(part.statements, part.outputs)) is not None:
        rest = [other for other in part.outputs if other != made]
        return f"Make `{made}`" + (f", and {_listed(rest)} for it." if rest else ".")
    kinds = {name: _class_of(name, part, after) for name in part.outputs}
    models = [name for name, kind in kinds.items() if kind is not None]
    name = models[-1] if models else part.outputs[-1]
    others = [other for other in part.outputs if other != name]
    beside = f", and give {_listed(others)} with it" if others else ""
    kind = kinds[name]
    return f"Fit the {kind} `{name}`{beside}." if kind else f"Train `{name}`{beside}."


def _class_of(name: str, part: Part, after: Seen) -> str | None:
    """The class of a fitted model, as observed or written; None where the name holds none."""
    value = after(name)
    if value is not None:
        return value.type.name if value.kind in ("estimator", "network") else None
    return fitted(part.statements).get(name.lower())


def _predict(part: Part, before: Seen, after: Seen) -> str:
    for call in _calls(part.statements):
        if not isinstance(call.func, ast.Attribute) or not call.args:
            continue
        model = call.func.value
        if not isinstance(model, ast.Name) or not call.func.attr.startswith(
            ("predict", "forecast")
        ):
            continue
        rows = _given(_root(call.args[0]), part)
        kind = "probabilities" if call.func.attr == "predict_proba" else "predictions"
        return f"The {kind} of `{model.id}`" + (f" for the rows of `{rows}`." if rows else ".")
    return f"Predict {_listed(part.outputs)}." if part.outputs else ""


def _given(rows: str, part: Part) -> str:
    """The argument that the rows are made of: the reader of a call knows only that one."""
    #   asked = xgb.DMatrix(later)
    #   model.predict(asked)             the rows of `later`
    made = next((s.effects.reads for s in part.statements if rows in s.effects.binds), frozenset())
    known = [name for name in part.inputs if name in made]
    return known[0] if len(known) == 1 else rows


def _evaluate(part: Part, before: Seen, after: Seen) -> str:
    asked = [n for n in part.inputs if re.search(r"pred|hat", n.lower())]
    of = f" of {_listed(asked)}" if asked else ""
    return f"Measure {_listed(part.outputs)}{of}." if part.outputs else ""


def _calls(statements: Sequence[Statement]) -> Iterator[ast.Call]:
    for statement in statements:
        for node in ast.walk(ast.parse(statement.code)):
            if isinstance(node, ast.Call):
                yield node


def _name_of(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
