"""A cell that changes its own input may have been run twice: the count before it has no cell."""

import ast
from collections.abc import Iterator

from ..model.findings import Finding, Severity
from .subject import CellTree, Subject, shortened

#   In [3]   df = pd.read_csv(...)
#   In [5]   price = price * 1.19         In [4] is gone: perhaps this very cell

_CHANGING = frozenset({"append", "extend", "insert", "pop", "remove"})


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning for each such cell that a missing count stands before."""
    counts = {cell.execution_count for cell in subject.notebook.code_cells}
    for tree in subject.trees:
        count = tree.cell.execution_count
        if count is None or count < 3 or count - 1 in counts:
            continue
        if not any(number in counts for number in range(1, count - 1)):
            continue  # a session that began further up in the counts
        changed = _accumulates(tree)
        if changed is not None:
            line, text, name = changed
            yield Finding(
                "NB307",
                Severity.WARNING,
                f"`{text}` changes `{name}` a little more with each run, and the run before this "
                f"one, In [{count - 1}], has no cell: perhaps this cell ran twice.",
                "Give the result a name of its own, or make it in the cell that loads it; then "
                'choose "Restart kernel and run all" and compare the outputs.',
                tree.cell.index,
                line,
            )


def _accumulates(tree: CellTree) -> tuple[int, str, str] | None:
    """The first line after which a second run of the cell gives another value."""
    fresh: set[str] = set()
    for node in tree.tree.body:
        name = _changed_by_itself(node)
        if name is not None and name not in fresh:
            return node.lineno, shortened(ast.unparse(node)), name
        if isinstance(node, ast.Assign):
            fresh |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return None


def _changed_by_itself(node: ast.stmt) -> str | None:
    match node:
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            return _root(target)
        case ast.Assign(targets=[target], value=value) if _arithmetic_on(value, target):
            return _root(target)
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute))
        ) if attribute in _CHANGING:
            return name
    return None


def _arithmetic_on(value: ast.expr, target: ast.expr) -> bool:
    #   price = price * 1.19      df["a"] = df["a"] / 100      df = df.iloc[1:]
    aim = ast.unparse(target)
    match value:
        case ast.BinOp(left=left, right=right):
            return aim in (ast.unparse(left), ast.unparse(right))
        case ast.Subscript(value=inner, slice=ast.Slice()):
            text = ast.unparse(inner)
            return text in (aim, f"{aim}.iloc")
        case ast.Call(func=ast.Name(id="log" | "log1p" | "exp" | "sqrt"), args=[argument]):
            return ast.unparse(argument) == aim
        case ast.Call(
            func=ast.Attribute(attr="log" | "log1p" | "exp" | "expm1" | "sqrt"), args=[argument]
        ):
            return ast.unparse(argument) == aim
    return False


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
