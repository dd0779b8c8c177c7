"""The service: rows in, predictions out."""

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.exceptions import HTTPException

from . import contract, openapi, problems, releases, status
from .batching import Batcher, BusyError
from .bodies import parsed
from .champion import Champion
from .envelope import Envelope
from .feedback import Truth
from .monitoring import Monitor
from .parts import Parts
from .predict import ROW_WISE
from .problems import ProblemError
from .versions import PACKAGE, Version

MAX_SECONDS = float(os.environ.get("ENERGY_LOAD_MAX_SECONDS", "30"))

TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
INVALID = HTTPStatus.UNPROCESSABLE_ENTITY
BUSY = HTTPStatus.SERVICE_UNAVAILABLE

log = logging.getLogger(__name__)
routes = APIRouter()


class Service(FastAPI):
    """An application that describes its bodies, though it reads them itself."""

    def openapi(self) -> dict[str, Any]:
        """The description of the service."""
        return openapi.document(self)


def create_app(version: Version | None = None) -> Service:
    """The service, with a version that has answered its sample rows."""
    version = version or releases.ready()
    monitor = Monitor(version)
    champion = Champion(version, monitor)
    parts = Parts(champion, Batcher(champion.answer, join=ROW_WISE), monitor)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        following = asyncio.create_task(champion.follow())
        yield
        following.cancel()
        parts.batcher.close()
        with suppress(OSError):  # a read-only folder
            monitor.save()

    # no /docs: that page fetches its scripts from the internet
    app = Service(title=PACKAGE, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.parts = parts
    app.include_router(routes)
    app.include_router(status.routes)
    app.add_middleware(Envelope, monitor=monitor)
    app.add_exception_handler(ProblemError, problems.on_problem)
    app.add_exception_handler(HTTPException, problems.on_http_exception)
    return app


@routes.post(
    "/predict",
    openapi_extra=openapi.takes(contract.PredictRequest),
    responses=openapi.gives(contract.PredictResponse, TOO_LARGE, INVALID, BUSY),
)
async def predict(request: Request) -> Response:
    """One prediction for each row, in order."""
    parts: Parts = request.app.state.parts
    rows = (await parsed(request, contract.PredictRequest)).rows
    warnings = contract.warnings_for(rows)
    try:
        done = await asyncio.wait_for(parts.batcher.predict(rows), MAX_SECONDS)
    except (BusyError, TimeoutError):
        detail = "the model is busy: try again in a moment"
        raise ProblemError(BUSY, detail, headers={"Retry-After": "1"}) from None
    except Exception as error:
        if not await parts.is_sound():
            raise
        log.warning("%s rows have no answer: %s", len(rows), type(error).__name__)
        raise problems.no_answer(warnings) from error
    answer = {
        "predictions": done.answers,
        "model_version": done.version,
        "request_id": request.state.request_id,
        "warnings": warnings,
    }
    parts.monitor.warnings.inc(len(warnings))
    parts.monitor.feedback.remember(request.state.request_id, done.answers)
    parts.monitor.observe(rows, done.answers)
    return Response(json.dumps(answer), media_type="application/json")


@routes.post(
    "/feedback",
    openapi_extra=openapi.takes(Truth),
    responses=openapi.gives(None, HTTPStatus.NOT_FOUND, TOO_LARGE, INVALID),
)
async def feedback(request: Request) -> dict[str, int]:
    """Take what turned out to be true, for the error that the model has in real life."""
    parts: Parts = request.app.state.parts
    truth = await parsed(request, Truth)
    try:
        return {"rows": parts.monitor.feedback.learn(truth)}
    except LookupError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, str(error)) from None
