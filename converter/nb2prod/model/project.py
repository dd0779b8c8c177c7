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
