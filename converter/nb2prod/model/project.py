"""A generated project before it is on disk: files in memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """One file of the project; `path` is relative, with forward slashes."""

    path: str
    content: bytes
    executable: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """All files that convert writes."""

    package: str
    files: tuple[File, ...]

    def file(self, path: str) -> File | None:
        """The file at that path, or None."""
        return next((file for file in self.files if file.path == path), None)


# what converting again does to a file
CHANGES = (
    "new",  # it was not there
    "changed",  # nobody edited it: replaced
    "unchanged",
    "kept",  # edited, and the conversion has nothing new for it
    "merged",  # edited and changed, in different places
    "conflict",  # edited and changed in the same place: both stand there, marked
    "beside",  # data that was edited and changed: the edited stays, the new one lies beside it
    "deleted",  # the user deleted it: it stays deleted
    "removed",  # no longer written, and nobody had edited it
    "left",  # no longer written, but edited: it is the user's now
)


@dataclass(frozen=True, slots=True)
class FileChange:
    """What converting again does to one file."""

    path: str
    what: str  # one of CHANGES
    note: str = ""
