"""The truth comes late: how wrong were the answers?"""

from collections import deque
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

REMEMBERED_ROWS = 100_000
RECENT = 1_000


class Truth(BaseModel):
    """What turned out to be true for the rows of one request, in their order."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    request_id: str = Field(min_length=1, max_length=100)
    truth: list[Any] = Field(min_length=1)
    # only needed when the service has forgotten: after a restart, or asked at another replica
    predictions: list[Any] | None = None


class Feedback:
    """The answers that were given lately, and how far they were from the truth."""

    def __init__(self) -> None:
        self._answers: dict[str, list[Any]] = {}
        self._rows = 0
        self._errors: deque[float] = deque(maxlen=RECENT)

    def remember(self, request_id: str, answers: list[Any]) -> None:
        """Keep the answers until their truth arrives, or until there are too many newer ones."""
        self._rows += len(answers) - len(self._answers.pop(request_id, ()))
        self._answers[request_id] = answers
        while self._rows > REMEMBERED_ROWS:
            oldest = next(iter(self._answers))
            self._rows -= len(self._answers.pop(oldest))

    def learn(self, truth: Truth) -> int:
        """The number of rows that have been compared; a `LookupError` when there is no answer."""
        answers = truth.predictions or self._answers.get(truth.request_id)
        if answers is None:
            raise LookupError(
                f"request {truth.request_id} is not remembered: send its predictions along"
            )
        if len(answers) != len(truth.truth):
            raise LookupError(f"there are {len(answers)} predictions and {len(truth.truth)} truths")
        self._errors.extend(map(error_of, answers, truth.truth))
        return len(answers)

    def live_error(self) -> float | None:
        """The mean error of the latest rows: a distance for numbers, else the wrong ones' share."""
        return sum(self._errors) / len(self._errors) if self._errors else None


def error_of(answer: Any, truth: Any) -> float:
    """How wrong an answer was: the distance between numbers, else 0 or 1."""
    if isinstance(answer, dict) and isinstance(truth, dict) and answer.keys() & truth.keys():
        errors = [error_of(answer[name], truth[name]) for name in answer.keys() & truth.keys()]
        return sum(errors) / len(errors)
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (answer, truth))
    return abs(float(answer) - float(truth)) if numbers else float(answer != truth)
