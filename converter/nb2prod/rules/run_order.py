"""Cells were run in another order than they stand, and their values depend on it."""

from collections.abc import Iterator
from itertools import pairwise

from ..model.findings import Finding, Severity
from ..model.notebook import Cell
from .subject import Subject

#   In [7]   df = df[df.age > 18]       stands above, ran later:
#   In [5]   mean = df.age.mean()       so this mean is of another table

_MOST = 5


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning for each pair whose values depend on the order; else one note for all."""
    counted = subject.counted
    descents = [
        (above, below) for above, below in pairwise(counted) if _count(below) < _count(above)
    ]
    if not descents:
        return
    pairs = [found for found in _late_cells(counted) if _shared(subject, *found)]
    firsts: dict[int, tuple[Cell, Cell]] = {}
    for above, below in pairs:
        firsts.setdefault(above.index, (above, below))
    for above, below in list(firsts.values())[:_MOST]:
        names = _shared(subject, above, below)
        yield Finding(
            "NB303",
            Severity.WARNING,
            f"This cell ran as In [{_count(above)}], after cell {below.index + 1} further down "
            f"(In [{_count(below)}]); both use {', '.join(f'`{name}`' for name in names[:3])}. "
            "The outputs that are recorded come from that order.",
            'Choose "Restart kernel and run all". Where the outputs change, decide which order was '
            "meant, and move the cell.",
            above.index,
        )
    if not firsts:
        above, below = descents[0]
        yield Finding(
            "NB303",
            Severity.NOTE,
            f"Cells were run in another order than they stand: cell {above.index + 1} as "
            f"In [{_count(above)}], cell {below.index + 1} below it as In [{_count(below)}]. "
            "No value was found that depends on it.",
            'Choose "Restart kernel and run all", and save.',
            below.index,
        )


def _late_cells(counted: tuple[Cell, ...]) -> Iterator[tuple[Cell, Cell]]:
    """Each cell that ran after one below it, with the nearest such cells first."""
    for position, above in enumerate(counted):
        for below in counted[position + 1 :]:
            if _count(below) < _count(above):
                yield above, below


def _count(cell: Cell) -> int:
    return cell.execution_count or 0


def _shared(subject: Subject, above: Cell, below: Cell) -> list[str]:
    """The names that one of both sets and the other one reads or sets."""
    first, second = _uses(subject, above), _uses(subject, below)
    # `a = b = 1` twice, or one import in two cells, makes no difference
    return sorted((first[1] & second[0]) | (second[1] & first[0]))


def _uses(subject: Subject, cell: Cell) -> tuple[set[str], set[str]]:
    """The names that the cell needs from above, and those that it makes or changes."""
    reads: set[str] = set()
    sets: set[str] = set()
    for statement in subject.by_cell.get(cell.index, ()):
        if statement.kind in ("import", "definition"):
            continue
        reads |= statement.effects.reads - sets
        sets |= statement.effects.binds | statement.effects.may_bind | statement.effects.mutates
    return reads, sets
