"""The author's own files that a notebook needs: modules beside it, files that its cells write."""

from dataclasses import dataclass

from .findings import Finding


@dataclass(frozen=True, slots=True)
class LocalFile:
    """One file that comes along into the project."""

    path: str  # a module: within the package; another file: within the project
    module: str  # as the notebook imports it: `tools.numbers`; empty: no module
    text: str
    origin: str  # for people: "tools/numbers.py", "cell 3"


@dataclass(frozen=True, slots=True)
class LocalCode:
    """All of them, sorted by path, and what there is to say about them."""

    files: tuple[LocalFile, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def roots(self) -> tuple[str, ...]:
        """The top-level names under which the notebook imports its own modules."""
        return tuple(sorted({f.module.split(".")[0] for f in self.files if f.module}))
