"""Answers that the notebook only shows get a name."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from ..model.notebook import PythonCell, Role
from ..positions import lines_of
from ..trees import nodes_of, parsed, remembered
from .grouping import METRICS
from .knowledge import ASKING_METHODS, IN_PLACE_METHODS, dotted

#   model.predict(X_test)            the last line of a predict cell is the prediction
#   accuracy_score(y_test, y_pred)   the last line of an evaluate cell is a metric


def with_names(cells: Sequence[PythonCell]) -> tuple[tuple[PythonCell, ...], dict[str, int]]:
    """The cells where a shown answer is bound to a name, and the names with their cells."""
    taken = {name for cell in cells for name in _names(parsed(cell.source))}
    named: dict[str, int] = {}
    found = []
    for cell in cells:
        name, node = _shown(cell, taken)
        if name and node is not None:
            taken.add(name)
            named[name] = cell.cell.index
            cell = replace(cell, source=_bound(cell.source, node, name))
        found.append(cell)
    return tuple(found), named


@remembered
def _names(tree: ast.Module) -> frozenset[str]:
    return frozenset(node.id for node in nodes_of(tree) if isinstance(node, ast.Name))


def _shown(cell: PythonCell, taken: set[str]) -> tuple[str, ast.Expr | None]:
    roles = {tag.role for tag in cell.cell.tags}
    body = parsed(cell.source).body
    if (
        not body
        or not isinstance(body[-1], ast.Expr)
        or not isinstance(body[-1].value, ast.Call | ast.Subscript)
    ):
        return "", None
    node = body[-1]
    if cell.source.rstrip().endswith(";"):
        return "", None
    function = node.value.func if isinstance(node.value, ast.Call) else None
    last = dotted(function).rsplit(".", 1)[-1] if function is not None else ""
    if last in IN_PLACE_METHODS or last in {"print", "display", "show", "head", "plot", "hist"}:
        return "", None
    if _looks_at_first(node.value, body[:-1]):
        return "", None
    if Role.PREDICT in roles and not any(_answers(other) for other in body[:-1]):
        return _free("predictions", taken), node
    if Role.EVALUATE in roles and METRICS.search(last):
        return _free(_metric_name(last), taken), node
    return "", None


def _looks_at_first(value: ast.expr, above: Sequence[ast.stmt]) -> bool:
    #   labels = model(X_test).argmax(dim=1)
    #   labels[:5]                               a look at what has a name already
    match value:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Slice()):
            bound = (n for node in above for n in nodes_of(node) if isinstance(n, ast.Name))
            return any(n.id == name and isinstance(n.ctx, ast.Store) for n in bound)
    return False


def _answers(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(part, ast.Call) and dotted(part.func).rsplit(".", 1)[-1] in ASKING_METHODS
        for part in nodes_of(node)
    )


def _metric_name(function: str) -> str:
    name = function.removesuffix("_score")
    if name != function and name:
        return name
    if function == "score":
        return "score"
    return (
        "".join(word[0] for word in function.split("_")) if "_" in function else f"{function}_value"
    )


def _free(name: str, taken: set[str]) -> str:
    number = 2
    wanted = name
    while wanted in taken:
        wanted = f"{name}_{number}"
        number += 1
    return wanted


def _bound(source: str, node: ast.Expr, name: str) -> str:
    lines = lines_of(source)
    encoded = lines[node.lineno - 1].encode()
    start = node.col_offset
    lines[node.lineno - 1] = (encoded[:start] + f"{name} = ".encode() + encoded[start:]).decode()
    return "".join(lines)
