"""Untagged cells that a section needs: they are taken in, as if their author had tagged them."""

from collections.abc import Sequence
from dataclasses import replace

from ..model.findings import Finding, Severity
from ..model.notebook import Cell, Notebook, PythonCell, Role, Tag
from .refusals import Untagged

#   load:      orders = pd.read_csv("orders.csv")
#   untagged:  orders = orders[orders["seconds"] > 20]      left out, train would see other rows
#   train:     model.fit(orders[features], orders["seconds"])


def with_role(
    notebook: Notebook, cells: Sequence[PythonCell], needed: Untagged
) -> tuple[Notebook, tuple[PythonCell, ...]] | None:
    """The notebook where that cell has the role it was needed in; None where it has another."""
    cell = notebook.cells[needed.cell_index or 0]
    if any(tag.role is not Role.IMPORTS for tag in cell.tags):
        return None
    tagged = replace(cell, tags=(Tag(needed.role, guessed=True),))

    def changed(old: Cell) -> Cell:
        return tagged if old.index == cell.index else old

    return (
        replace(notebook, cells=tuple(changed(old) for old in notebook.cells)),
        tuple(replace(python, cell=changed(python.cell)) for python in cells),
    )


def taken_in(needed: Untagged) -> Finding:
    """What the author is told about the cell."""
    return Finding(
        needed.code,
        Severity.WARNING,
        f"{needed.message}; it is taken in as `{needed.role}`.",
        f"Tag it `{needed.role}` to say so yourself, or `skip` if no section may need it.",
        needed.cell_index,
        needed.line,
    )
