"""The claim about the pipeline: all of it, in a fresh process, with another hash seed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..model.proof import NOT_CHECKED, REFUTED
from ..model.run import Boundary, Run
from .chance import missing_seeds
from .claims import PIPELINE, ClaimsMap
from .functions import captured_boundary, time_limit, unchecked, uncompared
from .worker import Place, Reply, ask_guest

HASH_SEED = 20  # any but the notebook's own: an order that hangs on it must not count


def check_pipeline(
    claims: ClaimsMap,
    run: Run,
    place: Place,
    told: Callable[[str], None],
    *,
    twice: bool = True,
) -> Mapping[str, Any]:
    """
    What became of the claim; only where results differ, a second run tells wrong from unstable.

    The second run begins with the notebook's random state: where that mends it, a seed is missing.
    """
    request = pipeline_request(claims, run)
    if isinstance(request, str):
        return unchecked(request)
    keep = str(place.scratch / "results.pickle")

    def once(hash_seed: int, **more: Any) -> Reply:
        return ask_guest(
            "verify",
            {**request, **more},
            place,
            limit=lambda claim: time_limit(run, 0, len(run.cells) + 1),
            hash_seed=hash_seed,
            told=told,
        )

    first = once(HASH_SEED, keep=keep)
    answer = first.answers.get(PIPELINE)
    if answer is None:
        begun = first.unfinished is not None
        return {
            "status": first.verdict if begun else NOT_CHECKED,
            "reason": first.ending or "no answer",
        }
    if not twice or answer["status"] != REFUTED or not answer.get("wrong"):
        return answer
    second = once(300, first_results=keep, random=_pickles(run)).answers.get(PIPELINE)
    # a second run that failed says nothing about the first
    return _judged(answer, second) if second and "wrong" in second else answer


def _judged(first: Mapping[str, Any], second: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claim after two runs that were both looked at."""
    again = second["wrong"]
    stable = [name for name in first["wrong"] if name not in second["unstable"]]
    unstable = [name for name in first["wrong"] if name not in stable]
    names = ", ".join(f"`{name}`" for name in unstable)
    lacking = second.get("lacking") or []
    cause = missing_seeds(lacking)
    if not again:
        cause = cause or "random numbers are drawn without a seed"
        reason = f"unstable between runs: {names}; from the notebook's random state it is equal"
    else:
        cause = cause or "unseeded randomness, clock or hash order"
        reason = f"unstable between runs: two runs of the project differ in {names}"
    chance = {"unstable": unstable, "chance": f"{reason}. {cause}"}
    if stable:
        return {**first, **chance, "reason": f"wrong in two runs alike: {first['reason']}"}
    return {**chance, "status": NOT_CHECKED, "reason": chance["chance"]}


def _pickles(run: Run) -> list[str]:
    """The captured boundaries from the notebook's beginning to its end."""
    boundaries = sorted(run.boundaries, key=lambda boundary: boundary.before)
    return [str(item.pickle) for item in boundaries if Path(item.pickle).exists()]


def _last_seen(run: Run, name: str, before: int) -> Boundary | None:
    """The last boundary that holds a value which no later section changes."""
    #   model.score(X, y)     shown by an evaluate cell, captured there and nowhere after
    held = [
        boundary
        for boundary in run.boundaries
        if boundary.before <= before and (value := boundary.value(name)) and value.pickled
    ]
    return max(held, key=lambda boundary: boundary.before, default=None)


def pipeline_request(claims: ClaimsMap, run: Run) -> dict[str, Any] | str:
    """What the guest needs to know, or why the claim cannot be checked."""
    pipeline = claims.pipeline
    if pipeline is None:
        return "there is no pipeline"
    after = captured_boundary(run, pipeline.after)
    if isinstance(after, str):
        return after
    earlier = {
        name: str(boundary.pickle)
        for name in pipeline.results
        if after.value(name) is None and (boundary := _last_seen(run, name, pipeline.after))
    }
    missing = {
        name: note
        for name in pipeline.results
        if name not in earlier and (note := uncompared(after, name))
    }
    return {
        "task": "pipeline",
        "id": PIPELINE,
        "run": pipeline.run,
        "results": pipeline.results,
        "after": str(after.pickle),
        "earlier": earlier,
        "compared": [name for name in pipeline.results if name not in missing],
        "unseen": missing,
        "tolerance": claims.tolerance,
    }
