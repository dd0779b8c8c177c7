"""
Requests that wait while the model works go together into its next call.

One call for a hundred rows costs hardly more than one for a single row: the price is the call.
There is no timer, so a lone request waits for nobody.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from .contract import Row


class BusyError(Exception):
    """So many rows wait already that one more request would only wait in vain."""


@dataclass(frozen=True)
class Answered:
    """One answer for each row, and the version that gave them."""

    answers: list[Any]
    version: str


@dataclass(frozen=True)
class Waiting:
    """A request that waits for its turn."""

    rows: list[Row]
    answered: asyncio.Future[Answered]


class Batcher:
    """The one model thread, and the queue before it."""

    def __init__(
        self,
        answer: Callable[[list[Row]], Answered],
        *,
        join: bool,  # False where a row's answer depends on the rows beside it
        batch_rows: int = 1024,
        queue_rows: int = 20_000,
    ) -> None:
        self._answer = answer
        self._batch_rows = batch_rows if join else 0
        self._queue_rows = queue_rows
        self._queue: deque[Waiting] = deque()
        self._rows_waiting = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="model")
        self._work: asyncio.Task[None] | None = None

    async def predict(self, rows: list[Row]) -> Answered:
        """The rows' answers, in order."""
        if self._queue and self._rows_waiting + len(rows) > self._queue_rows:
            raise BusyError
        request = Waiting(rows, asyncio.get_running_loop().create_future())
        self._queue.append(request)
        self._rows_waiting += len(rows)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._empty_queue())
        return await request.answered

    def close(self) -> None:
        """End the model thread; the call that runs is finished first."""
        self._thread.shutdown()

    async def _empty_queue(self) -> None:
        while batch := self._next_batch():
            if not await self._tried(batch, last=len(batch) == 1):
                # one request's rows must not fail its neighbours': each again, by itself
                for request in batch:
                    await self._tried([request], last=True)

    def _next_batch(self) -> list[Waiting]:
        batch: list[Waiting] = []
        rows = 0
        while self._queue and (not batch or rows + len(self._queue[0].rows) <= self._batch_rows):
            request = self._queue.popleft()
            self._rows_waiting -= len(request.rows)
            if not request.answered.done():  # else its client has given up
                batch.append(request)
                rows += len(request.rows)
        return batch

    async def _tried(self, batch: list[Waiting], *, last: bool) -> bool:
        rows = [row for request in batch for row in request.rows]
        try:
            done = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._answer, rows
            )
            if len(done.answers) != len(rows):
                raise ValueError(f"{len(rows)} rows have {len(done.answers)} answers")
        except Exception as error:
            for request in batch if last else ():
                if not request.answered.done():
                    request.answered.set_exception(error)
            return last
        answers = iter(done.answers)
        for request in batch:
            mine = Answered(list(islice(answers, len(request.rows))), done.version)
            if not request.answered.done():
                request.answered.set_result(mine)
        return True
