"""What was claimed about the generated project, and what running it showed."""

from dataclasses import dataclass

PROVEN = "proven"
REFUTED = "refuted"
NOT_CHECKED = "not checked"

RUNGS = ("raw rows", "raw rows for a subset", "hybrid", "features", "function")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence about the project, with its verdict."""

    id: str  # stable: "function:prep.fill_gaps", "pipeline:run", "service:one row", ...
    subject: str  # for people: "prep.fill_gaps gives the notebook's `orders`"
    status: str = NOT_CHECKED
    rows: int | None = None
    tolerance: float | None = None
    max_difference: float | None = None
    reason: str = "not run"
    cell_index: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """All claims of one project, as of one run."""

    rung: str
    claims: tuple[Claim, ...]
    rung_stopped_by: str = ""  # the expression that stopped the next rung, with its place

    @property
    def refuted(self) -> tuple[Claim, ...]:
        """The claims that turned out false."""
        return tuple(claim for claim in self.claims if claim.status == REFUTED)

    def count(self, status: str) -> int:
        """How many claims have that status."""
        return sum(claim.status == status for claim in self.claims)
