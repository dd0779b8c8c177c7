"""The order in which the author ran the cells, as far as the recorded counts tell."""

from dataclasses import replace

from ..model.notebook import Cell, Notebook

_REPEATS = 8  # a larger gap says nothing of one cell


def recorded_order(notebook: Notebook) -> Notebook | None:
    """
    The notebook in the order of its recorded counts; None where that is its own order.

    A gap before a cell is read as that cell having been run again, the most common reason.
    Repeated cells carry numbers past the notebook's end, so that the last run of each counts.
    """
    #   In [1]  total = 0
    #   In [4]  total += 5        <- 2, 3 and 4: run three times
    #           print(total)
    counted = [cell for cell in notebook.code_cells if cell.execution_count is not None]
    counted.sort(key=lambda cell: cell.execution_count or 0)
    played: list[Cell] = []
    spare = len(notebook.cells)
    last = 0
    for cell in counted:
        count = cell.execution_count or 0
        repeats = count - last - 1 if 1 < count - last <= _REPEATS and last else 0
        for _ in range(repeats):
            played.append(replace(cell, index=spare))
            spare += 1
        played.append(cell)
        last = count
    if [cell.index for cell in played] == [cell.index for cell in notebook.code_cells]:
        return None
    return replace(notebook, cells=tuple(played)) if played else None


def described_order(played: Notebook, notebook: Notebook) -> str:
    """The order as the author reads it: cell numbers counted from 1, over all cells."""
    by_source = {cell.source: cell.index for cell in notebook.code_cells}
    numbers = [by_source.get(cell.source, cell.index) + 1 for cell in played.cells]
    shown = ", ".join(str(number) for number in numbers[:12])
    return f"{shown} ..." if len(numbers) > 12 else shown
