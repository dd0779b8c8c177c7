"""One secret as it was seen: the words that hide it, and what it is."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that must not be shown."""

    value: str = field(repr=False)
    name: str  # of the variable that will hold it
    kind: str
    line: int = 1
    start: int = 0  # in the text that was searched
    strong: bool = True  # its very look gives it away: search for it everywhere
