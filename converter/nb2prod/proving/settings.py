"""The claim about the settings: each variable of the environment sets its own, and no other."""

from collections.abc import Callable, Mapping
from typing import Any

from ..model.proof import NOT_CHECKED
from .claims import SETTINGS, Settings
from .worker import Place, ask_guest

_SECONDS = 120.0


def settings_task(settings: Settings) -> dict[str, Any]:
    """What the guest needs to know."""
    variables = dict(settings.variables)
    return {"task": "settings", "id": SETTINGS, "read": settings.read, "variables": variables}


def check_settings(
    settings: Settings, place: Place, told: Callable[[str], None]
) -> Mapping[str, Mapping[str, Any]]:
    """What became of the claim."""
    task = settings_task(settings)
    reply = ask_guest("verify", task, place, limit=lambda claim: _SECONDS, told=told)
    answer = reply.answers.get(SETTINGS)
    if answer is None:
        status = reply.verdict if reply.unfinished else NOT_CHECKED
        answer = {"status": status, "reason": reply.ending or "no answer"}
    return {SETTINGS: answer}
