"""What converting again has to tell about files that somebody edited."""

from collections.abc import Iterable, Iterator

from .model.findings import Finding, Severity
from .model.project import FileChange

_MAP = "pyproject.toml"
_STAYS = {"deleted": "stays away", "left": "stays, though it is no longer generated"}


def edit_findings(changes: Iterable[FileChange]) -> Iterator[Finding]:
    """One finding for each file that a person has to look at."""
    for change in changes:
        if change.what == "conflict":
            yield Finding(
                "NB705",
                Severity.WARNING,
                f"{change.path}: your edit and this conversion changed the same lines "
                f"({change.note}); both stand there.",
                "Keep what is right between <<<<<<< and >>>>>>>, then: nb2prod prove PROJECT",
            )
        elif change.what == "beside":
            yield Finding("NB709", Severity.WARNING, f"{change.path}: {change.note}.")
        elif change.what in _STAYS:
            message = f"{change.path}: {change.note}, so it {_STAYS[change.what]}."
            yield Finding("NB710", Severity.NOTE, message)


def unread_map(changes: Iterable[FileChange]) -> str:
    """Why the project's claims cannot be looked up; empty where they can."""
    for change in changes:
        if change.path == _MAP and change.what == "conflict":
            return f"conflict in {_MAP}"
        if change.path == _MAP and change.what in ("deleted", "beside"):
            return f"no claims map: {_MAP} is not the generated one any more"
    return ""
