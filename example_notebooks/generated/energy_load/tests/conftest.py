"""What the tests share: an empty folder of versions, a model for fun, a running service."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest
import uvicorn

from energy_load import answers, contract, lineage, predict, releases
from energy_load.service import create_app

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to look up any name: nothing here needs another machine."""
    look_up = socket.getaddrinfo

    def refuse(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in ("127.0.0.1", b"127.0.0.1"):
            raise AssertionError(f"looked up {host!r}")
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of versions."""
    folder = tmp_path / "models"
    monkeypatch.setenv("ENERGY_LOAD_MODELS", str(folder))
    return folder


@pytest.fixture
def row() -> dict[str, Any]:
    """A row as a client would send it."""
    return dict(contract.EXAMPLES[0])


@pytest.fixture
def table() -> pd.DataFrame:
    """Enough rows to compare distributions."""
    return pd.concat([answers.table(contract.EXAMPLES)] * 200, ignore_index=True)


def weight_of_row(rows: pd.DataFrame, artifacts: Mapping[str, Any]) -> list[Any]:
    """A model for fun: the numbers of a row and the lengths of its words, and something on top."""
    total = pd.Series(float(artifacts["more"]), index=rows.index)
    for column in rows:
        number = pd.api.types.is_numeric_dtype(rows[column])
        values = rows[column] if number else rows[column].map(lambda value: len(str(value)))
        total += values.astype(float).fillna(0)
    return [float(value) for value in total]


@pytest.fixture
def release(
    models: Path, table: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], str]:
    """Release a version of the model for fun: these tests are about what is around a model."""
    monkeypatch.setattr(predict, "predict_rows", weight_of_row)

    def released(more: int) -> str:
        return releases.release(
            {"more": more},
            requests=table,
            metrics={"error": 1.0},
            lineage=lineage.lineage(table, {}),
        )

    return released


@pytest.fixture
def service(release: Callable[[int], str]) -> Iterator[httpx.Client]:
    """A client of a service that runs, with version v1."""
    release(0)
    app = create_app()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=30
            ) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
