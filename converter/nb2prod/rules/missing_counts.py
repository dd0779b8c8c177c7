"""Cells that were never run, among cells that were."""

from collections.abc import Iterator

from ..model.findings import Finding, Severity
from .subject import Subject, cell_list, may_fail


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning where a later cell that ran uses what such a cell makes; else one note."""
    counted = subject.counted
    dropped = any(cell.outputs for cell in subject.written if cell.execution_count is None)
    if not counted or dropped:
        return  # outputs were stripped, or a front end dropped the counts of cells that it loaded
    quiet: list[int] = []
    for cell in subject.written:
        if cell.execution_count is not None or may_fail(cell):
            continue
        reader = _reader(subject, cell.index)
        if reader is None:
            quiet.append(cell.index)
            continue
        name, below = reader
        yield Finding(
            "NB306",
            Severity.WARNING,
            f"This cell was not run since it was last changed, but it sets `{name}`, which "
            f"cell {below + 1} reads: the output recorded there comes from another value.",
            'Choose "Restart kernel and run all", or tag the cell `skip` and turn it into text.',
            cell.index,
        )
    if quiet:
        yield Finding(
            "NB306",
            Severity.NOTE,
            f"{cell_list(quiet).capitalize()} {'was' if len(quiet) == 1 else 'were'} not run "
            "since the last change.",
            'Choose "Restart kernel and run all", and save; remove what you do not need.',
            quiet[0],
        )


def _reader(subject: Subject, index: int) -> tuple[str, int] | None:
    """The first name of the cell that a cell below reads that was run, and that cell."""
    made: set[str] = set()
    for statement in subject.by_cell.get(index, ()):
        if statement.kind != "import":
            effects = statement.effects
            made |= effects.binds | effects.may_bind | effects.mutates
    for statement in subject.flow.statements:
        below = statement.place.cell_index
        if below <= index:
            continue
        used = sorted(made & statement.effects.reads)
        if used and subject.notebook.cells[below].execution_count is not None:
            return used[0], below
        made -= statement.effects.binds - statement.effects.reads
    return None
