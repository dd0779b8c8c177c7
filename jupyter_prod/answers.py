"""What goes over the wire: the bodies that the panel sends and the answers that it gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CONVERT = "convert"
CHECK = "check"

RUNNING = "running"
SUCCEEDED = "succeeded"
ATTENTION = "attention"  # it came to its end, and what it found must be looked at
FAILED = "failed"
CANCELLED = "cancelled"
INTERRUPTED = "interrupted"  # the server stopped in the middle


@dataclass(frozen=True, slots=True)
class AnalyseBody:
    """The notebook as it stands in the browser, saved or not."""

    path: str
    notebook: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PreviewBody:
    """Where a notebook would be promoted to; without a folder: beside the notebook."""

    path: str
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class JobBody:
    """A job to start; only a conversion has a folder."""

    kind: str  # convert | check
    path: str
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job failed, with the place in the notebook where there is one."""

    code: str
    message: str
    remedy: str = ""
    cell_index: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One job as of now; this is the truth, events are only hints."""

    id: str
    kind: str  # convert | check
    path: str  # of the notebook, as the lab names it
    state: str  # running | succeeded | attention | failed | cancelled | interrupted
    started: float  # seconds since the epoch
    folder: str | None = None  # where the project goes, as the lab names it
    ended: float | None = None
    step: str = ""
    done: int = 0
    total: int = 0
    detail: str = ""
    log: tuple[str, ...] = ()
    summary: str = ""  # how it ended, in one line
    result: Mapping[str, Any] | None = None  # what `nb2prod convert|check --json` prints
    error: JobError | None = None
