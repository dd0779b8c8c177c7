"""What `diff` shows."""

from typing import TYPE_CHECKING

from ..errors import DONE, REFUTED
from .outcome import Outcome
from .show import table

if TYPE_CHECKING:
    from ..model.difference import ProjectDifference, VersionDifference

_QUIET = "unchanged"


def shown(found: "ProjectDifference | VersionDifference") -> Outcome:
    """Return the differences of a project, or of two versions of its model."""
    from ..model.difference import VersionDifference

    return _versions(found) if isinstance(found, VersionDifference) else _project(found)


def _project(found: "ProjectDifference") -> Outcome:
    from ..wire import document

    fates = [(one.path, one.what, one.note) for one in found.files if one.what != _QUIET]
    contract = [
        (one.subject, "breaking" if one.breaking else "compatible", one.change)
        for one in found.contract
    ]
    quiet = sum(one.what == _QUIET for one in found.files)
    parts = [
        table(("file", "what happens", ""), fates),
        f"{quiet} files unchanged; {len(found.not_compared)} are written after the proof "
        "and not compared.",
        table(("contract", "", "change"), contract) or "The contract does not change.",
        f"The service takes {found.rung_before} now and {found.rung_after} afterwards."
        if found.rung_before != found.rung_after
        else "",
        f"Version bump: {found.bump}.",
        "\n".join(one.diff for one in found.files if one.diff),
    ]
    stops = any(one.breaking for one in found.contract) or any(
        one.what == "conflict" for one in found.files
    )
    text = "\n\n".join(part for part in parts if part)
    return Outcome(document(found), text, REFUTED if stops else DONE)


def _versions(found: "VersionDifference") -> Outcome:
    from ..wire import document

    rows = [
        (one.subject, one.before or "not recorded", one.after or "not recorded")
        for one in found.changes
    ]
    text = table(("changed", found.first, found.second), rows) or "Nothing that was recorded."
    same = f"The same in both: {', '.join(found.same)}." if found.same else ""
    return Outcome(document(found), "\n\n".join(part for part in (text, same) if part))
