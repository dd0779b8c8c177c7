"""The project's service, running for as long as it is asked."""

import http.client
import re
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..model.proof import NOT_CHECKED, REFUTED
from .child import child
from .worker import START_SECONDS, Place, ending_of


@dataclass(frozen=True, slots=True)
class NotUp:
    """The service did not get ready, and why."""

    status: str
    reason: str


@contextmanager
def running_service(place: Place) -> Iterator[int | NotUp]:
    """The port of the project's service while it runs; it and its children end with this block."""
    with starting_service(place) as ready:
        yield ready()


@contextmanager
def starting_service(place: Place) -> Iterator[Callable[[], int | NotUp]]:
    """The same, without waiting: the call says when it is ready."""
    port = free_port()
    log = place.scratch / "service.log"
    command = [
        place.python,
        "-m",
        place.package,
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with (
        log.open("wb") as sink,
        child(command, place.scratch, place.variables(), sink) as process,
    ):
        yield lambda: _ready(process, port, log, place.package)


def _ready(process: subprocess.Popen[bytes], port: int, log: Path, package: str) -> int | NotUp:
    """The port once /ready says yes, or why the service is not up."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        code = process.poll()
        if code is not None:
            last = ending_of(log)
            missing = re.search(r"No module named '([\w.]+)'", last)
            if missing and missing[1].partition(".")[0] != package:
                return NotUp(NOT_CHECKED, f"no environment: {missing[1]} is not installed here")
            return NotUp(REFUTED, f"the service does not start (exit code {code}): {last}")
        if _status(port, "/ready") == 200:
            return port
        time.sleep(0.1)
    return NotUp(REFUTED, f"the service is not ready after {START_SECONDS:.0f} seconds")


def _status(port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def free_port() -> int:
    """A port that nobody listens on, and that no system gives away before a service is loaded."""
    # systems choose from 32768 on for whoever asks for any port: kernels, browsers, each connection
    while True:
        port = secrets.choice(range(20_000, 32_000))
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
