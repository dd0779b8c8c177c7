"""Claims about functions: each chain of calls, run on captured inputs."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..model.proof import NOT_CHECKED
from ..model.run import Boundary, Run
from .claims import Chain, ClaimsMap
from .worker import Enough, Place, ask_guest

Found = Mapping[str, Mapping[str, Any]]  # claim id -> what became of it


def check_functions(
    claims: ClaimsMap,
    run: Run,
    place: Place,
    conflicts: tuple[str, ...],
    told: Callable[[str], None],
    *,
    enough: Enough | None = None,
) -> Found:
    """
    What became of each chain's claims.

    What is different is called once more: what no two calls give alike is not wrong. Where some
    answers are enough, neither that nor the others are looked at.
    """
    found, ready = chain_requests(claims, run, conflicts)
    limits = {chain.id: time_limit(run, chain.before, chain.after) for chain in claims.chains}
    while ready:
        reply = ask_guest(
            "verify",
            {
                "task": "chains",
                "tolerance": claims.tolerance,
                "twice": enough is None,
                "chains": list(ready.values()),
            },
            place,
            limit=lambda claim: limits.get(claim, 120.0),
            told=told,
            enough=enough,
        )
        found.update(reply.answers)
        if enough is not None and enough(found):
            return found
        stopped = reply.unfinished
        for name in [name for name, chain in ready.items() if name in reply.answers]:
            unchanged = ready.pop(name)["unchanged"]
            if unchanged not in found:
                reason = reply.ending if stopped == unchanged else "the function failed"
                found[unchanged] = unchecked(reason or "the function failed")
        if stopped in ready:
            #   one chain that hangs or crashes must not take the others along
            found[stopped] = {"status": reply.verdict, "reason": reply.ending}
            found[ready.pop(stopped)["unchanged"]] = unchecked("the function failed")
        elif not reply.answers:
            for name, waiting in ready.items():
                found[name] = found[waiting["unchanged"]] = unchecked(reply.ending or "no answer")
            break
    return found


def chain_requests(
    claims: ClaimsMap, run: Run, conflicts: tuple[str, ...]
) -> tuple[dict[str, Mapping[str, Any]], dict[str, dict[str, Any]]]:
    """What became of the chains that cannot be checked, and what to ask about the others."""
    found: dict[str, Mapping[str, Any]] = {}
    ready: dict[str, dict[str, Any]] = {}
    for chain in claims.chains:
        request = _request(chain, run, conflicts)
        if isinstance(request, str):
            found[chain.id] = found[chain.unchanged] = unchecked(request)
        else:
            ready[chain.id] = request
    return found, ready


def unchecked(reason: str) -> Mapping[str, Any]:
    """A claim that was not looked at, and why."""
    return {"status": NOT_CHECKED, "reason": reason}


def time_limit(run: Run, before: int, after: int) -> float:
    """Ten times what the notebook took for these cells, and a minute."""
    cells = (cell.seconds for cell in run.cells if before <= cell.cell_index < after)
    return 60.0 + 10.0 * sum(cells)


def captured_boundary(run: Run, before: int) -> Boundary | str:
    """What was captured right before that cell, or why there is nothing."""
    boundary = run.boundary(before)
    if boundary is None or not Path(boundary.pickle).exists():
        return f"nothing was captured before cell {before + 1}"
    return boundary


def missing_value(boundary: Boundary, name: str) -> str:
    """Why that value is not in the boundary's pickle; empty where it is."""
    value = boundary.value(name)
    if value is None:
        return f"`{name}` was not captured before cell {boundary.before + 1}"
    return "" if value.pickled else f"`{name}` is not pickled: {value.note or 'no reason given'}"


def uncompared(boundary: Boundary, name: str) -> str:
    """Why nothing can be held against that value; empty where it, or a sample of it, is there."""
    value = boundary.value(name)
    return "" if value is not None and value.sampled else missing_value(boundary, name)


def _request(chain: Chain, run: Run, conflicts: tuple[str, ...]) -> dict[str, Any] | str:
    """What the guest needs to know about a chain, or why it cannot be checked."""
    files = {call.function.partition(":")[0].replace(".", "/") + ".py" for call in chain.calls}
    marked = sorted(files & set(conflicts))
    if marked:
        return f"conflict in {', '.join(marked)}"
    before, after = captured_boundary(run, chain.before), captured_boundary(run, chain.after)
    if isinstance(before, str):
        return before
    if isinstance(after, str):
        return after
    for name in chain.inputs:
        reason = missing_value(before, name)
        if reason:
            return reason
    # a name that the notebook does not have (a statistic that we named) is passed on, not compared
    known = [name for name in chain.outputs if after.value(name) is not None]
    kept, replaced = _after_the_cells(chain, before, after)
    #   notes.append(f"{len(stops)} stops")      changed on purpose: as the notebook changed it
    known += [name for name in chain.changes if name in kept and name not in known]
    unseen = {name: note for name in known if (note := uncompared(after, name))}
    return {
        "id": chain.id,
        "unchanged": chain.unchanged,
        "changes": chain.changes,
        "replaced": replaced,
        "before": str(before.pickle),
        "after": str(after.pickle),
        "calls": [asdict(call) for call in chain.calls],
        "inputs": chain.inputs,
        "compared": [name for name in known if name not in unseen],
        "unseen": unseen,
    }


def _after_the_cells(
    chain: Chain, before: Boundary, after: Boundary
) -> tuple[list[str], list[str]]:
    """
    The inputs whose object still has its name when the cells are through, and those for which
    every name then has another object. Of the others it is not known.
    """
    #   stops["km"] = stops["m"] / 1000       the same table: whoever holds it sees the change
    #   stops = stops.assign(km=...)          a new one: who holds the old one sees none
    kept: list[str] = []
    replaced: list[str] = []
    if before.pickle.parent != after.pickle.parent:
        return kept, replaced  # another run: an identity says nothing there
    identities = {value.identity for value in after.values}
    for name in chain.inputs:
        found, later = before.value(name), after.value(name)
        if found is None or not found.identity or 0 in identities:
            continue
        if later is not None and later.identity == found.identity:
            kept.append(name)
        elif found.identity not in identities:
            replaced.append(name)
    return kept, replaced
