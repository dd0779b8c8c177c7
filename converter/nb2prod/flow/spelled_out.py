"""Code that stands in a text, and names that stand in a list, written out as plain code."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.notebook import PythonCell
from ..trees import is_python, nodes_of, parsed, remembered
from .blocks import block_text, has_long_texts, indented, stands_alone
from .edits import edited_cells
from .guards import with_decided_guards
from .literal_names import Literals, folded, literals, rows_of

#   exec("def half(v):\n    return v / 2")        def half(v):
#                                                     return v / 2
#   for name in ["a", "b"]:                       name = "a"
#       globals()[name] = load(name)              a = load(name)
#                                                 name = "b"
#                                                 b = load(name)
_SPACES = frozenset({"globals", "locals", "vars"})
_DYNAMIC = _SPACES | {"exec", "eval"}
_MOST = 20  # so many turns of a loop are still read as plain code
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_JUMPS = (ast.Break, ast.Continue, *_FUNCTIONS)


def with_plain_code(cells: Sequence[PythonCell]) -> tuple[PythonCell, ...]:
    """The cells, where what reaches names by texts that are in sight reaches them plainly."""
    cells = with_decided_guards(cells)
    if not any(f"{word}(" in cell.source for cell in cells for word in _DYNAMIC):
        return cells
    trees = [parsed(cell.source) for cell in cells]
    asking = [(c, tree) for c, tree in zip(cells, trees, strict=True) if _dynamic_names(tree)]
    if not asking or any(_binds(name) for _, tree in asking for name in _dynamic_names(tree)):
        return cells
    known = literals(trees)
    changes = [
        (cell.cell.index, *change)
        for cell, tree in asking
        for change in _changes(tree.body, cell.source, known)
    ]
    return edited_cells(cells, changes) if changes else cells


@remembered
def _dynamic_names(tree: ast.Module) -> tuple[ast.Name, ...]:
    #   model.eval() is none
    return tuple(n for n in nodes_of(tree) if isinstance(n, ast.Name) and n.id in _DYNAMIC)


def _binds(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)


def _changes(
    body: Iterable[ast.stmt], source: str, known: Literals
) -> Iterator[tuple[tuple[int, int], tuple[int, int], str]]:
    """What to write for which statements; those in functions have names of their own."""
    for node in body:
        if isinstance(node, _FUNCTIONS):
            continue
        text = _plain(node, source, known) if stands_alone(node, source) else ""
        lines = indented(text, node.col_offset)
        if lines:
            end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
            yield (node.lineno, node.col_offset), end, lines
            continue
        for block in ("body", "orelse", "finalbody"):
            yield from _changes(getattr(node, block, ()), source, known)
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from _changes(part.body, source, known)


def _plain(node: ast.stmt, source: str, known: Literals) -> str:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name("exec"), args=arguments, keywords=[])):
            return _code_of(arguments, known)
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=space, attr="update"), args=[], keywords=given)
        ) if _is_space(space) and all(item.arg for item in given):
            return _bound_at_once({str(item.arg): item.value for item in given})
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=space, attr="update"),
                args=[ast.Dict(keys=keys, values=values)],
                keywords=[],
            )
        ) if _is_space(space):
            return _bound_at_once(_by_name(keys, values))
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=space, attr="update"),
                args=[ast.Name(id=name) as held],
                keywords=[],
            )
        ) if _is_space(space):
            found = known.get(name)
            if isinstance(found, ast.Dict):
                #   settings = {"rate": 2}; globals().update(settings)
                values = [ast.Subscript(held, k, ast.Load()) for k in found.keys if k is not None]
                return _bound_at_once(_by_name(found.keys, values))
        case ast.For():
            return _unrolled(node, source, known)
    return ""


def _is_space(node: ast.AST) -> bool:
    """Whether it is the notebook's own dictionary of names."""
    match node:
        case ast.Call(func=ast.Name(name), args=[], keywords=[]):
            return name in _SPACES
    return False


def _code_of(arguments: Sequence[ast.expr], known: Literals) -> str:
    """The code that `exec` is given, where it is in sight and runs in the notebook's names."""
    text, *spaces = arguments
    if not all(map(_is_space, spaces)):
        return ""
    value = known.get(text.id) if isinstance(text, ast.Name) else text
    code = value.value if isinstance(value, ast.Constant) else None
    return code.strip("\n") if isinstance(code, str) and is_python(code) else ""


def _by_name(keys: Sequence[ast.expr | None], values: Sequence[ast.expr]) -> Mapping[str, ast.expr]:
    names = [folded(key, {}) if key is not None else None for key in keys]
    return dict(zip(map(str, names), values, strict=True)) if all(names) else {}


def _bound_at_once(given: Mapping[str, ast.expr]) -> str:
    #   globals().update(a=b, b=a)        a, b = b, a
    if not given or not all(name.isidentifier() for name in given):
        return ""
    return f"{', '.join(given)} = {', '.join(map(ast.unparse, given.values()))}"


def _unrolled(node: ast.For, source: str, known: Literals) -> str:
    """The loop's turns one after the other, where each binds names that its list tells."""
    parts = [part for statement in node.body for part in ast.walk(statement)]
    asked = [p for p in parts if isinstance(p, ast.expr) and _reaches_names(p)]
    rows = rows_of(node.target, node.iter, known) if asked and not node.orelse else ()
    calls = [p for p in parts if isinstance(p, ast.Name) and p.id in _DYNAMIC]
    if not 0 < len(rows) <= _MOST or len(calls) > len(asked) or has_long_texts(node):
        return ""
    stored = {p.id for p in parts if isinstance(p, ast.Name) and _binds(p)}
    if any(isinstance(part, _JUMPS) for part in parts) or stored & rows[0].keys():
        return ""
    turns = []
    made: set[str] = set()
    for row in rows:
        texts = {part: _text_for(part, row) for part in asked}
        if not all(texts.values()):
            return ""
        if any(isinstance(n, ast.Name) and n.id in made for v in row.values() for n in ast.walk(v)):
            return ""  # the list was made before the first turn
        made |= stored.union(*map(_stored_in, texts.values()))
        values = ", ".join(ast.unparse(value) for value in row.values())
        body = block_text(node.body, source, texts.items())
        if not body:
            return ""
        turns.append(f"{', '.join(row)} = {values}\n{body}")
    return "\n".join(turns)


def _reaches_names(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(value=space):
            return _is_space(space)
        case ast.Call(func=ast.Name("exec"), args=[_], keywords=[]):
            return True
    return False


def _text_for(node: ast.AST, row: Mapping[str, ast.expr]) -> str:
    """What stands there in this turn; empty where it does not stand in sight."""
    match node:
        case ast.Subscript(slice=key):
            name = folded(key, row) or ""
            return name if name.isidentifier() else ""
        case ast.Call(args=[argument]):
            text = (folded(argument, row) or "").strip()
            return text if "\n" not in text and is_python(text) else ""
    return ""


def _stored_in(text: str) -> set[str]:
    names = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)]
    return {n.id for n in names} if text.isidentifier() else {n.id for n in names if _binds(n)}
