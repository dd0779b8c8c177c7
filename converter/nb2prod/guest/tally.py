"""Counts answers against predictions, and says at the end what was found."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .answers import PROVEN, REFUTED, Answer
from .differences import shown
from .observed_rows import Observed, answer_difference, scale_of, told_row


@dataclass
class Tally:
    """How many rows were answered, and the first one that was answered wrongly."""

    rows: Observed
    table: str
    tolerance: float
    count: int = 0
    wrong: int = 0
    first: str = ""
    largest: float = 0.0
    largest_miss: float = 0.0
    scale: float = field(init=False)

    def __post_init__(self) -> None:
        self.scale = scale_of(self.rows.expected.values())

    def add(self, positions: Sequence[int], answers: Sequence[Any]) -> None:
        """Compare the answers to these rows."""
        for position, answer in zip(positions, answers, strict=True):
            self.count += 1
            expected = self.rows.expected[position]
            off = answer_difference(expected, answer, self.tolerance, self.scale)
            if off is None:
                self.largest = max(self.largest, _distance(expected, answer))
                continue
            self._miss(position, f"{shown(expected)} vs {shown(answer)}", off)

    def refuse(self, positions: Sequence[int], why: str) -> None:
        """Count rows that got no answer at all."""
        self.count += len(positions)
        self.wrong += len(positions) - 1
        self._miss(positions[0], why, math.inf)

    def answer(self) -> Answer:
        """What became of the claim."""
        note = ""
        if self.rows.left_out:
            note = f"{self.rows.left_out:,} rows have no finite prediction and were left out"
        if not self.wrong:
            return Answer(PROVEN, note, self.count, self.tolerance, self.largest)
        reason = f"{self.wrong:,} of {self.count:,} rows differ, first {self.first}"
        size = self.largest_miss if math.isfinite(self.largest_miss) else None
        return Answer(REFUTED, reason, self.count, self.tolerance, size)

    def _miss(self, position: int, why: str, off: float) -> None:
        self.wrong += 1
        self.largest_miss = max(self.largest_miss, off)
        if not self.first:
            self.first = f"{told_row(self.rows, position, self.table)}: {why}"


def _distance(expected: Any, answer: Any) -> float:
    """The largest distance between numbers that were taken for equal."""
    if isinstance(expected, Mapping):
        return max(
            (_distance(value, answer[name]) for name, value in expected.items()), default=0.0
        )
    if isinstance(expected, list):
        return max(map(_distance, expected, answer), default=0.0)
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return float(abs(expected - answer))
    return 0.0
