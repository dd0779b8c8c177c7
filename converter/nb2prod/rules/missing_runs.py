"""Runs whose cell is gone: the counts have gaps."""

from collections.abc import Iterator, Sequence

from ..model.findings import Finding, Severity
from .subject import Subject


def findings(subject: Subject) -> Iterator[Finding]:
    """One note that lists the counts that no cell carries."""
    counts = sorted({cell.execution_count or 0 for cell in subject.counted})
    if not counts:
        return
    missing = [n for n in range(1, counts[-1]) if n not in set(counts)]
    # a cell without any code takes a count too, and takes nothing else
    blank = {
        cell.execution_count
        for cell in subject.notebook.code_cells
        if cell.execution_count is not None
    }
    missing = [n for n in missing if n not in blank]
    if missing:
        yield Finding(
            "NB304",
            Severity.NOTE,
            f"{len(missing)} of {counts[-1]} runs have no cell any more (In {_ranges(missing)}): "
            "cells were deleted, or run more than once.",
            'Choose "Restart kernel and run all": then the notebook holds all that it needs.',
        )


def _ranges(numbers: Sequence[int]) -> str:
    #   [1, 2, 3, 7]      [1] to [3], [7]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = [f"[{a}]" if a == b else f"[{a}] to [{b}]" for a, b in runs]
    return ", ".join(texts[:4]) + (" ..." if len(texts) > 4 else "")
