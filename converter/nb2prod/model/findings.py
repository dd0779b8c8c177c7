"""What we noticed about a notebook and would tell its author."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the conversion; a warning is a risk; a note is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark, with the place and the one change to make."""

    code: str
    severity: Severity
    message: str
    remedy: str = ""
    cell_index: int | None = None
    line: int | None = None
