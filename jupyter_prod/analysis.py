"""One long-lived analysis process; when it hangs or dies, the next question gets a new one."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import Any

from jupyter_prod.refusals import Refused

PATIENCE = 60.0  # seconds; a thousand cells take a few on an idle computer
LONGEST = 1 << 28  # bytes of an answer
WORKER = (sys.executable, "-m", "jupyter_prod.worker")


class Analyst:
    """Asks the process one question at a time."""

    def __init__(self, command: tuple[str, ...] = WORKER, patience: float = PATIENCE) -> None:
        self._command = command
        self._patience = patience
        self._process: Process | None = None
        self._closed = False
        self._turn = asyncio.Lock()

    async def ask(self, verb: str, **question: Any) -> dict[str, Any]:
        """The answer; refuses with what happened where there is none."""
        line = json.dumps({"verb": verb, **question}).encode() + b"\n"
        async with self._turn:
            if self._closed:
                raise Refused(503, "The server is stopping.")
            fresh = self._process is None
            answer = await self._asked(line)
            if not answer and not fresh and not self._closed:
                # it died of something else since the last question: this one is tried anew
                answer = await self._asked(line)
        if not answer:
            raise Refused(500, "The analysis ended unexpectedly. The next edit starts it again.")
        found: dict[str, Any] = json.loads(answer)
        return found

    async def close(self) -> None:
        """End the process for good."""
        self._closed = True
        await self._stop()

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()

    async def _asked(self, line: bytes) -> bytes:
        """The answer's line; empty where the process died."""
        process = await self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(line)
            async with asyncio.timeout(self._patience):
                await process.stdin.drain()
                answer = await process.stdout.readline()
        except TimeoutError:
            await self._stop()
            raise Refused(
                504,
                f"The analysis took longer than {self._patience:g} seconds and was stopped. "
                "Promoting still works.",
            ) from None
        except (ConnectionError, ValueError):
            answer = b""
        except asyncio.CancelledError:
            await self._stop()  # else the next one would get this answer
            raise
        if not answer:
            await self._stop()
        return answer

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            await self._stop()
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, limit=LONGEST
            )
        return self._process
