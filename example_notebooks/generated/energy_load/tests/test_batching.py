"""Requests that wait go together; what one of them does wrong stays its own."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

from energy_load.batching import Answered, Batcher, BusyError


class SlowModel:
    """Answers each row with itself, but only once it is let go."""

    def __init__(self) -> None:
        self.calls: list[list[Any]] = []
        self.go = threading.Event()

    def answer(self, rows: list[Any]) -> Answered:
        """The rows themselves; a bad one fails the whole call, as models do."""
        self.go.wait(10)
        self.calls.append(rows)
        if "bad" in rows:
            raise ValueError("bad row")
        return Answered(rows, "v1")


def ask(
    *requests: list[Any], join: bool = True, queue_rows: int = 100
) -> tuple[list[list[Any] | BaseException], SlowModel]:
    """The answers to requests that all arrive while the model works on the first, and its calls."""
    model = SlowModel()

    async def work() -> list[Any]:
        batcher = Batcher(model.answer, join=join, batch_rows=4, queue_rows=queue_rows)
        tasks = [asyncio.create_task(batcher.predict(rows)) for rows in requests]
        await asyncio.sleep(0)  # all have asked
        await asyncio.sleep(0)  # the first is with the model
        model.go.set()
        answered = await asyncio.gather(*tasks, return_exceptions=True)
        batcher.close()
        return [one.answers if isinstance(one, Answered) else one for one in answered]

    return run(work()), model


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """What the coroutine returns; it may not take for ever."""
    return asyncio.run(asyncio.wait_for(work, 20))


def test_a_lone_request_is_answered_at_once() -> None:
    answers, model = ask(["a", "b"])
    assert answers == [["a", "b"]]
    assert model.calls == [["a", "b"]]


def test_requests_that_wait_go_together_and_each_gets_its_own() -> None:
    answers, model = ask(["a"], ["b"], ["c", "d"])
    assert answers == [["a"], ["b"], ["c", "d"]]
    assert len(model.calls) < 3


def test_a_call_has_a_largest_size_but_a_request_is_never_torn() -> None:
    answers, model = ask(["a"], ["b", "c", "d"], ["e", "f", "g"], list("hijklmn"))
    assert answers == [["a"], ["b", "c", "d"], ["e", "f", "g"], list("hijklmn")]
    assert all(len(rows) <= 4 or rows == list("hijklmn") for rows in model.calls)


def test_where_rows_depend_on_each_other_no_requests_are_joined() -> None:
    answers, model = ask(["a"], ["b"], ["c"], join=False)
    assert answers == [["a"], ["b"], ["c"]]
    assert model.calls == [["a"], ["b"], ["c"]]


def test_a_bad_request_does_not_fail_its_neighbours() -> None:
    answers, _ = ask(["x"], ["a"], ["bad"], ["c"])
    assert [answers[0], answers[1], answers[3]] == [["x"], ["a"], ["c"]]
    assert isinstance(answers[2], ValueError)


def test_a_full_queue_turns_requests_away() -> None:
    answers, _ = ask(["a"], ["b"], ["c"], ["d"], queue_rows=2)
    assert [type(answer) for answer in answers].count(BusyError) >= 1
    assert answers[0] == ["a"]


def test_a_model_that_loses_rows_is_an_error_not_a_shift() -> None:
    async def work() -> None:
        batcher = Batcher(lambda rows: Answered(rows[1:], "v1"), join=True)
        with pytest.raises(ValueError, match="2 rows have 1 answers"):
            await batcher.predict(["a", "b"])  # type: ignore[list-item]
        batcher.close()

    run(work())


def test_a_request_that_was_given_up_is_not_worked_on() -> None:
    model = SlowModel()

    async def work() -> None:
        batcher = Batcher(model.answer, join=False)
        first, given_up, last = (
            asyncio.create_task(batcher.predict([name]))  # type: ignore[list-item]
            for name in ("first", "given up", "last")
        )
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.sleep(0)
        model.go.set()
        assert (await first).answers == ["first"]
        assert (await last).answers == ["last"]
        batcher.close()

    run(work())
    assert model.calls == [["first"], ["last"]]
