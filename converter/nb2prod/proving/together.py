"""
The offline claims in one fresh process: libraries are imported once, and the model trained once.

A shortcut, never a judge: what this process leaves open, or ends over, is looked at by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..model.proof import PROVEN
from ..model.run import Run
from .claims import INDEPENDENT, PIPELINE, ClaimsMap
from .functions import Found, chain_requests, time_limit, unchecked
from .pipeline import HASH_SEED, pipeline_request
from .settings import settings_task
from .worker import Place, ask_guest

_REGISTERED = "train:registered"
_SECONDS = 300.0
_TRAINING_SECONDS = 3600.0  # the data is validated too


@dataclass(frozen=True, slots=True)
class Training:
    """How the first version is made: of the pipeline's own run, or else by the train command."""

    validation: bool
    command: Callable[[], None]


def check_together(
    claims: ClaimsMap,
    run: Run,
    place: Place,
    told: Callable[[str], None],
    training: Training | None,
) -> Found:
    """What became of the claims that were decided for good; the first version is registered."""
    found, ready = chain_requests(claims, run, ())
    tasks = [*_first_tasks(claims, run), {"task": "chains", "chains": list(ready.values())}]
    request: dict[str, Any] = {"tasks": tasks, "tolerance": claims.tolerance, "twice": True}
    if training is not None and claims.pipeline and any(t["task"] == "pipeline" for t in tasks):
        run_by = claims.pipeline.run
        request["training"] = {"id": _REGISTERED, "run": run_by, "validation": training.validation}
    limits = {chain.id: time_limit(run, chain.before, chain.after) for chain in claims.chains}
    limits |= {PIPELINE: time_limit(run, 0, len(run.cells) + 1), _REGISTERED: _TRAINING_SECONDS}
    reply = ask_guest(
        "together",
        request,
        place,
        limit=lambda claim: limits.get(claim, _SECONDS),
        hash_seed=HASH_SEED,
        told=told,
    )
    registered = reply.answers.get(_REGISTERED, {}).get("status") == PROVEN
    if training is not None and not registered:
        training.command()
    if reply.ending:
        return {}
    found |= {name: answer for name, answer in reply.answers.items() if _final(name, answer)}
    for chain in ready.values():
        found.setdefault(chain["unchanged"], unchecked("the function failed"))
    return found


def _first_tasks(claims: ClaimsMap, run: Run) -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = [{"task": "independent", "id": INDEPENDENT}]
    if claims.settings:
        tasks.append(settings_task(claims.settings))
    pipeline = pipeline_request(claims, run) if claims.pipeline else ""
    if isinstance(pipeline, dict):
        tasks.append(pipeline)
    return tasks


def _final(name: str, answer: Mapping[str, Any]) -> bool:
    """Whether nothing more is to be asked: a pipeline that went wrong is run again, to see why."""
    return name != _REGISTERED and (name != PIPELINE or answer["status"] == PROVEN)
