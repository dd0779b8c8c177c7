"""Claims about answers: of the registered version, the running service, the batch command."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..model.run import Run
from .claims import (
    ALL_ROWS,
    BATCH,
    FEATURES,
    NO_LABEL,
    ONE_ROW,
    PROBES,
    SAME_MODEL,
    SINGLE,
    ClaimsMap,
    Service,
)
from .functions import Found, captured_boundary, missing_value, unchecked
from .server import NotUp, starting_service
from .worker import Enough, Place, Reply, ask_guest

CLAIM_SECONDS = 900.0


def check_service(
    claims: ClaimsMap,
    run: Run,
    place: Place,
    told: Callable[[str], None],
    enough: Enough | None = None,
) -> Found:
    """
    What became of each claim about answers, up to where they are enough.

    Where all is wanted, the service starts while the claims without it are looked at.
    """
    service = claims.service
    if service is None:
        return {}
    offline = {"same model": SAME_MODEL, "batch": BATCH}
    online = {"one row": ONE_ROW, "all rows": ALL_ROWS, "probes": PROBES}
    if service.label:
        online["no label"] = NO_LABEL
    if claims.features:
        offline["features"] = FEATURES
    request = _request(claims, service, run) if _has_version(place) else _NO_VERSION
    if isinstance(request, str):
        return {claim: unchecked(request) for claim in (*offline.values(), *online.values())}
    found: dict[str, Mapping[str, Any]] = {}
    place = _with_own_models(place)
    if not claims.row_wise:
        for name in [name for name in online if name != "probes"]:
            found[online.pop(name)] = unchecked("an answer depends on the rows beside it")
    if "features" in offline and "features" not in request:
        found[offline.pop("features")] = unchecked(_missing_features(claims, run))
    with ExitStack() as stack:
        early = None if enough else stack.enter_context(starting_service(place))
        registered = {**request, "task": "registered"}
        found.update(_asked("verify", registered, offline, place, told, enough))
        if enough and enough(found):
            return found
        port = (early or stack.enter_context(starting_service(place)))()
        if isinstance(port, NotUp):
            answer = {"status": port.status, "reason": port.reason}
            return {**found, **dict.fromkeys(online.values(), answer)}
        found.update(_asked("ask", {**request, "port": port}, online, place, told, enough))
    return found


_NO_VERSION = "no version is registered: run the project's train command"


def _asked(
    module: str,
    request: Mapping[str, Any],
    claims: Mapping[str, str],
    place: Place,
    told: Callable[[str], None],
    enough: Enough | None,
) -> Found:
    """What the guest says about these claims; where it dies, it goes on without that one."""
    waiting = dict(claims)
    found: dict[str, Mapping[str, Any]] = {}
    while waiting:
        reply = ask_guest(
            module,
            {**request, "claims": waiting},
            place,
            limit=lambda claim: CLAIM_SECONDS,
            told=told,
            enough=enough,
        )
        found.update(reply.answers)
        if enough is not None and enough(found):
            return found
        answered = set(reply.answers) | ({reply.unfinished} if reply.unfinished else set())
        if reply.unfinished and reply.unfinished not in found:
            found[reply.unfinished] = {"status": reply.verdict, "reason": reply.ending}
        if not answered:
            return {**found, **dict.fromkeys(waiting.values(), unchecked(_why(reply)))}
        waiting = {name: claim for name, claim in waiting.items() if claim not in answered}
    return found


def _why(reply: Reply) -> str:
    return reply.ending or "no answer"


def _has_version(place: Place) -> bool:
    """False where the project keeps versions and none answers yet."""
    keeps = (place.source / place.package / "versions.py").exists()
    return not keeps or (place.project / "models" / "current.txt").exists()


def _with_own_models(place: Place) -> Place:
    """The same place with a copy of the versions: a service keeps its counts beside them."""
    models = place.project / "models"
    if not models.is_dir():
        return place
    copy = place.scratch / "models"
    if not copy.exists():
        shutil.copytree(models, copy)
    return replace(place, models=copy)


def _request(claims: ClaimsMap, service: Service, run: Run) -> dict[str, Any] | str:
    """What the guest needs to know, or why nothing can be checked."""
    asked = captured_boundary(run, service.request_before)
    answered = captured_boundary(run, service.prediction_after)
    if isinstance(asked, str):
        return asked
    if isinstance(answered, str):
        return answered
    missing = missing_value(asked, service.request_table) or missing_value(
        answered, service.prediction
    )
    if missing:
        return missing
    request: dict[str, Any] = {
        "table": {"name": service.request_table, "pickle": str(asked.pickle)},
        "prediction": {"name": service.prediction, "pickle": str(answered.pickle)},
        "columns": service.columns,
        "row_ids": service.row_ids,
        "rows_asked": service.rows_asked,
        "label": service.label,
        "row_wise": claims.row_wise,
        "predict_rows": service.predict_rows,
        "tolerance": claims.tolerance,
        "answer_tolerance": SINGLE if service.single else claims.tolerance,
        "captured": _latest_pickles(run, service.prediction_after),
    }
    features = claims.features
    if features and not _missing_features(claims, run):
        boundary = run.boundary(features.before)
        request["features"] = {
            "name": features.table,
            "pickle": str(boundary.pickle) if boundary else "",
            "columns": features.columns,
            "rows": features.rows,
        }
    return request


def _missing_features(claims: ClaimsMap, run: Run) -> str:
    """Why the feature table cannot be compared; empty where it can."""
    if claims.features is None:
        return "there is no feature table"
    boundary = captured_boundary(run, claims.features.before)
    return boundary if isinstance(boundary, str) else missing_value(boundary, claims.features.table)


def _latest_pickles(run: Run, until: int) -> dict[str, str]:
    """Each captured name and the last boundary before the answer that holds it."""
    found: dict[str, str] = {}
    for boundary in sorted(run.boundaries, key=lambda item: item.before):
        if boundary.before <= until and Path(boundary.pickle).exists():
            found.update({v.name: str(boundary.pickle) for v in boundary.values if v.pickled})
    return found
