"""The service is asked row by row, shuffled, without its label, oddly; each wrong one is found."""

import json
import pickle
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nb2prod.guest import ask

CLAIMS = {"one row": "one", "all rows": "all", "no label": "label", "probes": "probes"}
COUNT = 200
TABLE = pd.DataFrame(
    {
        "weight": [float(n % 50) for n in range(COUNT)],
        "parking": [("yes", "no", None)[n % 3] for n in range(COUNT)],
        "seconds": [40.0 + n for n in range(COUNT)],
    }
)
Rows = list[dict[str, Any]]
Reply = tuple[int, Any]


def right(row: Mapping[Any, Any]) -> float:
    return float(row["weight"] * 2 + (row["parking"] == "yes"))


def strict(rows: Rows) -> str:
    """What a careful service objects to, else an empty text."""
    for row in rows:
        weight, parking = row.get("weight"), row.get("parking", 0)
        if not set(row) <= {"weight", "parking", "seconds"}:
            return "unknown column"
        if isinstance(weight, bool) or not isinstance(weight, int | float) or abs(weight) > 1e9:
            return "weight"
        if not (parking is None or isinstance(parking, str)):
            return "parking"
    return "" if rows else "no rows"


def answering(predict: Callable[[Rows], list[Any]]) -> Callable[[bytes], Reply]:
    """A service that checks its rows and answers with that function."""

    def answer(body: bytes) -> Reply:
        try:
            rows = json.loads(body)["rows"]
            problem = strict(rows) if isinstance(rows, list) else "no list"
        except (ValueError, KeyError, TypeError, AttributeError):
            problem = "no JSON"
        return (422, {"detail": problem}) if problem else (200, {"predictions": predict(rows)})

    return answer


@contextmanager
def serving(answer: Callable[[bytes], Reply]) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, content = answer(body)
            if status == 0:
                self.close_connection = True
                return
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *ignored: Any) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asked(folder: Path, answer: Callable[[bytes], Reply], **more: Any) -> dict[str, dict[str, Any]]:
    """What became of the claims about a service that answers so."""
    expected = np.array([right(row) for row in TABLE.to_dict("records")])
    pickled = folder / "boundary.pickle"
    values = {"stops": TABLE, "predictions": expected}
    pickled.write_bytes(pickle.dumps({"values": values, "random": None}))
    with serving(answer) as port:
        request = {
            "source": str(folder),
            "package": "tiny",
            "answers": str(folder / "answers.jsonl"),
            "port": port,
            "table": {"name": "stops", "pickle": str(pickled)},
            "prediction": {"name": "predictions", "pickle": str(pickled)},
            "columns": ["weight", "parking"],
            "row_ids": "all",
            "label": "seconds",
            "tolerance": 1e-9,
            "answer_tolerance": 1e-9,
            "claims": CLAIMS,
            **more,
        }
        path = folder / "request.json"
        path.write_text(json.dumps(request))
        ask.main(str(path))
    lines = (folder / "answers.jsonl").read_text().splitlines()
    return {line["id"]: line for line in map(json.loads, lines) if "id" in line}


def test_a_right_service_is_proven(tmp_path: Path):
    found = asked(tmp_path, answering(lambda rows: [right(row) for row in rows]))
    assert {answer["status"] for answer in found.values()} == {"proven"}, found
    assert found["one"]["rows"] == found["label"]["rows"] == 50
    assert found["all"]["rows"] == COUNT
    assert found["one"]["max_difference"] == 0.0
    assert "refused" in found["probes"]["reason"]


WRONG: dict[str, tuple[Callable[[Rows], list[Any]], set[str]]] = {
    "a gap read as a level": (
        lambda rows: [row["weight"] * 2 + (row["parking"] != "no") for row in rows],
        {"one", "all", "label", "probes"},
    ),
    "a ceiling": (
        lambda rows: [min(right(row), 97.0) for row in rows],
        {"one", "all", "label"},
    ),
    "a mean over the request": (
        lambda rows: [
            right(row) + row["weight"] - sum(r["weight"] for r in rows) / len(rows) for row in rows
        ],
        {"all", "label"},
    ),
    "answers in another order": (
        lambda rows: sorted(right(row) for row in rows),
        {"all", "label"},
    ),
    "the label in use": (
        lambda rows: [right(row) + (row.get("seconds") or 0) for row in rows],
        {"label"},
    ),
    "whole numbers as texts": (
        lambda rows: [str(right(row)) for row in rows],
        {"one", "all", "label", "probes"},
    ),
    "an answer too few": (
        lambda rows: [right(row) for row in rows][:-1] or [0.0],
        {"one", "all", "label", "probes"},
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_each_wrong_service_is_refuted(tmp_path: Path, wrong: str):
    predict, refuted = WRONG[wrong]
    found = asked(tmp_path, answering(predict))
    # a fault that single rows cannot show is left to the batches
    assert {claim for claim, answer in found.items() if answer["status"] == "refuted"} >= (
        refuted - {"probes"}
    )
    assert found["all"]["status"] == ("proven" if wrong == "the label in use" else "refuted")


def test_the_reason_names_the_row_and_both_values(tmp_path: Path):
    found = asked(tmp_path, answering(lambda rows: [min(right(row), 97.0) for row in rows]))
    assert "rows differ, first row 49 of `stops`: 98.0 vs 97.0" in found["one"]["reason"]
    assert found["one"]["max_difference"] == 2.0


def test_a_service_that_refuses_the_notebooks_own_rows_is_refuted(tmp_path: Path):
    def answer(body: bytes) -> Reply:
        return 422, {"detail": "no"}

    found = asked(tmp_path, answer)
    assert found["one"]["status"] == "refuted"
    assert "422" in found["one"]["reason"]
    assert found["probes"]["status"] == "refuted"


def test_a_label_that_is_refused_is_told(tmp_path: Path):
    careful = answering(lambda rows: [right(row) for row in rows])

    def answer(body: bytes) -> Reply:
        return (422, {}) if b"seconds" in body else careful(body)

    found = asked(tmp_path, answer)
    assert found["label"]["status"] == "refuted"
    assert "with `seconds` of another row" in found["label"]["reason"]
    assert found["all"]["status"] == "proven"


ODD: dict[str, Callable[[bytes], Reply | None]] = {
    "a crash at an unknown level": lambda body: (500, {}) if b"nobody" in body else None,
    "a crash at a gap": lambda body: (503, {}) if b'"weight": null' in body else None,
    "a closed connection": lambda body: (0, b"") if b"no_such_column" in body else None,
    "no number in the answer": lambda body: (
        (200, b'{"predictions": [NaN]}') if b"nobody" in body else None
    ),
    "an answer for no rows": lambda body: (200, {"predictions": [1]}) if b"[]" in body else None,
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_request_must_not_break_the_service(tmp_path: Path, odd: str):
    careful = answering(lambda rows: [right(row) for row in rows])
    found = asked(tmp_path, lambda body: ODD[odd](body) or careful(body))
    assert found["probes"]["status"] == "refuted", found["probes"]
    assert found["one"]["status"] == "proven"


def test_rows_that_cannot_be_matched_are_not_checked(tmp_path: Path):
    found = asked(tmp_path, answering(lambda rows: []), row_ids="index")
    assert {answer["status"] for answer in found.values()} == {"not checked"}
    assert "no row labels" in found["one"]["reason"]
