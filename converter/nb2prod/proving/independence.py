"""The claim that the project stands alone: it imports where the converter cannot be imported."""

from collections.abc import Callable, Mapping
from typing import Any

from ..model.proof import NOT_CHECKED
from .claims import INDEPENDENT, ClaimsMap
from .worker import Place, ask_guest


def check_independence(
    claims: ClaimsMap, place: Place, told: Callable[[str], None]
) -> Mapping[str, Mapping[str, Any]]:
    """What became of the claim."""
    request = {"task": "independent", "id": INDEPENDENT, "tolerance": claims.tolerance}
    reply = ask_guest("verify", request, place, limit=lambda claim: 300.0, told=told)
    answer = reply.answers.get(INDEPENDENT)
    if answer is None:
        status = reply.verdict if reply.unfinished else NOT_CHECKED
        answer = {"status": status, "reason": reply.ending or "no answer"}
    return {INDEPENDENT: answer}
