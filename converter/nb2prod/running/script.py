"""What one run of a notebook asks of its kernel, and what it has been told so far."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..model.notebook import NamedCode
from ..model.run import CellRun, Progress
from ..wire import to_json
from .answers import Captured, captured
from .tracebacks import line_in_cell

_GUEST = Path(__file__).parent.parent / "guest"
_GUEST_FILES = (
    *("capture.py", "large.py", "named_code.py", "columns.py", "observe.py", "networks.py"),
    *("hashing.py", "surroundings.py", "door.py"),
)

_NEIGHBOUR = re.compile(r"^from \.\w+ import [\w, ]+$", re.MULTILINE)

# What is captured beyond the probes, so that a later probe needs no further run.
SPARE_BYTES = 2**30
SPARE_BYTES_AT_ONCE = 2**28
SPARE_SECONDS = 0.2
SPARE_SHARE = 0.02  # of the time that the notebook itself takes


@dataclass
class Script:
    """One run: the questions before each cell, the answers' files, the cells that were run."""

    cells: int
    probes: Mapping[int, tuple[str, ...]]  # cell index -> names
    capture: bool
    kernel_name: str
    working_folder: Path
    folder: Path  # of this run in the cache
    sockets: Path  # of the kernel's connection
    timeout: float | None
    environment: Mapping[str, str]
    parameters: Mapping[str, Any]
    progress: Progress
    kernel_manager: Callable[[], Any]
    named: tuple[NamedCode, ...] = ()
    interrupted: bool = False
    captures: tuple[Captured, ...] = ()
    spare_bytes: float = SPARE_BYTES
    spare_seconds: float = SPARE_SECONDS
    spare_cost: float = 0.0  # seconds of the last one
    started: float = field(default_factory=time.monotonic)
    _done: list[tuple[Any, str, float, Mapping[str, Any]]] = field(default_factory=list)

    @property
    def kernel_log(self) -> Path:
        """What the kernel's process itself printed, past the notebook."""
        return self.folder / "kernel.log"

    # ---------------------------------------------------------------- questions

    def questions_before(self, index: int, code: bool) -> tuple[Mapping[str, Any], ...]:
        """The capture due right before that cell, if there is one."""
        names = self.probes.get(index)
        spare = min(self.spare_bytes, SPARE_BYTES_AT_ONCE) if self._can_spare(code) else 0
        if not self.capture or (names is None and not spare):
            return ()
        start = str(self.folder / f"boundary-{index:04d}")
        return (
            {
                "ask": "capture",
                "before": index,
                "names": None if names is None else list(names),
                "pickle": f"{start}.pickle",
                "spare_bytes": int(spare),
                "spare_pickle": f"{start}.spare.pickle",
                "named": to_json(self.named),
            },
        )

    def _can_spare(self, code: bool) -> bool:
        """Whether there is room and time to capture more than what was asked for."""
        time_left = self.spare_seconds + SPARE_SHARE * (time.monotonic() - self.started)
        # the next one takes about as long as the one before
        return code and bool(self._done) and self.spare_bytes > 0 and time_left > self.spare_cost

    def last_questions(self) -> tuple[Mapping[str, Any], ...]:
        """What is asked once, after the last cell that was run."""
        return ({"ask": "surroundings", "memory": str(self.folder.parent)},)

    def answer_path(self, question: Mapping[str, Any]) -> Path:
        """Where the kernel writes the answer."""
        if question["ask"] != "capture":
            return self.folder / "surroundings.json"
        return self.folder / f"boundary-{question['before']:04d}.json"

    def answered(self, question: Mapping[str, Any]) -> None:
        """Take note of an answer and of what it cost."""
        if question["ask"] != "capture":
            return
        self.captures += captured(question, self.answer_path(question))
        if not question["spare_bytes"]:
            return
        try:
            spare = json.loads(self.answer_path(question).read_text(encoding="utf-8"))["spare"]
        except (OSError, ValueError, KeyError):
            spare = {}
        # once it was too much it is going to be too much: values seldom shrink
        self.spare_bytes = self.spare_bytes - spare["bytes"] if "bytes" in spare else 0
        self.spare_cost = spare.get("seconds", 0.0)
        self.spare_seconds -= self.spare_cost

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

    def died_between_cells(self, ending: str) -> None:
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
        with ThreadPoolExecutor(1) as executor:
            executor.submit(asyncio.run, conversation()).result()


@cache
def silent_opening() -> str:
    """One line that brings the guest into the kernel without binding a name there."""
    texts = ((_GUEST / name).read_text(encoding="utf-8") for name in _GUEST_FILES)
    # they share one namespace there, so what they import of each other is at hand
    sources = _NEIGHBOUR.sub("", "\n".join(texts))
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
