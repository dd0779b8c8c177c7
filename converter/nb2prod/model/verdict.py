"""Does a notebook still reproduce what it recorded, and if not, why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

REPRODUCES = "reproduces"
REMARKS = "reproduces with remarks"
DIFFERS = "differs"
FAILS = "fails"
UNVERIFIED = "unverified"

CAUSES = (
    "unseeded randomness", "hash order", "clock", "threads", "data changed", "environment changed",
    "stale code or output", "hidden state", "missing file", "missing module",
    "removed API", "network",
    "prompt", "time-out", "kernel died", "error", "nothing recorded", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """One cell's verdict and, where it differs, how."""

    cell_index: int
    verdict: str
    cause: str = ""
    message: str = ""
    # nbformat 4 shape, only where it was asked for and the cell does not simply reproduce
    recorded: tuple[Mapping[str, Any], ...] = ()
    fresh: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class NotebookVerdict:
    """One notebook's verdict; the cell is the first one to look at."""

    path: str
    verdict: str
    cause: str = ""
    cell_index: int | None = None
    message: str = ""
    cells: tuple[CellVerdict, ...] = ()
