"""Each code cell's verdict: what it recorded against what it shows now."""

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..model.notebook import Cell, Notebook
from ..model.run import CellRun, Run
from ..model.verdict import DIFFERS, REMARKS, REPRODUCES, UNVERIFIED, CellVerdict
from .comparison import Comparison, Surroundings
from .opt_outs import does_something, is_skipped, is_volatile, may_raise
from .outputs import compare_outputs

_CLOCK = re.compile(
    r"\btime\(\)|\btime_ns\(|perf_counter|monotonic|process_time|default_timer|timeit"
    r"|\bnow\(|today\(|utcnow\(|getctime|Timestamp\b|strftime|localtime"
)
_SHOWS_TIME = re.compile(r"%{1,2}time(?:it)?\b|\btimeit\b|run_(?:line|cell)_magic\(\s*['\"]time")


@dataclass(frozen=True, slots=True)
class TimedRun:
    """A run, and when it took place."""

    run: Run
    started: float  # seconds since the epoch
    ended: float

    def outputs(self, index: int) -> tuple[Mapping[str, object], ...] | None:
        """The cell's fresh outputs, or None where it was not reached."""
        found = self.cell(index)
        return found.outputs if found is not None else None

    def cell(self, index: int) -> CellRun | None:
        """The cell's run, or None where it was not reached."""
        return next((cell for cell in reversed(self.run.cells) if cell.cell_index == index), None)


def cell_verdicts(
    notebook: Notebook, first: TimedRun, second: TimedRun | None, failure: CellVerdict | None
) -> tuple[CellVerdict, ...]:
    """The verdict of each code cell; `failure` is that of the cell that stopped the run."""
    counted = any(cell.execution_count is not None for cell in notebook.code_cells)
    anything = counted or any(cell.outputs for cell in notebook.code_cells)
    found = []
    for cell in notebook.code_cells:
        if failure is not None and cell.index == failure.cell_index:
            found.append(failure)
        elif failure is not None and first.cell(cell.index) is None:
            message = f"not reached: cell {failure.cell_index + 1} stopped the run"
            found.append(CellVerdict(cell.index, UNVERIFIED, "", message))
        else:
            known = cell.outputs or not counted or cell.execution_count is not None
            found.append(_verdict(notebook, cell, first, second, bool(known and anything)))
    return tuple(found)


def compare_cell(
    notebook: Notebook,
    index: int,
    recorded: Iterable[Mapping[str, object]],
    first: TimedRun,
    third: Iterable[Mapping[str, object]] | None,
) -> Comparison:
    """How given outputs of a cell differ from those of a run; `third` proves what is volatile."""
    world = _surroundings(notebook, index, first)
    return compare_outputs(recorded, first.outputs(index) or (), third, world)


def _verdict(
    notebook: Notebook, cell: Cell, first: TimedRun, second: TimedRun | None, known: bool
) -> CellVerdict:
    fresh = first.cell(cell.index)
    if not does_something(cell):
        return CellVerdict(cell.index, REPRODUCES)
    if is_skipped(cell) or fresh is None:
        return CellVerdict(cell.index, REMARKS, "", "not run: the author tagged it so")
    if not known:
        message = "never run before the notebook was saved: nothing to compare with"
        return CellVerdict(cell.index, UNVERIFIED, "nothing recorded", message)
    if is_volatile(cell):
        return CellVerdict(cell.index, REMARKS, "", "not compared: the author tagged it volatile")
    again = second.outputs(cell.index) if second is not None else None
    found = compare_cell(notebook, cell.index, cell.outputs, first, again)
    if found.differences:
        return CellVerdict(cell.index, DIFFERS, "", counted_message(found.differences))
    if found.gaps:
        return CellVerdict(cell.index, UNVERIFIED, "unknown", counted_message(found.gaps))
    if may_raise(cell) and not _raised(fresh):
        message = "tagged raises-exception, but it did not raise, neither then nor now"
        return CellVerdict(cell.index, REMARKS, "", message)
    if found.remarks:
        return CellVerdict(cell.index, REMARKS, "", counted_message(found.remarks))
    return CellVerdict(cell.index, REPRODUCES)


def _raised(fresh: CellRun) -> bool:
    return any(output.get("output_type") == "error" for output in fresh.outputs)


def counted_message(messages: tuple[str, ...]) -> str:
    """The first message, and how many more there are."""
    more = f" (and {len(messages) - 1} more)" if len(messages) > 1 else ""
    return f"{messages[0]}{more}"


def measures_time(notebook: Notebook, index: int) -> bool:
    """Whether this cell or one above it asks for the time."""
    above = (cell.source for cell in notebook.code_cells if cell.index <= index)
    return any(_CLOCK.search(source) for source in above)


def _surroundings(notebook: Notebook, index: int, timed: TimedRun) -> Surroundings:
    own = next((cell.source for cell in notebook.cells if cell.index == index), "")
    return Surroundings(
        folders=_folders(timed.run),
        started=timed.started,
        ended=timed.ended,
        reads_clock=measures_time(notebook, index),
        shows_time=bool(_SHOWS_TIME.search(own)),
    )


def _folders(run: Run) -> tuple[str, ...]:
    """The folders that belong to this computer and this run, the deepest first."""
    interpreter = run.environment.executable
    prefix = str(Path(interpreter).parent.parent) if interpreter else sys.prefix
    known = {
        str(run.working_folder),
        os.path.realpath(run.working_folder),
        os.path.expanduser("~"),
        tempfile.gettempdir(),
        os.path.realpath(tempfile.gettempdir()),
        prefix,
    }
    return tuple(sorted((folder for folder in known if len(folder) > 1), key=len, reverse=True))
