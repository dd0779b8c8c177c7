"""What a user can cause to fail: each error says where, what, why and what to do."""

from dataclasses import dataclass
from typing import Any

DONE = 0
REFUTED = 1
USAGE = 2
REFUSED = 3
NOTEBOOK_FAILED = 4
INTERRUPTED = 130


@dataclass
class Nb2prodError(Exception):
    """A failure that a user can mend; terminal, JSON and lab show the same text."""

    code: str
    message: str
    remedy: str = ""
    notebook: str | None = None
    cell_index: int | None = None  # zero-based, as in the file; people are shown cell_index + 1
    line: int | None = None  # one-based within the cell
    first_line: str | None = None  # of the cell, so that it is found without counting
    findings: tuple[Any, ...] = ()  # model.findings.Finding: errors know no model

    exit_code = REFUSED

    def __str__(self) -> str:
        where = self.notebook or ""
        if self.cell_index is not None:
            where += f"{', ' if where else ''}cell {self.cell_index + 1}"
            if self.line is not None:
                where += f", line {self.line}"
            if self.first_line:
                where += f" ({self.first_line.strip()[:60]})"
        text = f"{where}: {self.code} {self.message}" if where else f"{self.code} {self.message}"
        return f"{text}\n    {self.remedy}" if self.remedy else text


class NotebookError(Nb2prodError):
    """The notebook file cannot be used as it is; its author can mend it."""


class OptionsError(Nb2prodError):
    """The command line asks for something that does not exist or contradicts itself."""

    exit_code = USAGE


class PlanRefused(Nb2prodError):
    """There is no sure way to convert this; we say why rather than guess."""


class RunError(Nb2prodError):
    """The notebook itself failed when it was run; the diagnosis says why."""

    exit_code = NOTEBOOK_FAILED


class EnvironmentRefused(Nb2prodError):
    """The environment that was asked for cannot be made; nothing was decided without it."""


class WriteRefused(Nb2prodError):
    """The target folder cannot be written, or holds something that is not ours to replace."""
