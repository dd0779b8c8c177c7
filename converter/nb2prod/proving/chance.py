"""Claims that depend on something that no two runs give alike: they are not decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..model.proof import NOT_CHECKED, PROVEN, REFUTED
from .claims import ALL_ROWS, BATCH, NO_LABEL, ONE_ROW, PIPELINE, SAME_MODEL, ClaimsMap
from .functions import Found

_SHOWN = 3
_TRAINED = (SAME_MODEL, ONE_ROW, ALL_ROWS, NO_LABEL, BATCH)


def missing_seeds(lacking: Sequence[str]) -> str:
    """Which calls lack a seed and how to give one; empty where none is known."""
    if not lacking:
        return ""
    more = len(lacking) - _SHOWN
    told = "; ".join(lacking[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    return f"{told}. Seed it in the notebook, and convert again"


def without_chance(found: Found, claims: ClaimsMap) -> dict[str, Mapping[str, Any]]:
    """
    What was found, where training is unseeded: another model cannot give the notebook's answers.

    What was found different there decides nothing; nothing of it is called proven either.
    """
    reason = _chance(found, claims)
    if not reason:
        return dict(found)
    undecided = {"status": NOT_CHECKED, "reason": f"the model is trained anew: {reason}"}
    return {
        claim: undecided if claim in _TRAINED and what["status"] in (PROVEN, REFUTED) else what
        for claim, what in found.items()
    }


def _chance(found: Found, claims: ClaimsMap) -> str:
    """Why the registered version need not be the notebook's model; empty where it must be."""
    run, model = found.get(PIPELINE, {}), found.get(SAME_MODEL, {})
    prediction = claims.service.prediction if claims.service else ""
    #   y_pred differs in each run; or the model does, and by chance the prediction does not
    if prediction in run.get("unstable", ()):
        return str(run["chance"])
    if model.get("status") != REFUTED:
        return ""
    if run.get("unstable"):
        return str(run["chance"])
    if run.get("status") == PROVEN and model.get("lacking"):
        return f"{model['reason']}. {missing_seeds(model['lacking'])}"
    return ""
