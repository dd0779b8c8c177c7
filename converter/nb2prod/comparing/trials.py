"""Further runs of a notebook, and what they may conclude."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..model.notebook import Notebook
from .cells import TimedRun, compare_cell
from .reach import reached_cells, source_of

STARTUP = str(Path(__file__).parent / "holds" / "startup.py")  # obeys NB2PROD_HOLD in a kernel
_DRAWS = re.compile(
    r"random|\bsecrets\b|\buuid[14]\b|shuffle|\bsample\(|_split\(|\.fit\(|\brng\b|torch|keras"
)


class OutOfTime(Exception):
    """Finding the cause has taken as long as it may."""


class Trial(Protocol):
    """Runs a notebook once more in a fresh process, with these environment variables."""

    def __call__(self, notebook: Notebook, environment: Mapping[str, str], /) -> TimedRun:
        """The run; raises OutOfTime where enough was tried."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One of the documented words, and what showed it."""

    word: str
    shown_by: str
    by_chance: bool = False  # two fresh runs differ: no output of this cell can be recorded
    forgiven: bool = False  # the difference is a measured time after all


def changes(notebook: Notebook, index: int, one: TimedRun, two: TimedRun) -> bool:
    """Whether two fresh runs show another output, apart from what is volatile in fact."""
    third = recorded(notebook, index)
    return bool(compare_cell(notebook, index, one.outputs(index) or (), two, third).differences)


def recorded(notebook: Notebook, index: int) -> tuple[Mapping[str, object], ...]:
    """What the cell recorded."""
    return next(cell.outputs for cell in notebook.cells if cell.index == index)


def draws(notebook: Notebook, index: int) -> bool:
    """Whether the code that the cell's output comes from may draw at random."""
    return any(_DRAWS.search(source_of(notebook, cell)) for cell in reached_cells(notebook, index))
