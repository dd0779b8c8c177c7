"""What reading alone tells about a notebook: the answer of `nb2prod inspect` and of the lab."""

from dataclasses import dataclass
from pathlib import Path

from .findings import Finding, Severity
from .notebook import Magic, Tag
from .picture import Picture


@dataclass(frozen=True, slots=True)
class InspectedCell:
    """One cell in short."""

    index: int
    id: str | None
    kind: str  # code | markdown | raw
    first_line: str
    raw_tags: tuple[str, ...]
    tags: tuple[Tag, ...]
    execution_count: int | None
    magics: tuple[Magic, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """One notebook, looked at without running it."""

    path: Path
    sha256: str
    kernel_name: str | None
    language: str
    nbformat: tuple[int, int]
    cells: tuple[InspectedCell, ...]
    findings: tuple[Finding, ...]
    requirements: tuple[str, ...] = ()  # from `%pip install x` lines
    picture: Picture | None = None  # sections, and the names that cross between them

    @property
    def stops(self) -> bool:
        """Whether a finding would stop the conversion."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
