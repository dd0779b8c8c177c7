"""Starts the generated service on a free port, sends it a stop of the example's table, stops it."""

import csv
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

LABEL = "seconds"
PATIENCE = 60  # seconds until the service must be ready


def main(project: Path, table: Path) -> None:
    """Ask about one stop and put the answer beside what the van took."""
    stop = a_complete_record(table)
    measured = stop.pop(LABEL)
    with running_service(project) as address:
        body = json.dumps({"rows": [stop]}, indent=2)
        print(f"POST {address}/predict\n{body}\n")
        answer = post(f"{address}/predict", body)
    print(json.dumps(answer, indent=2))
    print(f"\nThe van stood there for {measured} s; the service says {answer['predictions'][0]} s.")


def a_complete_record(table: Path) -> dict[str, object]:
    """The first record of the table without a gap, as JSON values."""
    with table.open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            if all(record.values()):
                return {column: json_value(text) for column, text in record.items()}
    sys.exit(f"{table} has no record without gaps")


def json_value(text: str) -> object:
    """The number that a text spells, else the text."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


@contextmanager
def running_service(project: Path) -> Iterator[str]:
    """The address of the project's service while it runs; the log, when it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "service_time",
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with TemporaryFile() as log:
        service = subprocess.Popen(
            command, cwd=project, stdout=log, stderr=log, env=dict(os.environ)
        )
        try:
            if not becomes_ready(service, f"http://127.0.0.1:{port}/ready"):
                log.seek(0)
                sys.exit(f"the service did not start:\n{log.read().decode(errors='replace')}")
            yield f"http://127.0.0.1:{port}"
        finally:
            service.terminate()
            service.wait(timeout=30)


def becomes_ready(service: subprocess.Popen[bytes], url: str) -> bool:
    """Whether the service answers within our patience, while it lives."""
    deadline = time.monotonic() + PATIENCE
    while service.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False


def post(url: str, body: str) -> dict[str, Any]:
    """The JSON answer; a refusal of the service is shown as it is."""
    request = Request(url, body.encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=30) as response:
            answer: dict[str, Any] = json.load(response)
            return answer
    except HTTPError as refusal:
        sys.exit(f"HTTP {refusal.code}: {refusal.read().decode(errors='replace')}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
