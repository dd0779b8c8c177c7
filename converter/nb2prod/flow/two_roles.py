"""A predict cell that goes on to measure its answers has two roles, whatever its tag says."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from ..model.notebook import Cell, Notebook, PythonCell, Role, Tag
from ..trees import nodes_of, parsed
from .grouping import METRICS
from .knowledge import ASKING_METHODS, dotted

#   y_pred = model.predict(X_test)
#   score = r2_score(y_test, y_pred)      needs the truth, which no request has: evaluate


def with_both_roles(
    notebook: Notebook, cells: Sequence[PythonCell]
) -> tuple[Notebook, tuple[PythonCell, ...]]:
    """The notebook and its cells, where predict cells that also evaluate carry both roles."""
    changed = {cell.cell.index: _both(cell.cell) for cell in cells if _measures(cell)}
    if not changed:
        return notebook, tuple(cells)
    return (
        replace(notebook, cells=tuple(changed.get(cell.index, cell) for cell in notebook.cells)),
        tuple(replace(cell, cell=changed.get(cell.cell.index, cell.cell)) for cell in cells),
    )


def _both(cell: Cell) -> Cell:
    return replace(cell, tags=(*cell.tags, Tag(Role.EVALUATE)))


def _measures(cell: PythonCell) -> bool:
    roles = [tag.role for tag in cell.cell.tags]
    if not roles or roles[-1] is not Role.PREDICT or Role.EVALUATE in roles:
        return False
    asks = [_calls(node) & ASKING_METHODS for node in parsed(cell.source).body]
    measures = [
        any(METRICS.search(name) for name in _calls(node)) for node in parsed(cell.source).body
    ]
    if not any(asks) or not any(measures):
        return False
    first = measures.index(True)
    #   only where all that follows is no answer any more
    return any(asks[:first]) and not any(asks[first:])


def _calls(node: ast.stmt) -> set[str]:
    return {
        dotted(call.func).rsplit(".", 1)[-1]
        for call in nodes_of(node)
        if isinstance(call, ast.Call)
    }
