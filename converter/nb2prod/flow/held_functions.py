"""Functions that a model holds get a name at the top, so that the model can be saved."""

import ast
import builtins
import keyword
import re
import textwrap
from collections import Counter
from collections.abc import Collection, Sequence

from ..model.notebook import NamedCode, PythonCell, Role
from ..trees import nodes_of, parsed
from .context import clean_imports
from .edits import Change, edited_cells
from .held_places import Found, Held, handed_names, places, reads_around
from .knowledge import dotted

#   vec = TfidfVectorizer(tokenizer=lambda s: s.split())
#
#   def tokenizer(s):
#       return s.split()
#
#   vec = TfidfVectorizer(tokenizer=tokenizer)
_VAGUE = frozenset({"", "func", "function", "fn", "f", "callable", "default_factory", "args"})
_WORTH_A_LOOK = re.compile(r"\blambda\b|^[ \t]+(?:def|class)\b", re.MULTILINE)
_ASIDE = frozenset({Role.PARAMETERS, Role.SKIP})


def with_held_functions(
    cells: Sequence[PythonCell], unless: Collection[str] = ()
) -> tuple[tuple[PythonCell, ...], tuple[NamedCode, ...]]:
    """
    The cells where functions that a model may hold have names, and what has which name.

    What reads a local of the code around it stays, and so does what would get a name of `unless`.
    """
    cells, found = _once(tuple(cells), unless)
    #   def build(): class Clip: ... self.tool = lambda v: v + 1      the lambda after its class
    more = found
    while more:
        cells, more = _once(cells, unless)
        found += more
    return cells, found


def _once(
    cells: tuple[PythonCell, ...], unless: Collection[str]
) -> tuple[tuple[PythonCell, ...], tuple[NamedCode, ...]]:
    if not any(_WORTH_A_LOOK.search(cell.source) for cell in cells):
        return cells, ()
    bodies = [parsed(cell.source).body for cell in cells]
    nodes = [node for body in bodies for node in body]
    origins = clean_imports(nodes)
    names = _bindings(nodes)
    wanted: set[str] = set()
    if any(map(_is_lambda, nodes)):
        handed = {name for body in bodies for name in handed_names(body, origins)}
        wanted = {name for name in handed if names[name] == 1}
    named: list[NamedCode] = []
    changes: list[Change] = []
    for cell, body in zip(cells, bodies, strict=True):
        if cell.timed or _ASIDE & {tag.role for tag in cell.cell.tags}:
            continue
        for found in places(body, origins, wanted):
            top = _line_above(found, body)
            if top is None or not _can_stand_alone(found):
                continue
            name = _name(found, names)
            names[name] += 1
            if name and name not in unless:
                named.append(NamedCode(name, *_identity(found, cell.source)))
                changes += _changes(found, name, top, cell)
    return (edited_cells(cells, changes), tuple(named)) if named else (cells, ())


def _is_lambda(node: ast.stmt) -> bool:
    #   tokenizer = lambda s: s.split()      of interest where `tokenizer` is handed over
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)


def _can_stand_alone(found: Found) -> bool:
    node = found.node
    if reads_around(found) or _reads_what_is_made(found):
        return False
    if isinstance(node, ast.Lambda):
        kept = any(isinstance(part, ast.Yield | ast.YieldFrom) for part in nodes_of(node))
        defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        return not kept and all(isinstance(default, ast.Constant) for default in defaults)
    #   a text of several lines would change when the function moves to the left
    return not any(
        isinstance(part, ast.Constant | ast.JoinedStr) and part.lineno != part.end_lineno
        for part in nodes_of(node)
    )


def _reads_what_is_made(found: Found) -> bool:
    #   numbers = defaultdict(lambda: len(numbers))      above that line there are no numbers yet
    if not isinstance(found.statement, ast.Assign) or found.statement.value is found.node:
        return False
    targets = {target.id for target in found.statement.targets if isinstance(target, ast.Name)}
    own = {part.arg for part in nodes_of(found.node) if isinstance(part, ast.arg)}
    read = {part.id for part in nodes_of(found.node) if isinstance(part, ast.Name)}
    return bool(targets & (read - own))


