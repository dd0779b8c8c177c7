"""Untagged cells that a section needs: they are taken in, as if their author had tagged them."""

from collections.abc import Sequence
from dataclasses import replace

from ..model.findings import Finding, Severity
from ..model.notebook import Cell, Notebook, PythonCell, Role, Tag
from .refusals import Untagged

#   load:      orders = pd.read_csv("orders.csv")
#   untagged:  orders = orders[orders["seconds"] > 20]      left out, train would see other rows
#   train:     model.fit(orders[features], orders["seconds"])


def with_roles(
    notebook: Notebook, cells: Sequence[PythonCell], index: int, roles: Sequence[Role]
) -> tuple[Notebook, tuple[PythonCell, ...]] | None:
    """The notebook where that cell has these roles; None where its author gave it others."""
    cell = notebook.cells[index]
    if any(tag.role is not Role.IMPORTS and not tag.guessed for tag in cell.tags):
        return None
    if [tag.role for tag in cell.tags] == list(roles):
        return None
    tagged = replace(cell, tags=tuple(Tag(role, guessed=True) for role in roles))

    def changed(old: Cell) -> Cell:
        return tagged if old.index == cell.index else old

    return (
        replace(notebook, cells=tuple(changed(old) for old in notebook.cells)),
        tuple(replace(python, cell=changed(python.cell)) for python in cells),
    )


def taken_in(needed: Untagged, roles: Sequence[Role]) -> Finding:
    """What the author is told about the cell."""
    said = "` and `".join(roles)
    return Finding(
        needed.code,
        Severity.WARNING,
        f"{needed.message}; it is taken in as `{said}`.",
        f"Tag it `{said}` to say so yourself, or `skip` if no section may need it.",
        needed.cell_index,
        needed.line,
    )
