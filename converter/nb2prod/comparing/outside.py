"""Causes outside of the code: fresh runs agree with each other, not with the recording."""

from contextlib import suppress
from pathlib import Path

from ..model.notebook import Notebook
from .cells import TimedRun, compare_cell, measures_time
from .outputs import shows_duration
from .reach import local_modules, reached_cells, reads_files
from .replay import described_order, recorded_order
from .trials import STARTUP, Cause, OutOfTime, Trial, changes, recorded

_OTHER_DAY = 400 * 86_400 + 5 * 3600 + 7 * 60 + 11  # another year, month, day, hour and minute


def causes_from_outside(
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
    dated = [i for i in stable if measures_time(notebook, i) or shows_duration(first.outputs(i))]
    if not dated:
        return {}
    moment = f"{first.started + _OTHER_DAY:.0f}"
    moved = {"NB2PROD_HOLD": "clock", "NB2PROD_CLOCK": moment, "PYTHONSTARTUP": STARTUP}
    later = trial(notebook, moved)
    found = {}
    for index in dated:
        outputs = later.outputs(index)
        if outputs is None:
            continue
        #   took 0.3 s   ->   took 0.1 s   in both fresh runs: too few digits to differ by chance
        was = recorded(notebook, index)
        if not compare_cell(notebook, index, was, first, outputs).differences:
            shown_by = "a measured time: it stands still with the clock"
            found[index] = Cause("", shown_by, forgiven=True)
        elif changes(notebook, index, first, later):
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
        was = recorded(notebook, index)
        if replayed.cell(index) is None:
            continue
        if not compare_cell(notebook, index, was, replayed, None).differences:
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
