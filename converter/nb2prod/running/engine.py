"""The conversation with a kernel: the notebook's cells, and silent questions between them."""

import asyncio
import json
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Empty
from typing import Any

import papermill.engines
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.util import ensure_async

from .processes import Watchdog, ending, largest_ended_child, peak_memory
from .script import Script, silent_answer, silent_opening

GRACE = 5.0  # seconds that an interrupted cell has to give up
ALIVE_EVERY = 0.5  # seconds between two looks at the kernel's process
LATE_OUTPUT = 60  # seconds for the rest of a large output after the cell's reply


class ProbedClient(NotebookClient):
    """Executes cells as nbclient does, and asks the script's questions between them."""

    def __init__(self, notebook: Any, script: Script, **settings: Any) -> None:
        super().__init__(
            notebook,
            iopub_timeout=LATE_OUTPUT,
            raise_on_iopub_timeout=True,
            shutdown_kernel="immediate",
            store_widget_state=True,
            skip_cells_with_tag="skip-execution",
            timeout_func=lambda cell: script.timeout,
            **settings,
        )
        self.script = script
        self.memory: int | None = None
        self.memory_of_others = largest_ended_child()

    async def converse(self) -> None:
        """Run the whole script in a kernel of its own; no process is left, whatever happens."""
        self.km = self.script.kernel_manager()
        try:
            with self.script.kernel_log.open("wb") as log:
                await ensure_async(
                    self.km.start_kernel(
                        stdout=log,
                        stderr=log,
                        cwd=str(self.script.working_folder),
                        env=dict(self.script.environment),
                        extra_arguments=_extra_arguments(self.km),
                    )
                )
            with Watchdog(self._pid(), self.script.sockets):
                await self._listen()
                await self._play()
        finally:
            await self._async_cleanup_kernel()

    async def _play(self) -> None:
        """The cells in order with the questions between them, up to the first that fails."""
        reply = await self._silent(silent_opening())
        if reply["status"] != "ok":
            raise RuntimeError(f"it does not take our questions: {reply.get('evalue', '')}")
        for position, cell in enumerate(self.nb.cells):
            index = cell.metadata.get("nb2prod")
            if index is not None:
                code = cell.cell_type == "code"
                await self._ask(self.script.questions_before(index, code))
            if cell.cell_type == "code" and not await self._run(cell, position):
                break
        else:
            await self._ask(self.script.questions_before(self.script.cells, code=True))
        if await ensure_async(self.km.is_alive()):  # type: ignore[union-attr]
            await self._ask(self.script.last_questions())

    # ---------------------------------------------------------------- cells

    async def _run(self, cell: Any, position: int) -> bool:
        """Whether the notebook goes on after this cell."""
        self.script.begin(cell)
        started = time.perf_counter()
        failure: Mapping[str, Any] = {}
        status = "ok"
        try:
            await self.async_execute_cell(cell, position)
        except CellExecutionError as error:
            status = "error"
            failure = {"name": error.ename, "value": error.evalue}
        except CellTimeoutError:
            status = "timed out"
            failure = {"name": "TimeoutError", "value": f"longer than {self.script.timeout:g} s"}
        except DeadKernelError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                # nbclient takes every cancelled wait for a dead kernel; this one is Ctrl-C
                raise asyncio.CancelledError from None
            status = "died"
            failure = {"name": "DeadKernelError", "value": self._ending()}
        if self.script.interrupted and status == "error":
            status = "timed out"
        return self.script.finish(cell, status, time.perf_counter() - started, failure)

    async def _async_handle_timeout(self, timeout: int, cell: Any = None) -> Any:
        """The reply of the interrupted cell; a cell that does not give up loses its kernel."""
        assert self.km is not None
        assert self.kc is not None
        self.script.interrupted = True
        await ensure_async(self.km.interrupt_kernel())
        end = time.monotonic() + GRACE
        while (left := end - time.monotonic()) > 0:
            try:
                return await ensure_async(self.kc.shell_channel.get_msg(timeout=left))
            except Empty:
                break
        await ensure_async(self.km.shutdown_kernel(now=True))
        raise CellTimeoutError.error_from_timeout_and_cell("cell timed out", timeout, cell)

    async def _async_poll_kernel_alive(self) -> None:
        """Cancel the wait for the reply once the kernel's process is gone."""
        while True:
            await asyncio.sleep(ALIVE_EVERY)
            try:
                await self._async_check_alive()
            except DeadKernelError:
                if self.task_poll_for_reply is not None:
                    self.task_poll_for_reply.cancel()
                return

    async def _async_check_alive(self) -> None:
        self.memory = peak_memory(self._pid()) or self.memory
        await super()._async_check_alive()

    def _pid(self) -> int:
        assert self.km is not None
        return int(self.km.provisioner.pid)  # type: ignore[union-attr]

    def _ending(self) -> str:
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        largest = largest_ended_child()
        # the system tells the largest of all ended children: ours, if it grew by this one's end
        memory = largest if largest > self.memory_of_others else self.memory
        return ending(getattr(process, "returncode", None), memory)

    # ---------------------------------------------------------------- questions

    async def _ask(self, questions: tuple[Mapping[str, Any], ...]) -> None:
        """Ask each question; the answers are files, so a large one is no message."""
        for question in questions:
            answer = self.script.answer_path(question)
            try:
                await self._silent(silent_answer(json.dumps(question), str(answer)))
            except DeadKernelError:
                self.script.died_between_cells(self._ending())
                return
            self.script.answered(question)

    async def _silent(self, code: str) -> Mapping[str, Any]:
        """The reply to a line that leaves no trace in the notebook's history."""
        assert self.kc is not None
        request = self.kc.execute(
            code, silent=True, store_history=False, allow_stdin=False, stop_on_error=False
        )
        while True:
            try:
                reply = await ensure_async(self.kc.shell_channel.get_msg(timeout=ALIVE_EVERY))
            except Empty:
                await self._async_check_alive()
                continue
            if reply["parent_header"].get("msg_id") == request:
                content: Mapping[str, Any] = reply["content"]
                return content

    async def _listen(self) -> None:
        """Open the channels and wait until the kernel answers on both of them."""
        assert self.km is not None
        self.kc = self.km.client()
        self.kc.start_channels()
        self.kc.allow_stdin = False  # only now: starting the channels allows it again
        end = time.monotonic() + self.startup_timeout
        while time.monotonic() < end:
            self.kc.kernel_info()
            try:
                await ensure_async(self.kc.shell_channel.get_msg(timeout=1))
                # an answer on shell does not say that our subscription to outputs has arrived
                await ensure_async(self.kc.iopub_channel.get_msg(timeout=0.2))
                return
            except Empty:
                await self._async_check_alive()
        raise DeadKernelError("the kernel did not answer")


