"""What the lab shows of a notebook while it is edited, and of a project before it is written."""

from dataclasses import dataclass

from .inspection import Inspection
from .tagging import Tagging


@dataclass(frozen=True, slots=True)
class Analysis:
    """One notebook as it stands in memory: nothing was run."""

    inspection: Inspection
    tagging: Tagging
    drawing: str  # SVG whose colours are the variables of the page around it
    readiness: str  # one line: "Ready", "2 findings stop it"
    obstacle: str = ""  # why it cannot be promoted now, and what to do; empty: it can


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """One file that a conversion would write."""

    path: str
    what: str  # one of project.CHANGES
    note: str = ""
    text: str = ""  # empty for data


@dataclass(frozen=True, slots=True)
class Preview:
    """What a conversion would write, as far as reading the notebook tells."""

    folder: str
    package: str
    files: tuple[PreviewFile, ...]
    later: str  # what only a run can tell
