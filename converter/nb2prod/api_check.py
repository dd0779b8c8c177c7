"""Whether notebooks still reproduce what they recorded, and if not, why."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import ceil
from pathlib import Path

from .comparing.accept import accepted_document
from .comparing.cells import TimedRun, cell_verdicts
from .comparing.diagnose import causes_of
from .comparing.opt_outs import runnable
from .comparing.sides import with_outputs
from .comparing.summary import notebook_verdict
from .comparing.trials import Cause, OutOfTime
from .errors import Nb2prodError
from .model.notebook import Notebook
from .model.run import Progress, Run
from .model.verdict import DIFFERS, FAILS, REMARKS, UNVERIFIED, CellVerdict, NotebookVerdict
from .reading import ipynb
from .running.diagnosis import diagnose, diagnosis_of
from .running.kernel import execute

CELL_TIMEOUT = 600.0  # seconds; a check must end by itself
HELD_TIMEOUT = 30.0  # seconds more than thrice the slowest cell, from the second run on
ENOUGH_TRIALS = 1800.0  # seconds that finding the cause may take in all


def check(
    paths: Iterable[Path],
    timeout: float | None,
    accept: bool,
    progress: Progress,
    outputs: bool = False,
) -> tuple[NotebookVerdict, ...]:
    """The verdict of each notebook, in the given order, one kernel at a time."""
    limit = timeout or CELL_TIMEOUT
    return tuple(_checked(Path(path), limit, accept, progress, outputs) for path in paths)


def _checked(
    path: Path, timeout: float, accept: bool, progress: Progress, outputs: bool
) -> NotebookVerdict:
    try:
        notebook = runnable(ipynb.read(path))
        trials = _Trials(notebook, timeout, progress)
        verdict, first, causes = _judged(path, notebook, trials)
    except Nb2prodError as error:
        message = f"{error.code} {error.message} {error.remedy}".strip()
        return NotebookVerdict(str(path), FAILS, "error", error.cell_index, message)
    if outputs:
        verdict = replace(verdict, cells=with_outputs(verdict.cells, notebook, first))
    return _accepted(path, verdict, first, causes) if accept else verdict


def _judged(
    path: Path, notebook: Notebook, trials: "_Trials"
) -> tuple[NotebookVerdict, TimedRun, Mapping[int, Cause]]:
    """The verdict; a second run and its like are made only where something differs."""
    first = trials(notebook, {})
    failure = _failure(notebook, first.run)
    cells = cell_verdicts(notebook, first, None, failure)
    causes: Mapping[int, Cause] = {}
    if any(cell.verdict == DIFFERS for cell in cells):
        second = trials(notebook, {"PYTHONHASHSEED": "1"})
        cells = cell_verdicts(notebook, first, second, failure)
        differing = [cell.cell_index for cell in cells if cell.verdict == DIFFERS]
        if differing:
            causes = causes_of(notebook, differing, first, second, trials)
    return notebook_verdict(str(path), notebook, cells, causes), first, causes


def _failure(notebook: Notebook, run: Run) -> CellVerdict | None:
    """The verdict of the cell that stopped the run, in the words of the diagnosis."""
    if run.failed is None:
        return None
    found, error = diagnosis_of(notebook, run), diagnose(notebook, run)
    line = f"line {error.line}: " if error.line is not None else ""
    return CellVerdict(run.failed.cell_index, FAILS, found.cause, f"{line}{found.message}")


class _Trials:
    """Runs a notebook in fresh processes until the time for finding a cause is used up."""

    def __init__(self, notebook: Notebook, timeout: float, progress: Progress) -> None:
        self._folder = notebook.path.resolve().parent
        self._timeout = timeout
        self._progress = progress
        self._began = time.monotonic()

    def __call__(self, notebook: Notebook, environment: Mapping[str, str], /) -> TimedRun:
        if environment.get("NB2PROD_HOLD") and time.monotonic() - self._began > ENOUGH_TRIALS:
            raise OutOfTime
        started = time.time()
        run = execute(
            notebook,
            probes=(),
            working_folder=self._folder,
            timeout=self._timeout,
            progress=self._progress,
            environment=environment,
            capture=False,
            cached=False,
        )
        if not environment and run.failed is None:
            # known to end: room for a busy computer, but none for a loop that a held clock stops
            slowest = max((cell.seconds for cell in run.cells), default=0.0)
            self._timeout = ceil(3 * slowest + HELD_TIMEOUT)
        return TimedRun(run, started, time.time())


def _accepted(
    path: Path, verdict: NotebookVerdict, first: TimedRun, causes: Mapping[int, Cause]
) -> NotebookVerdict:
    """Write the fresh outputs of the cells that changed; what is left to chance is not written."""
    chance = {index for index, cause in causes.items() if cause.by_chance}
    wanted = [
        cell.cell_index
        for cell in verdict.cells
        if (cell.verdict == DIFFERS and cell.cell_index not in chance)
        or (cell.verdict == UNVERIFIED and cell.cause == "nothing recorded")
    ]
    document = json.loads(path.read_text(encoding="utf-8")) if wanted else {}
    if "cells" not in document:
        return verdict  # nothing to accept, or a format older than 4: save it in Jupyter first
    ipynb.write(path, accepted_document(document, wanted, first))
    return _after(verdict, set(wanted))


def _after(verdict: NotebookVerdict, accepted: set[int]) -> NotebookVerdict:
    """The verdict once those cells' outputs are the recorded ones."""
    cells = tuple(
        replace(cell, verdict=REMARKS, cause="", message=f"accepted: {cell.message}")
        if cell.cell_index in accepted
        else cell
        for cell in verdict.cells
    )
    open_ones = [cell for cell in cells if cell.verdict in (DIFFERS, FAILS, UNVERIFIED)]
    if open_ones:
        return replace(verdict, cells=cells)
    message = f"the recorded outputs of {len(accepted)} cells were replaced"
    return NotebookVerdict(verdict.path, REMARKS, "", None, message, cells)