def _extra_arguments(manager: Any) -> list[str]:
    """Keep the author's own IPython history free of this run, where it is an IPython kernel."""
    ipython = any("ipykernel" in part for part in manager.kernel_spec.argv)
    return ["--HistoryManager.hist_file=:memory:"] if ipython else []


class Engine:
    """What papermill calls an engine; the script of the run comes with the call."""

    @staticmethod
    def execute_notebook(nb: Any, kernel_name: str, *, script: Script, **ignored: Any) -> Any:
        """The notebook with fresh outputs."""
        script.run(ProbedClient(nb, script, kernel_name=kernel_name).converse)
        return nb

    @staticmethod
    def nb_kernel_name(nb: Any, name: str | None = None) -> str:
        """The kernel that was asked for; it is always named by us."""
        return str(name)

    @staticmethod
    def nb_language(nb: Any, language: str | None = None) -> str:
        """Python: other languages were refused before."""
        return "python"


papermill.engines.papermill_engines.register("nb2prod", Engine)


def execute_with_papermill(source: Path, script: Script) -> None:
    """Have papermill execute the notebook; a failing cell is told by the script, not raised."""
    # no output file: what was seen is kept by the script, and the author's file is never touched
    import papermill

    try:
        papermill.execute_notebook(
            str(source).replace("{", "{{").replace("}", "}}"),
            None,
            parameters=dict(script.parameters),
            engine_name="nb2prod",
            kernel_name=script.kernel_name,
            language="python",
            request_save_on_cell_execute=False,
            progress_bar=False,
            script=script,
        )
    except papermill.exceptions.PapermillExecutionError:
        return
