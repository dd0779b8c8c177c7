"""Names for functions and results: from headings, else from what they bind."""

import ast
import builtins
import keyword
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ..model.flow import Group, Statement
from ..model.notebook import Role
from ..trees import nodes_of, remembered, statements_of
from .headings import VERB_OF, named_after, slug


def function_name(
    group: Group,
    statements: Sequence[Statement],
    outputs: Sequence[str],
    title: str,
    taken: Collection[str],
    reserved: Collection[str] = (),
) -> str:
    """
    The name of the function made of a group of cells.

    A step's name first; else its own heading; else a verb of its role and what it gives, unless
    that is `reserved`: what the heading of a later group says.
    """
    verb = VERB_OF[group.role]
    usable = _Usable(frozenset(taken) | _NO_NAMES)
    for name in _own_words(group, statements, outputs, title):
        if usable(name):
            return name
    usable = _Usable(usable.taken | frozenset(reserved))
    for name in _candidates(group, statements, outputs, verb):
        if usable(name):
            return name
    number = 2
    while f"{verb}_part_{number}" in taken:
        number += 1
    return f"{verb}_part_{number}"


#   prep:run, prep:filter      the pipeline's own words, and Python's
_NO_NAMES = (
    frozenset(VERB_OF.values())
    | {role.value for role in Role}
    | {"run", "execute", "read_parameters", "data_file", "prep_rows", "predict_rows"}
    | frozenset(dir(builtins))
)


class _Usable(NamedTuple):
    """Whether a name is a free identifier."""

    taken: frozenset[str]

    def __call__(self, name: str) -> bool:
        return name.isidentifier() and not keyword.iskeyword(name) and name not in self.taken


def _own_words(
    group: Group, statements: Sequence[Statement], outputs: Sequence[str], title: str
) -> Iterator[str]:
    if group.step:
        yield from (group.step, slug(group.step))
    if title:
        name = named_after(title, group.role)
        #   "Binning" over df["Age"] = ...     bin_age
        columns = {slug(column) for column in stored_columns(statements)}
        if name and "_" not in name and len(columns) == 1:
            yield f"{name}_{columns.pop()}"
        #   "Cleaning" of `loans`              clean_loans
        if name and "_" not in name and len(outputs) == 1 and _telling(outputs[0].lower()):
            yield f"{name}_{_telling(outputs[0].lower())}"
        yield name


def _candidates(
    group: Group, statements: Sequence[Statement], outputs: Sequence[str], verb: str
) -> Iterator[str]:
    yield from _NAMED[group.role](statements, [name.lower().strip("_") for name in outputs])
    telling = [rest for name in reversed(outputs) if (rest := _telling(name.lower()))]
    yield from (f"{verb}_{name}" for name in telling)
    yield from (f"{verb}_{name.lower().strip('_')}" for name in outputs if len(name) > 1)
    yield _UNNAMED[group.role]
    yield from (f"{verb}_{noun}" for noun in ("table", "features", "model", "rows", "results"))


_UNNAMED = {
    Role.LOAD: "load_data",
    Role.PREP: "prepare_data",
    Role.TRAIN: "train_model",
    Role.EVALUATE: "evaluate_model",
    Role.PREDICT: "make_predictions",
}


_ANY_TABLE = frozenset({"df", "data", "dataset", "dataframe", "table", "frame", "raw"})


def _telling(name: str) -> str:
    #   df_train      train
    #   df12          nothing
    parts = [re.sub(r"\d+$", "", part) for part in name.split("_")]
    kept = [part for part in parts if part and part not in _ANY_TABLE]
    return "_".join(kept) if any(len(part) > 1 for part in kept) else ""


def _load_names(statements: Sequence[Statement], given: Sequence[str]) -> Iterator[str]:
    #   train, test       load_train_and_test
    #   df1               load_data
    if 1 < len(given) <= 3 and all(map(_telling, given)):
        names = [_telling(name) for name in given]
        together = f"load_{'_'.join(names[:-1])}_and_{names[-1]}"
        if len(together) <= 32:
            yield together
    if given and (len(given) > 1 or not _telling(given[0])):
        yield "load_data"


_FEATURES = frozenset({"x", "y", "features", "target", "labels", "label", "inputs"})
_ONE_THING = {
    "dropna": "drop_missing_rows",
    "drop_duplicates": "drop_duplicates",
    "fillna": "fill_missing_values",
    "get_dummies": "encode_categories",
    "train_test_split": "split_train_and_test",
    "to_datetime": "parse_dates",
    "merge": "join_tables",
    "concat": "combine_tables",
    "rename": "rename_columns",
    "astype": "convert_types",
    "drop": "drop_columns",
    "sort_values": "sort_rows",
}
_FEW = 4


def _prep_names(statements: Sequence[Statement], given: Sequence[str]) -> Iterator[str]:
    #   df = df.dropna()                      drop_missing_rows
    #   X_train, X_test = ...                 split_train_and_test
    #   thirty lines, the split at the end    prepare_train_and_test
    calls = {_called(statement.code) for statement in statements}
    if len(calls) == 1:
        yield _ONE_THING.get(calls.pop(), "")
    if _all_halves(given):
        if len(statements) <= _FEW and _made_here(statements, given):
            yield "split_train_and_test"
        yield "prepare_train_and_test"
    columns = stored_columns(statements)
    if len(columns) == 1 and given and not _telling(given[-1]):
        yield f"prepare_{slug(columns[0])}"
    if given and all(name in _FEATURES or len(name) == 1 for name in given):
        yield "prepare_features"
    if given and not _telling(given[-1]):
        yield "prepare_data"


