"""Changes of cells, so that what is learnt in passing has a name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..model.flow import Flow
from ..model.notebook import Place, PythonCell
from ..positions import changed

Change = tuple[
    int, tuple[int, int], tuple[int, int], str
]  # cell index, start, end (line from 1, byte column), text


def edited_cells(cells: Sequence[PythonCell], changes: Iterable[Change]) -> tuple[PythonCell, ...]:
    """The cells after the changes; those that did not change are the same objects."""
    by_cell: dict[int, list[Change]] = {}
    for change in changes:
        by_cell.setdefault(change[0], []).append(change)
    return tuple(
        replace(cell, source=changed(cell.source, [c[1:] for c in by_cell[cell.cell.index]]))
        if cell.cell.index in by_cell
        else cell
        for cell in cells
    )


def with_old_places(
    flow: Flow, cells: Sequence[PythonCell], originals: Sequence[PythonCell]
) -> Flow:
    """The flow of edited cells, with the line numbers that the author knows."""
    maps = {
        new.cell.index: _old_lines(new.source, old.source)
        for new, old in zip(cells, originals, strict=True)
        if new.source != old.source
    }
    statements = []
    for statement in flow.statements:
        lines = maps.get(statement.place.cell_index)
        if lines is not None:
            line = lines.get(statement.place.line, statement.place.line)
            place = Place(statement.place.cell_index, statement.place.cell_id, line)
            statement = replace(statement, place=place)
        statements.append(statement)
    return replace(flow, statements=tuple(statements))


def _old_lines(new: str, old: str) -> dict[int, int]:
    import difflib  # only where a cell was edited

    found: dict[int, int] = {}
    matcher = difflib.SequenceMatcher(a=old.split("\n"), b=new.split("\n"), autojunk=False)
    for tag, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        for position in range(b_start, b_end):
            old_line = (
                a_start + (position - b_start)
                if tag == "equal"
                else min(a_start, max(a_end - 1, 0))
            )
            found[position + 1] = old_line + 1
    return found
