"""What `diff` shows."""

from typing import TYPE_CHECKING

from ..errors import DONE, REFUTED
from .outcome import Outcome
from .show import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.difference import FactChange, LockChange, ProjectDifference, VersionDifference

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
        table(("lock", "distribution", "now", "afterwards"), _pins(found.locks)),
        table(("made of", "now", "afterwards"), _facts(found.origin)),
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


def _pins(changes: "Sequence[LockChange]") -> list[tuple[str, ...]]:
    """Return one line for each distribution, with the locks in which it changes alike."""
    locks: dict[tuple[str, str, str], list[str]] = {}
    for one in changes:
        locks.setdefault((one.distribution, one.before, one.after), []).append(one.lock)
    short = {change: [_short(name) for name in names] for change, names in locks.items()}
    return [
        (", ".join(names), name, before or "added", after or "removed")
        for (name, before, after), names in sorted(short.items())
    ]


def _short(lock: str) -> str:
    #   requirements-serve.lock    serve        requirements.lock    requirements.lock
    return lock.removeprefix("requirements-").removesuffix(".lock") if "-" in lock else lock


def _facts(changes: "Sequence[FactChange]") -> list[tuple[str, ...]]:
    return [(one.subject, _seen(one, one.before), _seen(one, one.after)) for one in changes]


def _seen(change: "FactChange", value: str) -> str:
    # the first digits of a hash tell it from another one
    return (value[:12] if change.subject.endswith("sha256") else value) or "none"


def _versions(found: "VersionDifference") -> Outcome:
    from ..wire import document

    rows = [
        (one.subject, one.before or "not recorded", one.after or "not recorded")
        for one in found.changes
    ]
    text = table(("changed", found.first, found.second), rows) or "Nothing that was recorded."
    same = f"The same in both: {', '.join(found.same)}." if found.same else ""
    return Outcome(document(found), "\n\n".join(part for part in (text, same) if part))
