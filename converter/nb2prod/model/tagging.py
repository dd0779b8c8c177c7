"""Tags that a notebook should have: the answer of `nb2prod tag` and of the lab."""

from dataclasses import dataclass
from pathlib import Path

from .findings import Finding
from .notebook import Tag


@dataclass(frozen=True, slots=True)
class CellTags:
    """What one code cell carries, and what it should carry besides."""

    cell_index: int
    cell_id: str | None
    first_line: str
    present: tuple[Tag, ...]  # the author's; they are never changed
    proposed: tuple[Tag, ...]  # empty where the cell has its tags, or needs none
    confidence: float  # from 0 to 1: how often a proposal for this reason was right
    reason: str


@dataclass(frozen=True, slots=True)
class Tagging:
    """The proposals for one notebook."""

    path: Path
    sha256: str
    cells: tuple[CellTags, ...]  # of the code cells
    findings: tuple[Finding, ...]
    refusal: str = ""  # what would still stop the conversion once the proposals are taken
    written: bool = False

    @property
    def proposed(self) -> tuple[CellTags, ...]:
        """The cells for which there is something to write."""
        return tuple(cell for cell in self.cells if cell.proposed)
