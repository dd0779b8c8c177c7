"""Names that hide in texts and dictionaries of names, as the plain code that they stand for."""

import ast
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from ..trees import remembered

#   globals()["rate"]        rate
#   eval("rate * 2")         (rate * 2)
#   exec("rate = 3")         rate = 3
_WORDS = ("globals(", "locals(", "vars(", "eval(", "exec(")


class _Change(NamedTuple):
    node: ast.expr | ast.stmt
    text: str


@remembered
def unfolded(source: str) -> str:
    """The source, where what reaches names by a literal text reaches them plainly."""
    if not any(word in source for word in _WORDS):
        return source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    own = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and _stored(n)}
    if own & {"globals", "locals", "vars", "eval", "exec"}:
        return source
    changes = sorted(_changes(tree, top=True), key=lambda change: _start(change.node))
    for change in reversed(_apart(changes)):
        source = _replaced(source, change)
    return source


def _stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _changes(node: ast.AST, top: bool) -> Iterator[_Change]:
    """`top`: not inside a function, whose names are its own."""
    inner = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
    for child in ast.iter_child_nodes(node):
        found = _change(child) if top else None
        if found is not None:
            yield found
        else:
            yield from _changes(child, top and not isinstance(child, inner))


def _change(node: ast.AST) -> _Change | None:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name("exec"), args=[ast.Constant(str(text))])):
            code = _as_statements(text)
            return _Change(node, code) if code else None
        case ast.Call(func=ast.Name("eval"), args=[ast.Constant(str(text))], keywords=[]) if (
            _is_expression(text)
        ):
            return _Change(node, f"({text.strip()})")
        case ast.Subscript(
            value=ast.Call(func=ast.Name("globals" | "locals" | "vars"), args=[], keywords=[]),
            slice=ast.Constant(str(name)),
        ) if name.isidentifier():
            return _Change(node, name)
    return None


def _as_statements(text: str) -> str:
    # on one line, so that all places stay where they are
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return ""
    simple = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr | ast.Import | ast.ImportFrom
    if not body or not all(isinstance(node, simple) for node in body):
        return ""
    lines = [ast.get_source_segment(text, node) or "" for node in body]
    return "; ".join(lines) if not any("\n" in line for line in lines) else ""


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return False
    return "\n" not in text.strip() and "#" not in text


def _start(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _apart(changes: list[_Change]) -> list[_Change]:
    return [c for c in changes if c.node.lineno == c.node.end_lineno]


def _replaced(source: str, change: _Change) -> str:
    lines = source.split("\n")
    line = lines[change.node.lineno - 1].encode()
    start, end = change.node.col_offset, change.node.end_col_offset
    lines[change.node.lineno - 1] = (line[:start] + change.text.encode() + line[end:]).decode()
    return "\n".join(lines)
