"""What is loaded when a verb is called, and not before."""

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from ..model.run import Progress
    from .outcome import Outcome


def api() -> ModuleType:
    """Return the verbs as functions, which no `--help` waits for."""
    from .. import api

    return api


def show() -> ModuleType:
    """Return what turns results into text and JSON."""
    from . import show

    return show


def leave(
    verb: Callable[["Progress"], "Outcome"], as_json: bool, progress: str = "auto"
) -> NoReturn:
    """Do it, print what came of it, and leave with its exit code."""
    from . import outcome

    outcome.leave(verb, as_json, progress)
