"""What would change, or has changed: of a project, its contract, the versions of its model."""

from dataclasses import dataclass

BUMPS = ("none", "patch", "minor", "major")


@dataclass(frozen=True, slots=True)
class ContractChange:
    """One difference that a client of the service may notice."""

    subject: str  # "request field `floor`", "answer", "path /predict"
    change: str
    breaking: bool


@dataclass(frozen=True, slots=True)
class FileDifference:
    """What converting again would do to one file."""

    path: str
    what: str  # one of project.CHANGES
    note: str = ""
    diff: str = ""  # unified, where it was asked for and the file is text


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that is another one than before; empty where it was not recorded, or is gone."""

    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LockChange:
    """One distribution that a lock pins otherwise; no version where it is not in the lock."""

    lock: str
    distribution: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProjectDifference:
    """What converting again would change."""

    folder: str
    notebook: str
    rung_before: str
    rung_after: str
    bump: str  # one of BUMPS: the step that the project's own version number calls for
    contract: tuple[ContractChange, ...]
    files: tuple[FileDifference, ...]
    not_compared: tuple[str, ...]  # what is only known after a conversion
    locks: tuple[LockChange, ...] = ()
    origin: tuple[FactChange, ...] = ()  # notebook, data files, settings, Python, our version


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """What changed between two versions of a project's model."""

    folder: str
    first: str
    second: str
    changes: tuple[FactChange, ...]
    same: tuple[str, ...]  # what was recorded for both and is equal
