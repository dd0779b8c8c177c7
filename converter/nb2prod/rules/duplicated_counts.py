"""Two cells carry one count: at least one of them was not run as it stands."""

from collections.abc import Iterator

from ..model.findings import Finding, Severity
from .subject import Subject, cell_list


def findings(subject: Subject) -> Iterator[Finding]:
    """A note for each count that several cells carry."""
    holders: dict[int, list[int]] = {}
    for cell in subject.counted:
        holders.setdefault(cell.execution_count or 0, []).append(cell.index)
    for count, indexes in sorted(holders.items()):
        if len(indexes) > 1:
            yield Finding(
                "NB305",
                Severity.NOTE,
                f"{cell_list(indexes).capitalize()} all carry In [{count}]: one was copied from "
                "another, or the cells come from several sessions.",
                'Choose "Restart kernel and run all", and save.',
                indexes[-1],
            )
