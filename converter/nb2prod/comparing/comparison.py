"""What a comparison says, and what it may know of the run to tell noise from change."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    What is not the same between a recorded output and a fresh one.

    Differences turn a cell red; remarks were forgiven with a proof and are told;
    gaps could not be looked at (a library is missing) and leave the cell unverified.
    """

    differences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    def placed(self, where: str) -> "Comparison":
        """The same, each message beginning with a place."""
        return Comparison(
            tuple(f"{where}{text}" for text in self.differences),
            tuple(f"{where}{text}" for text in self.remarks),
            tuple(f"{where}{text}" for text in self.gaps),
        )

    def softened(self) -> "Comparison":
        """The same with differences as remarks, for outputs that do not decide."""
        return Comparison((), self.differences + self.remarks, self.gaps)


SAME = Comparison()


def together(parts: Iterable[Comparison]) -> Comparison:
    """All parts as one comparison, in order."""
    found = [part for part in parts if part is not SAME]
    return Comparison(
        tuple(dict.fromkeys(text for part in found for text in part.differences)),
        tuple(dict.fromkeys(text for part in found for text in part.remarks)),
        tuple(dict.fromkeys(text for part in found for text in part.gaps)),
    )


def changed(message: str) -> Comparison:
    """One difference."""
    return Comparison(differences=(message,))


def remarked(message: str) -> Comparison:
    """One remark."""
    return Comparison(remarks=(message,))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    What the fresh run is bound to: where and when it ran, and which clocks its code reads.

    A token that shows one of these is bound to the run by construction.
    """

    folders: tuple[str, ...] = ()  # working folder, home, temporary folder, prefix; longest first
    started: float = 0.0  # seconds since the epoch
    ended: float = 0.0
    reads_clock: bool = False  # this cell or one above it measures time
    shows_time: bool = False  # this cell uses %time or %timeit

    @property
    def seconds(self) -> float:
        """How long the run took: nothing that it measured can have taken longer."""
        return self.ended - self.started
