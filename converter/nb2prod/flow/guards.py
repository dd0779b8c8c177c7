"""Code that asks whether a name is there yet: decided by the cells above it."""

import ast
from collections.abc import Iterator, Sequence

from ..model.notebook import PythonCell
from ..trees import nodes_of, parsed
from .blocks import block_text, has_long_texts, stands_alone
from .edits import Change, edited_cells

#   if "model" not in globals():      model = train()
#       model = train()
#
#   try:                              cache = {}
#       cache
#   except NameError:
#       cache = {}
_SPACES = frozenset({"globals", "locals", "vars", "dir"})


def with_decided_guards(cells: Sequence[PythonCell]) -> tuple[PythonCell, ...]:
    """The cells, where such a guard is what it comes to when they are run in order."""
    if not any(
        "NameError" in cell.source
        or "in globals()" in cell.source
        or "in locals()" in cell.source
        or "in vars()" in cell.source
        or "in dir()" in cell.source
        or "__file__" in cell.source
        for cell in cells
    ):
        return tuple(cells)
    sure: set[str] = set()
    perhaps: set[str] = set()
    changes: list[Change] = []
    for cell in cells:
        for node in parsed(cell.source).body:
            change = _decided(node, cell, sure, perhaps)
            changes += [change] if change is not None else []
            taken = _branch(node, sure, perhaps)
            for part in [node] if taken is None else taken:
                sure -= {n.id for n in _names(part) if isinstance(n.ctx, ast.Del)}
                sure |= _surely_bound(part)
                perhaps |= _perhaps_bound(part)
    return edited_cells(cells, changes) if changes else tuple(cells)


def _decided(node: ast.stmt, cell: PythonCell, sure: set[str], perhaps: set[str]) -> Change | None:
    body = _branch(node, sure, perhaps)
    if body is None or not stands_alone(node, cell.source) or has_long_texts(node):
        return None
    text = block_text(body, cell.source) if body else "pass"
    end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return (cell.cell.index, (node.lineno, node.col_offset), end, text) if text else None


def _branch(node: ast.stmt, sure: set[str], perhaps: set[str]) -> list[ast.stmt] | None:
    """The statements that run; None where it is no guard, or cannot be told."""
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            asked = _asked(test)
            there = _is_there(asked[0], sure, perhaps) if asked else None
            if asked is None or there is None:
                return None
            return body if there == asked[1] else orelse
        case ast.Try(
            body=[ast.Expr(value=ast.Name(id=name))],
            handlers=[ast.ExceptHandler(type=ast.Name("NameError"), name=None, body=body)],
            orelse=orelse,
            finalbody=[],
        ):
            there = _is_there(name, sure, perhaps)
            return None if there is None else orelse if there else body
        case ast.Try(body=[only], handlers=[handler, *_], finalbody=[]) if _asks_for_file(only):
            there = _is_there("__file__", sure, perhaps)
            return handler.body if there is False and _catches_it(handler) else None
    return None


def _asks_for_file(node: ast.stmt) -> bool:
    #   here = Path(__file__).parent        a notebook has no file: this ends in the handler
    return isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr) and any(
        isinstance(n, ast.Name) and n.id == "__file__" for n in _outside_functions(node)
    )


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda | ast.IfExp | ast.BoolOp):
            yield from _outside_functions(child)


def _catches_it(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id if isinstance(kind, ast.Name) else None for kind in kinds if kind}
    caught = handler.type is None or names & {"NameError", "Exception", "BaseException"}
    return handler.name is None and bool(caught)


def _asked(test: ast.expr) -> tuple[str, bool] | None:
    """The name, and whether the guard wants it there."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            found = _asked(inner)
            return (found[0], not found[1]) if found else None
        case ast.Compare(
            left=ast.Constant(str(name)),
            ops=[ast.In() | ast.NotIn() as how],
            comparators=[ast.Call(func=ast.Name(space), args=[], keywords=[])],
        ) if space in _SPACES:
            return name, isinstance(how, ast.In)
    return None


def _is_there(name: str, sure: set[str], perhaps: set[str]) -> bool | None:
    if name in sure:
        return True
    return None if name in perhaps or "*" in perhaps else False


def _surely_bound(node: ast.stmt) -> set[str]:
    match node:
        case ast.Assign() | ast.AugAssign() | ast.With():
            return {n.id for n in _names(node) if isinstance(n.ctx, ast.Store)} - _inner(node)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {a.asname or a.name.split(".")[0] for a in names} - {"*"}
    return set()


def _inner(node: ast.stmt) -> set[str]:
    """Names that only a comprehension, a condition or a function in it may bind."""
    if isinstance(node, ast.With):
        return {n.id for part in node.body for n in _names(part)}
    value = node.value if isinstance(node, ast.Assign | ast.AugAssign) else node
    return {n.id for n in _names(value) if isinstance(n.ctx, ast.Store)}


def _perhaps_bound(node: ast.stmt) -> set[str]:
    found = {n.id for n in _names(node) if isinstance(n.ctx, ast.Store)} | _surely_bound(node)
    for part in nodes_of(node):
        match part:
            case ast.Global(names=names):
                found |= set(names)
            case ast.alias(name=name, asname=other):
                found.add(other or name.split(".")[0])
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.MatchAs(name=str(name)):
                found.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                found.add(name)
            case ast.Name(id="exec" | "eval" | "globals" | "setattr" | "locals" | "vars"):
                found.add("*")  # who knows
    return found


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (part for part in nodes_of(node) if isinstance(part, ast.Name))
