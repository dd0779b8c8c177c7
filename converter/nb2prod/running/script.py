"""What one run of a notebook asks of its kernel, and what it has been told so far."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..model.run import CellRun, Probe, Progress
from .tracebacks import line_in_cell

_GUEST = Path(__file__).parent.parent / "guest"
_GUEST_FILES = ("capture.py", "observe.py", "hashing.py", "surroundings.py", "door.py")


@dataclass
class Script:
    """One run: the questions before each cell, the answers' files, the cells that were run."""

    cells: int
    probes: tuple[Probe, ...]
    kernel_name: str
    working_folder: Path
    folder: Path  # of this run in the cache
    timeout: float | None
    environment: Mapping[str, str]
    parameters: Mapping[str, Any]
    progress: Progress
    kernel_manager: Callable[[], Any]
    interrupted: bool = False
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    _done: list[tuple[Any, str, float, Mapping[str, Any]]] = field(default_factory=list)

    @property
    def kernel_log(self) -> Path:
        """What the kernel's process itself printed, past the notebook."""
        return self.folder / "kernel.log"

    # ---------------------------------------------------------------- questions

    def questions_before(self, index: int) -> tuple[Mapping[str, Any], ...]:
        """The capture due right before that cell, if there is one."""
        due = [probe for probe in self.probes if probe.before == index]
        if not due:
            return ()
        names = list(dict.fromkeys(name for probe in due for name in probe.names))
        pickle = str(self.folder / boundary_file(index, "pickle"))
        return (
            {"ask": "capture", "before": index, "names": names, "pickle": pickle, "limit": None},
        )

    def last_questions(self) -> tuple[Mapping[str, Any], ...]:
        """What is asked once, after the last cell that was run."""
        return ({"ask": "surroundings"},)

    def answer_path(self, question: Mapping[str, Any]) -> Path:
        """Where the kernel writes the answer."""
        self.asked.append(question)
        if question["ask"] == "capture":
            return self.folder / boundary_file(question["before"], "json")
        return self.folder / "surroundings.json"

    # ---------------------------------------------------------------- cells

    def begin(self, cell: Any) -> None:
        """Tell that a cell starts."""
        index = cell.metadata.get("nb2prod", 0)
        first = next((line for line in cell.source.splitlines() if line.strip()), "")
        self.progress("run", index, self.cells, first.strip()[:80])

    def finish(self, cell: Any, status: str, seconds: float, failure: Mapping[str, Any]) -> bool:
        """Take note of a cell's end; whether the next one may run."""
        tags = cell.metadata.get("tags", [])
        failed_and_may = status == "ok" and "nb2prod-skip" in tags and _error(cell)
        if "skip-execution" in tags or failed_and_may:
            status = "skipped"
        self._done.append((cell, status, seconds, failure))
        return status in ("ok", "skipped")

    def died_between_cells(self, question: Mapping[str, Any], ending: str) -> None:
        """Take note that the kernel died while it answered us, most often for want of memory."""
        if not self._done:
            return
        cell, _, seconds, _ = self._done[-1]
        failure = {"name": "DeadKernelError", "value": f"{ending}, while its values were captured"}
        self._done[-1] = (cell, "died", seconds, failure)

    def cell_runs(self) -> tuple[CellRun, ...]:
        """The cells that were run; asked at the end, as late displays change earlier outputs."""
        return tuple(_cell_run(*done) for done in self._done)

    # ---------------------------------------------------------------- loop

    def run(self, conversation: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Hold the conversation, in a loop of its own, also when the caller lives in one."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            with asyncio.Runner() as runner:
                runner.run(conversation())
            return
        raised: list[BaseException] = []
        thread = threading.Thread(target=_run_apart, args=(conversation, raised), daemon=True)
        thread.start()
        thread.join()
        if raised:
            raise raised[0]


def boundary_file(before: int, suffix: str) -> str:
    """The name of a boundary's file in the run's folder."""
    return f"boundary-{before:04d}.{suffix}"


@cache
def silent_opening() -> str:
    """One line that brings the guest into the kernel without binding a name there."""
    sources = "\n".join((_GUEST / name).read_text(encoding="utf-8") for name in _GUEST_FILES)
    space = "__import__('sys').__dict__.setdefault('_nb2prod', {'__name__': '_nb2prod'})"
    execute = f"__import__('builtins').exec({sources!r}, {space})"
    # both in one expression statement: nothing is assigned
    return f"({execute}, {_CALL.format('opened')})"


def silent_answer(request: str, path: str) -> str:
    """One line that has the guest answer a request into a file."""
    return _CALL_WITH.format("answer", request, path)


_SPACE = "__import__('sys')._nb2prod"
_CALL = _SPACE + "[{0!r}](" + _SPACE + ")"
_CALL_WITH = _SPACE + "[{0!r}](" + _SPACE + ", {1!r}, {2!r})"


def _run_apart(
    conversation: Callable[[], Coroutine[Any, Any, None]], raised: list[BaseException]
) -> None:
    try:
        with asyncio.Runner() as runner:
            runner.run(conversation())
    except BaseException as error:
        raised.append(error)


def _cell_run(cell: Any, status: str, seconds: float, failure: Mapping[str, Any]) -> CellRun:
    error = _error(cell) or {}
    traceback = tuple(error.get("traceback", ()))
    return CellRun(
        cell_index=cell.metadata.get("nb2prod", 0),
        outputs=tuple(_plain(output) for output in cell.outputs),
        seconds=round(seconds, 4),
        status=status,
        error_name=failure.get("name") or error.get("ename", ""),
        error_value=failure.get("value") or error.get("evalue", ""),
        error_line=line_in_cell(traceback, cell.execution_count),
        traceback=traceback,
    )


def _error(cell: Any) -> Mapping[str, Any] | None:
    return next((output for output in cell.outputs if output.output_type == "error"), None)


def _plain(value: Any) -> Any:
    """The output as plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