def _line_above(found: Found, body: Sequence[ast.stmt]) -> int | None:
    """The line, from 1, before which a definition can stand; None where the lines are shared."""
    number = next(n for n, node in enumerate(body) if node is found.statement)
    first = body[number].lineno
    while number and body[number - 1].lineno == first:
        number -= 1  #   a = 1; model = make(lambda x: x)
    above = (body[number - 1].end_lineno or 0) if number else 0
    # comments above the statement stay with it
    return None if above >= first else above + 1


def _changes(found: Found, name: str, top: int, cell: PythonCell) -> list[Change]:
    """A definition above the statement, and its name in place of what was there."""
    node, index = found.node, cell.cell.index
    place = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
    if not isinstance(node, ast.Lambda):
        above = f"{_moved(node, cell.source)}\n\n\n"
        lines = (node.lineno, 0), ((node.end_lineno or node.lineno) + 1, 0)
        return [(index, (top, 0), (top, 0), above), (index, *lines, "")]
    text = _definition(name, node, cell.source)
    if isinstance(found.statement, ast.Assign) and found.statement.value is node:
        start = found.statement.lineno, found.statement.col_offset  # it has this name already
        return [(index, start, place[1], text)]
    return [(index, (top, 0), (top, 0), f"{text}\n\n\n"), (index, *place, name)]


def _definition(name: str, node: ast.Lambda, source: str) -> str:
    body = ast.get_source_segment(source, node.body) or ast.unparse(node.body)
    if "\n" in body:
        body = f"(\n{body}\n)"
    return f"def {name}({ast.unparse(node.args)}):\n    return {body}"


def _moved(node: ast.FunctionDef | ast.ClassDef, source: str) -> str:
    text = ast.get_source_segment(source, node, padded=True) or ast.unparse(node)
    return textwrap.dedent(text)


def _identity(found: Found, source: str) -> tuple[str, str]:
    """The kind, and what the run knows the object by: its code, a class by its qualified name."""
    node = found.node
    if isinstance(node, ast.ClassDef):
        return "class", "".join(f"{outer}.<locals>." for outer in found.path) + node.name
    if isinstance(node, ast.Lambda):
        return "lambda", ast.get_source_segment(source, node) or ast.unparse(node)
    return "function", _moved(node, source)


def _name(found: Found, names: Counter[str]) -> str:
    """The name that the function gets; empty where it has one that something else has too."""
    node, held = found.node, found.held
    if not isinstance(node, ast.Lambda):
        return node.name if names[node.name] == 1 else ""
    if isinstance(found.statement, ast.Assign) and found.statement.value is node:
        return held.keyword
    wanted = _wanted(held, node)
    name, number = wanted, 2
    while names[name] or keyword.iskeyword(name) or hasattr(builtins, name):
        name, number = f"{wanted}_{number}", number + 1
    return name


def _wanted(held: Held, node: ast.Lambda) -> str:
    if held.keyword not in _VAGUE and held.keyword.isidentifier():
        return held.keyword
    step = re.sub(r"\W+", "_", held.step).strip("_").lower()
    if held.callee == "make_scorer":
        return f"score_{step}" if step else "score"
    if held.callee == "defaultdict":
        return f"default_of_{held.bound.strip('_')}" if held.bound else "default_value"
    #   ("log", FunctionTransformer(lambda x: ...))      apply_log
    called = dotted(node.body.func).rpartition(".")[2] if isinstance(node.body, ast.Call) else ""
    name = next((f"apply_{word}" for word in (step, called, held.bound) if word), "apply_function")
    return name if name.isidentifier() else "apply_function"


def _bindings(nodes: Sequence[ast.stmt]) -> Counter[str]:
    """How often each name is bound, anywhere in the notebook; one that is only read counts too."""
    found: Counter[str] = Counter()
    read: set[str] = set()
    for statement in nodes:
        for part in nodes_of(statement):
            match part:
                case ast.Name(id=name, ctx=ast.Load()):
                    read.add(name)
                case ast.Name(id=name) | ast.arg(arg=name):
                    found[name] += 1
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    found[name] += 1
                case ast.ClassDef(name=name):
                    found[name] += 1
                case ast.alias(name=name, asname=other):
                    found[other or name.partition(".")[0]] += 1
    found.update(read - found.keys())
    return found
