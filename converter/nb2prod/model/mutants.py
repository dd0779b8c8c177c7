"""What became of a project that was broken on purpose."""

from dataclasses import dataclass

CAUGHT = "caught"
NEVER_REACHED = "never exercised by the data"  # no claim runs the line
NO_DIFFERENCE = "no observed row tells it apart"  # the line runs, and every answer stays the same


@dataclass(frozen=True, slots=True)
class MutantVerdict:
    """One change that makes a project wrong, and the claim that noticed it."""

    operator: str  # "number", "call dropped", "columns exchanged", ...
    file: str  # relative to the project
    line: int
    function: str  # the function or class that holds the line; "" at module level
    change: str  # "`fillna(0)` is left out"
    status: str
    claim: str = ""  # the id of the claim that was refuted
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MutationReport:
    """All changes that were tried."""

    mutants: tuple[MutantVerdict, ...]

    def count(self, status: str) -> int:
        """How many changes ended that way."""
        return sum(mutant.status == status for mutant in self.mutants)
