"""Cells that were never run, among cells that were."""

from collections.abc import Iterator

from ..model.findings import Finding, Severity
from ..model.flow import Statement
from .subject import Subject, cell_list, may_fail


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning where a later cell that ran uses what such a cell makes; else one note."""
    counted = subject.counted
    dropped = any(cell.outputs for cell in subject.written if cell.execution_count is None)
    if not counted or dropped:
        return  # outputs were stripped, or a front end dropped the counts of cells that it loaded
    readers = _readers(subject)
    quiet: list[int] = []
    for cell in subject.written:
        if cell.execution_count is not None or may_fail(cell):
            continue
        reader = readers.get(cell.index)
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


def _readers(subject: Subject) -> dict[int, tuple[str, int]]:
    """For each cell the first name of it that a cell below reads that was run, and that cell."""
    found: dict[int, tuple[str, int]] = {}
    # from the last cell upwards: name -> the first statement below that reads its value as it is
    below: dict[str, Statement] = {}
    for index in sorted(subject.by_cell, reverse=True):
        statements = subject.by_cell[index]
        effects = [s.effects for s in statements if s.kind != "import"]
        made = frozenset[str]().union(*(e.binds | e.may_bind | e.mutates for e in effects))
        read = [(below[name].number, name) for name in made & below.keys()]
        if read:
            name = min(read)[1]
            found[index] = name, below[name].place.cell_index
        for statement in reversed(statements):
            own = statement.effects
            for name in own.binds - own.reads:
                below.pop(name, None)
            if subject.notebook.cells[index].execution_count is not None:
                below.update(dict.fromkeys(own.reads, statement))
    return found
