"""Around each request: its id, its time, its line in the log, and an answer even when all fails."""

import logging
import re
import time
import uuid
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .monitoring import Monitor
from .problems import ProblemError, response

log = logging.getLogger(__name__)


class Envelope:
    """The outermost layer of the service."""

    def __init__(self, app: ASGIApp, monitor: Monitor) -> None:
        self._app = app
        self._monitor = monitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if re.fullmatch(r"[\w.:-]{1,100}", given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = time.perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except ClientDisconnect:
            status = 499  # as nginx writes it: nobody is there to answer
        except Exception:
            log.exception("request failed", extra={"facts": {"request_id": request_id}})
            if not status:
                problem = ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, "see the service's log")
                await response(problem, request_id)(scope, receive, send_with_id)
        self._note(scope, status, time.perf_counter() - started, request_id)

    def _note(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        if scope["path"] == "/predict":
            self._monitor.requests.labels(status).inc()
            self._monitor.seconds.observe(seconds)
        facts = {
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "milliseconds": round(seconds * 1000, 2),
            "request_id": request_id,
        }
        # the orchestrator asks for health every few seconds: not worth a line
        level = (
            logging.DEBUG if scope["path"] in ("/health", "/ready", "/metrics") else logging.INFO
        )
        log.log(level, "request", extra={"facts": facts})
