"""The worker's answers: a JSON line for each claim, in a file that user's prints cannot reach."""

import json
from dataclasses import dataclass
from typing import Any

PROVEN, REFUTED, NOT_CHECKED = "proven", "refuted", "not checked"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one claim."""

    status: str
    reason: str = ""
    rows: int | None = None
    tolerance: float | None = None
    max_difference: float | None = None


class Answers:
    """Appends lines to a file, each one complete when it is written."""

    def __init__(self, path: str) -> None:
        self._path = path

    def begin(self, claim: str) -> None:
        """Note that the claim is being looked at, so that a crash is put down to it."""
        self._write({"begin": claim})

    def give(self, claim: str, answer: Answer, **more: Any) -> None:
        """Note what became of the claim."""
        size = answer.max_difference
        if size is not None and not abs(size) < float("inf"):
            size = None  # JSON knows no infinity
        self._write(
            {
                "id": claim,
                "status": answer.status,
                "reason": answer.reason,
                "rows": answer.rows,
                "tolerance": answer.tolerance,
                "max_difference": size,
                **more,
            }
        )

    def _write(self, line: dict[str, Any]) -> None:
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, allow_nan=False) + "\n")
