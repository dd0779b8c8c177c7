"""What a comparison says: a difference in words, or that two values cannot be compared."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Difference:
    """How the project's value differs from the notebook's, in words for an engineer."""

    message: str
    max_difference: float | None = None

    def at(self, where: str) -> "Difference":
        """The same difference, found in that part of the value."""
        return Difference(f"{where}: {self.message}", self.max_difference)


class NotComparable(Exception):
    """Nobody can say whether the two values are equal; never taken for equality."""


class Compare(Protocol):
    """Compares parts of a value, with one tolerance and one memory."""

    tolerance: float
    probes: Sequence[Any]

    def __call__(self, expected: Any, actual: Any) -> Difference | None:
        """Return how the two parts differ, or None."""

    def note(self, size: float) -> None:
        """Remember a difference that is within the tolerance."""


def shown(value: Any) -> str:
    """The value in at most 60 characters, numpy's numbers as plain ones."""
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        value = value.item() if value.dtype.kind in "iufcbUS" else str(value)
    try:
        text = repr(value)
    except Exception:  # a user's __repr__ may do anything
        text = f"a {type(value).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def type_name(value: Any) -> str:
    """The name of the value's type, for people."""
    return type(value).__qualname__


SINGLE = 1e-5  # the tolerance for what is computed with seven digits


def limit_of(expected: float, scale: float, tolerance: float) -> float:
    """
    How far a number may be from the expected one.

    Relative to the number; a sum that cancels to almost nothing is off by the rounding of its
    parts, so a millionth of the tolerance counts relative to the largest number beside it; a
    tenth where numbers have seven digits.
    """
    #   model(X) of float32      0.0000001 or 0.0000002 beside answers of 3.0
    part = 0.1 if tolerance == SINGLE else 1e-6
    return max(tolerance * abs(expected), tolerance * part * scale)


def first_difference(
    parts: Iterable[tuple[str, Callable[[], Difference | None]]],
) -> Difference | None:
    """
    The first part that differs, or None when all are equal; a part is its name and its comparison.

    A difference outweighs a part that cannot be compared, so that part is only raised at the end.
    """
    doubt: NotComparable | None = None
    for where, part in parts:
        try:
            found = part()
        except NotComparable as error:
            doubt = doubt or NotComparable(f"{where}: {error}" if where else str(error))
            continue
        if found is not None:
            return found.at(where) if where else found
    if doubt is not None:
        raise doubt
    return None
