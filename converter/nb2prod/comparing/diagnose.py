"""
Why an output did not come again, found by intervention rather than by guessing.

A second fresh run with another hash seed splits the question. Where the two runs differ, chance is
at work, and it is found by holding one source of it still at a time. Where they agree with each
other but not with the recording, something around the notebook changed: its order, its clock, its
data, its libraries, or its own text after it was run.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..model.notebook import Notebook
from .cells import TimedRun, compare_cell, measures_time
from .reach import local_modules, reached_cells, reads_files, source_of
from .replay import described_order, recorded_order

_STARTUP = str(Path(__file__).parent / "holds" / "startup.py")
_OTHER_DAY = 400 * 86_400 + 5 * 3600 + 7 * 60 + 11  # another year, month, day, hour and minute
_DRAWS = re.compile(r"\bsecrets\b|urandom|SystemRandom|\buuid1\b|\buuid4\b|\brandom\b")
_FETCHES = re.compile(r"https?://|\brequests\b|urlopen|\bhttpx\b")
_ONE_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB")
}


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


def causes_of(
    notebook: Notebook,
    differing: Iterable[int],
    first: TimedRun,
    second: TimedRun,
    trial: Trial,
) -> dict[int, Cause]:
    """The cause of each differing cell; runs the notebook as often as it takes to tell."""
    differing = tuple(differing)
    unstable = [index for index in differing if _changes(notebook, index, first, second)]
    stable = [index for index in differing if index not in unstable]
    return {
        **_by_chance(notebook, unstable, first, trial),
        **_from_outside(notebook, stable, first, trial),
    }


def _changes(notebook: Notebook, index: int, one: TimedRun, two: TimedRun) -> bool:
    """Whether two fresh runs show another output, apart from what is volatile in fact."""
    recorded = _recorded(notebook, index)
    return bool(compare_cell(notebook, index, one.outputs(index) or (), two, recorded).differences)


def _recorded(notebook: Notebook, index: int) -> tuple[Mapping[str, object], ...]:
    return next(cell.outputs for cell in notebook.cells if cell.index == index)


# ---------------------------------------------------------------- chance


def _by_chance(
    notebook: Notebook, unstable: list[int], first: TimedRun, trial: Trial
) -> dict[int, Cause]:
    """Hold one source of chance still at a time; the one that makes two runs agree is named."""
    found: dict[int, Cause] = {}
    for word, held, shown_by in _holds(notebook, unstable, first):
        left = [index for index in unstable if index not in found]
        if not left:
            break
        try:
            # the first run had this hash seed already: one more is enough to compare with it
            one = trial(notebook, held) if held else first
            two = trial(notebook, held)
        except OutOfTime:
            break
        for index in left:
            if not _changes(notebook, index, one, two):
                found[index] = Cause(word, shown_by, by_chance=True)
    for index in unstable:
        if index not in found:
            found[index] = _chance_by_reading(notebook, index)
    return found


def _holds(
    notebook: Notebook, unstable: list[int], first: TimedRun
) -> Iterable[tuple[str, Mapping[str, str], str]]:
    still = "two fresh runs differ, and agree once"
    yield "hash order", {}, f"{still} the hash seed is the same: sort what comes out of a set"
    yield (
        "unseeded randomness",
        {"PYTHONSTARTUP": _STARTUP, "NB2PROD_HOLD": "random"},
        f"{still} the random generators are seeded: set a seed",
    )
    if any(measures_time(notebook, index) for index in unstable):
        clock = {"NB2PROD_HOLD": "random,clock", "NB2PROD_CLOCK": f"{first.started:.0f}"}
        yield "clock", {"PYTHONSTARTUP": _STARTUP, **clock}, f"{still} the clock is stopped"
    yield (
        "threads",
        {"PYTHONSTARTUP": _STARTUP, "NB2PROD_HOLD": "random", **_ONE_THREAD},
        f"{still} there is one thread: their order changes sums",
    )


def _chance_by_reading(notebook: Notebook, index: int) -> Cause:
    text = "\n".join(source_of(notebook, cell) for cell in reached_cells(notebook, index))
    if _FETCHES.search(text):
        return Cause("network", "two fresh runs differ, and the cell uses the network", True)
    if _DRAWS.search(text):
        return Cause("unseeded randomness", "two fresh runs differ, and it draws at random", True)
    return Cause("unknown", "two fresh runs differ, and nothing held still makes them agree", True)


# ---------------------------------------------------------------- outside


def _from_outside(
    notebook: Notebook, stable: list[int], first: TimedRun, trial: Trial
) -> dict[int, Cause]:
    """What changed around the notebook since it was recorded: tried where it can be, else read."""
    found: dict[int, Cause] = {}
    for attempt in (_by_order, _by_clock):
        left = [index for index in stable if index not in found]
        with suppress(OutOfTime):
            found.update(attempt(notebook, left, first, trial))
    for index in stable:
        if index not in found:
            found[index] = _stable_by_reading(notebook, index, first)
    return found


def _by_clock(
    notebook: Notebook, stable: list[int], first: TimedRun, trial: Trial
) -> dict[int, Cause]:
    """Cells that come out otherwise when the clock stands still on another day."""
    dated = [index for index in stable if measures_time(notebook, index)]
    if not dated:
        return {}
    moment = f"{first.started + _OTHER_DAY:.0f}"
    moved = {"NB2PROD_HOLD": "clock", "NB2PROD_CLOCK": moment, "PYTHONSTARTUP": _STARTUP}
    later = trial(notebook, moved)
    found = {}
    for index in dated:
        outputs = later.outputs(index)
        if outputs is None or not _changes(notebook, index, first, later):
            continue
        #   took 0.3 s   ->   took 0.1 s   in both fresh runs: too few digits to differ by chance
        if not compare_cell(
            notebook, index, _recorded(notebook, index), first, outputs
        ).differences:
            found[index] = Cause(
                "", "a measured time: it stands still with the clock", forgiven=True
            )
        else:
            found[index] = Cause("clock", "it comes out otherwise on another day")
    return found


def _by_order(
    notebook: Notebook, stable: list[int], first: TimedRun, trial: Trial
) -> dict[int, Cause]:
    """Cells that come out as recorded when the cells are run in the recorded order."""
    played = recorded_order(notebook)
    if played is None or not stable:
        return {}
    replayed = trial(played, {})
    found = {}
    for index in stable:
        recorded = _recorded(notebook, index)
        if replayed.cell(index) is None:
            continue
        if not compare_cell(notebook, index, recorded, replayed, None).differences:
            order = described_order(played, notebook)
            found[index] = Cause("hidden state", f"it comes out only in the order {order}")
    return found


def _stable_by_reading(notebook: Notebook, index: int, first: TimedRun) -> Cause:
    """What the output can have come from; a file that is newer than the notebook is preferred."""
    cells = reached_cells(notebook, index)
    modules = local_modules(notebook, cells, first.run.working_folder)
    data = [file.path for file in first.run.files if file.path.suffix not in (".py", ".pyc")]
    saved = _modified(notebook.path)
    agree = "two fresh runs agree with each other, not with the recording"
    newer = [path for path in (*modules, *data) if saved and _modified(path) > saved]
    if newer and newer[0] in modules:
        return Cause("environment changed", f"{newer[0].name} was changed after the notebook")
    if newer and reads_files(notebook, cells):
        return Cause("data changed", f"{newer[0].name} was changed after the notebook was saved")
    if reads_files(notebook, cells):
        names = ", ".join(sorted({path.name for path in data})[:3])
        return Cause("data changed", f"{agree}; it comes from data{names and f' ({names})'}")
    if modules:
        return Cause("environment changed", f"{agree}; it comes from {modules[0].name}")
    return Cause("stale code or output", f"{agree}: edited after it was run, or a library changed")


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