def _made_here(statements: Sequence[Statement], names: Sequence[str]) -> bool:
    """Whether none of the names is read before it is bound: they are made, not changed."""
    made: set[str] = set()
    for statement in statements:
        if {name.lower() for name in statement.effects.reads} & set(names) - made:
            return False
        made |= {name.lower() for name in statement.effects.binds}
    return True


def stored_columns(statements: Sequence[Statement]) -> list[str]:
    """The columns that the statements set by their name, in order."""
    return list(dict.fromkeys(name for s in statements for name in _stored_in(s.code)))


@remembered
def _stored_in(code: str) -> tuple[str, ...]:
    found = []
    for node in (part for top in statements_of(code) for part in nodes_of(top)):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            keys = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if isinstance(keys[-1], ast.Constant) and isinstance(keys[-1].value, str):
                found.append(keys[-1].value)
    return tuple(found)


@remembered
def _called(code: str) -> str:
    """The function or method whose result the statement is about."""
    node = statements_of(code)[0]
    value = getattr(node, "value", None)
    while isinstance(value, ast.Attribute):
        value = value.value
    if not isinstance(value, ast.Call):
        return ""
    return getattr(value.func, "attr", getattr(value.func, "id", ""))


def _all_halves(names: Sequence[str]) -> bool:
    train = [name for name in names if "train" in name]
    test = [name for name in names if re.search(r"test|val", name)]
    return bool(train and test) and len(train) + len(test) == len(names)


def _train_names(statements: Sequence[Statement], given: Sequence[str]) -> Iterator[str]:
    if (name := built(statements, given)) is not None:
        yield f"build_{name}"
    fit = fitted(statements)
    models = [name for name in given if name in fit] or list(given[-1:])
    for name in reversed(models):
        if len(name) <= 3 or name in ("model", "classifier", "regressor"):
            yield "train_model"
        yield f"train_{name}"


def built(statements: Sequence[Statement], given: Sequence[str]) -> str | None:
    """What a group makes that only makes objects: the model where it is named so, else the last."""
    #   model = Net()
    #   optimizer = torch.optim.Adam(model.parameters())       the loop that trains stands below
    nodes = [statements_of(statement.code)[0] for statement in statements]
    if not given or not all(isinstance(n, ast.Assign) and _made_class(n.value) for n in nodes):
        return None
    if fitted(statements):
        return None
    return next((name for name in given if name in ("model", "net", "network")), given[-1])


def fitted(statements: Sequence[Statement]) -> dict[str, str]:
    """Names that are fitted here, lower-cased, each with its class where the text tells it."""
    #   model = SVC(); model.fit(X, y)        booster = xgb.train(params, rows)
    classes: dict[str, str] = {}
    found: dict[str, str] = {}
    for statement in statements:
        node = statements_of(statement.code)[0]
        bound = [name.lower() for name in statement.effects.binds]
        if len(bound) == 1 and (made := _made_class(getattr(node, "value", None))):
            classes.setdefault(bound[0], made)
        for call in (part for part in nodes_of(node) if isinstance(part, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in ("fit", "train", "train_model", "fit_generator"):
                owner = getattr(call.func, "value", None)
                own = [owner.id.lower()] if isinstance(owner, ast.Name) else []
                found |= dict.fromkeys([*own, *(bound if len(bound) == 1 else [])], "")
    return {name: classes.get(name, "") for name in found}


def _made_class(value: ast.expr | None) -> str:
    #   SVC(C=2), SVC(C=2).fit(X, y)      SVC
    while isinstance(value, ast.Call):
        name = str(getattr(value.func, "attr", getattr(value.func, "id", "")))
        if name[:1].isupper():
            return name
        value = getattr(value.func, "value", None)
    return ""


METRIC = re.compile(
    r"score|error|loss|accuracy|precision|recall|(^|_)(f1|auc|mae|rmse|mse|mape|r2|acc)(_|$|\d)"
    r"|confusion|report",
    re.I,
)


def _evaluate_names(statements: Sequence[Statement], given: Sequence[str]) -> Iterator[str]:
    #   average = ...; mae = {...}                 evaluate_mae
    #   accuracy, precision, recall                evaluate_model
    #   cm = confusion_matrix(y, predicted)        evaluate_confusion_matrix
    made = {
        name: _called(statement.code)
        for statement in statements
        for name in statement.effects.binds
        if len(statement.effects.binds) == 1
    }
    metrics = [n for n in given if METRIC.search(n) or METRIC.search(made.get(n, ""))]
    if len(metrics) > 1:
        yield "evaluate_model"
    for name in reversed(metrics):
        yield f"evaluate_{name if METRIC.search(name) else made[name]}"


def _predict_names(statements: Sequence[Statement], given: Sequence[str]) -> Iterator[str]:
    if any(
        re.search(r"(^|_)(pred|preds|predict\w*|hat|yhat)\d*(_|$)", name) for name in given[-1:]
    ):
        yield "make_predictions"


_NAMED = {
    Role.LOAD: _load_names,
    Role.PREP: _prep_names,
    Role.TRAIN: _train_names,
    Role.EVALUATE: _evaluate_names,
    Role.PREDICT: _predict_names,
}
