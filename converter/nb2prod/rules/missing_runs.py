"""Runs whose cell is gone: the counts have gaps."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..model.findings import Finding, Severity
from .subject import Subject


def findings(subject: Subject) -> Iterator[Finding]:
    """One note that lists the counts that no cell carries."""
    last = max((cell.execution_count or 0 for cell in subject.counted), default=0)
    # a cell without any code takes a count too, and takes nothing else
    gaps = _gaps(sorted({cell.execution_count or 0 for cell in subject.notebook.code_cells}), last)
    if gaps:
        missing = sum(end - start + 1 for start, end in gaps)
        yield Finding(
            "NB304",
            Severity.NOTE,
            f"{missing} of {last} runs have no cell any more (In {_ranges(gaps)}): "
            "cells were deleted, or run more than once.",
            'Choose "Restart kernel and run all": then the notebook holds all that it needs.',
        )


def _gaps(counts: Sequence[int], last: int) -> list[tuple[int, int]]:
    """The stretches of counts below the last one that no cell carries."""
    #   0, 3, 4, 7      1 to 2, 5 to 6
    present = [0, *(count for count in counts if 0 < count <= last)]
    return [(one + 1, other - 1) for one, other in pairwise(present) if other - one > 1]


def _ranges(gaps: Sequence[tuple[int, int]]) -> str:
    #   (1, 3), (7, 7)      [1] to [3], [7]
    texts = [f"[{a}]" if a == b else f"[{a}] to [{b}]" for a, b in gaps]
    return ", ".join(texts[:4]) + (" ..." if len(texts) > 4 else "")
