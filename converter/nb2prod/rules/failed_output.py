"""A cell whose recorded output is an error: a run of all cells stops there."""

from collections.abc import Iterator

from ..model.findings import Finding, Severity
from .subject import Subject, may_fail


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning for each cell that failed when it was recorded."""
    for cell in subject.notebook.code_cells:
        if may_fail(cell):
            continue
        for output in cell.outputs:
            if output.get("output_type") == "error":
                name = str(output.get("ename") or "an error")
                value = " ".join(str(output.get("evalue") or "").split())
                said = f"{name}: {value[:80]}" if value else name
                yield Finding(
                    "NB310",
                    Severity.WARNING,
                    f"The cell failed when it was recorded ({said}). A run of the whole notebook "
                    "would stop here.",
                    "Mend or remove the cell; tag it `raises-exception` if it is meant to fail.",
                    cell.index,
                )
                break
