"""One notebook's verdict out of its cells'."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..model.notebook import Notebook
from ..model.verdict import (
    DIFFERS,
    FAILS,
    REMARKS,
    REPRODUCES,
    UNVERIFIED,
    CellVerdict,
    NotebookVerdict,
)
from .trials import Cause


def notebook_verdict(
    path: str, notebook: Notebook, cells: tuple[CellVerdict, ...], causes: Mapping[int, Cause]
) -> NotebookVerdict:
    """The verdict with the first cell to look at: what fails or differs, else what is open."""
    cells = tuple(_with_cause(cell, causes) for cell in cells)
    red = [cell for cell in cells if cell.verdict in (DIFFERS, FAILS)]
    if red:
        worst = FAILS if any(cell.verdict == FAILS for cell in red) else DIFFERS
        # a notebook that stops says so; an earlier cell that differs is where to look first
        stopped = next((cell for cell in red if cell.verdict == FAILS), red[0])
        first = red[0]
        why = causes[first.cell_index].shown_by if first.cell_index in causes else ""
        message = f"cell {first.cell_index + 1}: {first.message}{why and f'; {why}'}"
        return NotebookVerdict(path, worst, stopped.cause, first.cell_index, message, cells)
    if not any(cell.outputs for cell in notebook.code_cells):
        message = "no output was recorded: run the notebook, save it, and check again"
        return NotebookVerdict(path, UNVERIFIED, "nothing recorded", None, message, cells)
    open_ones = [cell for cell in cells if cell.verdict == UNVERIFIED]
    if open_ones:
        first = open_ones[0]
        message = f"cell {first.cell_index + 1}: {first.message}"
        return NotebookVerdict(path, UNVERIFIED, first.cause, first.cell_index, message, cells)
    remarks = _remarks(cells)
    verdict = REMARKS if remarks else REPRODUCES
    return NotebookVerdict(path, verdict, "", None, remarks, cells)


def _with_cause(cell: CellVerdict, causes: Mapping[int, Cause]) -> CellVerdict:
    found = causes.get(cell.cell_index)
    if found is not None and found.forgiven:
        return replace(cell, verdict=REMARKS, message=f"{found.shown_by} ({cell.message})")
    return replace(cell, cause=found.word) if found is not None and not cell.cause else cell


def _remarks(cells: Iterable[CellVerdict]) -> str:
    told = [cell for cell in cells if cell.verdict == REMARKS]
    if not told:
        return ""
    more = f" (and {len(told) - 1} more cells)" if len(told) > 1 else ""
    return f"cell {told[0].cell_index + 1}: {told[0].message}{more}"
