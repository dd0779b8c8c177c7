"""The seed's service as people run it: a process that is asked, switched and stopped."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.templates.seed import copied, run, served

ROW = {"distance_km": 3.0, "rain": "no", "hour": 8}

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The seed with two versions: v1 answers."""
    code = """
from seed_service import pipeline, releases
pipeline.train(validation=False)
pipeline.train({"seed": 8}, validation=False, force=True)
releases.rollback("test")
"""
    done = run(copied(tmp_path), "-c", code)
    assert done.returncode == 0, done.stderr
    return tmp_path


def command(folder: Path, *arguments: str) -> str:
    """What the command prints; it must succeed."""
    done = run(folder, "-m", "seed_service", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Callers:
    """Some callers that ask without a pause, and what they got."""

    def __init__(self, client: httpx.Client, count: int = 4) -> None:
        self.failed: list[Any] = []
        self.versions: set[str] = set()
        self._client = client
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(count)]

    def __enter__(self) -> "Callers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        while not self._enough.is_set():
            answer = self._client.post("/predict", json={"rows": [ROW]})
            if answer.status_code == 200:
                self.versions.add(answer.json()["model_version"])
            else:
                self.failed.append(answer.text)


@pytest.fixture
def service(project: Path) -> Iterator[httpx.Client]:
    """A client of the project's running service."""
    with served(project) as (client, _):
        yield client


def wait_until(client: httpx.Client, **expected: str) -> None:
    """Return as soon as `/model` says so."""
    for _ in range(5000):
        model = client.get("/model").json()
        if all(model[name] == value for name, value in expected.items()):
            return
    raise AssertionError(f"{expected} never came")


def test_no_request_fails_while_versions_change(project: Path, service: httpx.Client) -> None:
    with Callers(service) as callers:
        command(project, "promote", "v2")
        wait_until(service, model_version="v2")
        command(project, "rollback")
        wait_until(service, model_version="v1")
        # a broken one, promoted by hand
        (project / "models" / "v3").mkdir()
        (project / "models" / "current.txt").write_text("v3\n")
        wait_until(service, model_version="v1", refused_version="v3")
    assert callers.failed == []
    assert callers.versions == {"v1", "v2"}


def test_batch_and_service_answer_alike(project: Path, service: httpx.Client) -> None:
    import pandas as pd

    command(project, "batch", "--in", "data/seed.csv", "--out", "out.csv", "--no-validation")
    scored = pd.read_csv(project / "out.csv")
    body = scored.drop(columns=["minutes", "prediction"]).to_json(orient="records")
    answer = service.post("/predict", content=f'{{"rows": {body}}}').json()
    assert answer["predictions"] == scored["prediction"].tolist()


def test_a_stopped_service_finishes_what_it_works_on(project: Path) -> None:
    with served(project) as (client, process):
        assert client.post("/predict", json={"rows": [ROW] * 10}).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)
    assert "no rows" not in command(project, "drift")
    log = (project / "service.log").read_text()
    assert "Traceback" not in log
    assert '"path": "/predict", "status": 200' in log
