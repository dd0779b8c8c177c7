"""The service, asked over HTTP: answers, refusals, reload."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest

from energy_load import answers, bodies, contract, predict, releases

Row = dict[str, Any]
Release = Callable[[int], str]


def expected(rows: list[Row], more: int = 0) -> list[Any]:
    """What the model answers when it is asked directly."""
    return predict.predict_rows(answers.table(rows), {"more": more})


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem details of a refusal, which have the right shape."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    details: dict[str, Any] = response.json()
    assert details["status"] == status
    assert details.keys() == {"type", "title", "status", "detail", "request_id", "errors"}
    assert details["request_id"] == response.headers["x-request-id"]
    return details


def wait_for_version(service: httpx.Client, name: str, key: str = "model_version") -> None:
    """Return as soon as `/model` names it."""
    until = time.monotonic() + 20
    while service.get("/model").json()[key] != name:
        assert time.monotonic() < until, f"{name} never came"
        time.sleep(0.05)


def test_each_row_has_its_answer_in_order(service: httpx.Client) -> None:
    rows = contract.EXAMPLES[::-1] + contract.EXAMPLES
    answer = service.post("/predict", json={"rows": rows})
    assert answer.status_code == 200
    assert answer.json()["predictions"] == expected(rows)
    assert answer.json()["model_version"] == "v1"


def test_the_callers_request_id_is_kept(service: httpx.Client, row: Row) -> None:
    answer = service.post("/predict", json={"rows": [row]}, headers={"x-request-id": "mine-7"})
    assert answer.json()["request_id"] == "mine-7" == answer.headers["x-request-id"]


def test_a_strange_request_id_is_replaced(service: httpx.Client, row: Row) -> None:
    answer = service.post("/predict", json={"rows": [row]}, headers={"x-request-id": "a b\tc"})
    assert answer.json()["request_id"] not in ("", "a b\tc")


def test_an_example_has_no_warnings(service: httpx.Client, row: Row) -> None:
    assert service.post("/predict", json={"rows": [row]}).json()["warnings"] == []


def test_ignored_columns_are_accepted_with_a_warning(service: httpx.Client, row: Row) -> None:
    for column in contract.IGNORED:
        answer = service.post("/predict", json={"rows": [row | {column: "anything"}]})
        assert answer.json()["predictions"] == expected([row])
        assert column in answer.json()["warnings"][0]


def test_an_unknown_column_is_refused_by_its_path(service: httpx.Client, row: Row) -> None:
    details = problem(service.post("/predict", json={"rows": [row, row | {"nobody's": 1}]}), 422)
    assert [error["field"] for error in details["errors"]] == ["rows[1].nobody's"]


def test_a_missing_column_is_refused_by_its_path(service: httpx.Client, row: Row) -> None:
    column = contract.COLUMNS[0]
    del row[column]
    details = problem(service.post("/predict", json={"rows": [row]}), 422)
    assert [error["field"] for error in details["errors"]] == [f"rows[0].{column}"]


@pytest.mark.parametrize("column", contract.COLUMNS)
def test_a_value_of_a_wrong_kind_is_refused_and_not_repeated(
    service: httpx.Client, row: Row, column: str
) -> None:
    row[column] = {"secret": "s3cr3t"}
    answer = service.post("/predict", json={"rows": [row]})
    details = problem(answer, 422)
    assert details["errors"][0]["field"].startswith(f"rows[0].{column}")
    assert "s3cr3t" not in answer.text


@pytest.mark.parametrize(
    "body", ["", "not json", "[]", "{}", '{"rows": []}', '{"rows": {}}', '{"rows": [1]}', "null"]
)
def test_what_is_no_request_is_refused(service: httpx.Client, body: str) -> None:
    problem(service.post("/predict", content=body), 422)


def test_nan_is_no_json(service: httpx.Client, row: Row) -> None:
    numbers = [name for name, value in row.items() if isinstance(value, float)]
    for column in numbers[:1]:
        body = json.dumps({"rows": [row | {column: float("nan")}]})
        problem(service.post("/predict", content=body), 422)


def test_a_body_that_is_too_large_is_refused(
    service: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MAX_BYTES", 100)
    problem(service.post("/predict", content=b" " * 101), 413)


def test_a_model_that_fails_is_a_500_and_the_service_lives_on(
    service: httpx.Client, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(predict, "predict_rows", lambda rows, artifacts: 1 / 0)
        details = problem(service.post("/predict", json={"rows": [row]}), 500)
        assert "ZeroDivision" not in details["detail"]
    assert service.post("/predict", json={"rows": [row]}).status_code == 200


@pytest.mark.parametrize("nothing", [float("nan"), float("inf")])
def test_an_answer_that_is_no_number_is_a_500(
    service: httpx.Client, row: Row, nothing: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predict, "predict_rows", lambda rows, artifacts: [nothing] * len(rows))
    problem(service.post("/predict", json={"rows": [row]}), 500)


@pytest.fixture
def picky(service: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> httpx.Client:
    """A service whose model fails on more than twice the examples, and else answers."""
    before = predict.predict_rows

    def answer(rows: pd.DataFrame, artifacts: Mapping[str, Any]) -> list[Any]:
        if len(rows) > 2 * len(contract.EXAMPLES):
            raise KeyError("s3cr3t")
        return before(rows, artifacts)

    monkeypatch.setattr(predict, "predict_rows", answer)
    return service


def test_rows_that_a_sound_model_has_no_answer_for_are_the_callers_problem(
    picky: httpx.Client,
) -> None:
    answer = picky.post("/predict", json={"rows": contract.EXAMPLES * 3})
    problem(answer, 422)
    assert "s3cr3t" not in answer.text


def test_what_is_odd_about_such_rows_is_told(
    picky: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        contract, "warnings_for", lambda rows: ["rows[2]: `x` is odd", "`y` is ignored"]
    )
    details = problem(picky.post("/predict", json={"rows": contract.EXAMPLES * 3}), 422)
    assert details["errors"] == [{"field": "rows[2]", "message": "`x` is odd"}]


def test_unknown_paths_and_methods_have_the_same_shape_of_error(service: httpx.Client) -> None:
    problem(service.get("/nothing"), 404)
    problem(service.get("/predict"), 405)


def test_a_promoted_version_takes_over_while_the_service_runs(
    service: httpx.Client, release: Release, row: Row
) -> None:
    release(100)
    wait_for_version(service, "v2")
    answer = service.post("/predict", json={"rows": [row]}).json()
    assert answer["predictions"] == expected([row], more=100)
    releases.rollback("test")
    wait_for_version(service, "v1")


def test_a_version_that_is_not_fit_is_refused_and_the_old_one_answers(
    service: httpx.Client, release: Release, row: Row, models: Path
) -> None:
    # somebody writes the pointer by hand
    (models / "v2").mkdir()
    (models / "current.txt").write_text("v2")
    wait_for_version(service, "v2", key="refused_version")
    answer = service.post("/predict", json={"rows": [row]}).json()
    assert (answer["model_version"], answer["predictions"]) == ("v1", expected([row]))
    assert "model_refused_total 1.0" in service.get("/metrics").text


def test_the_service_tells_about_itself(service: httpx.Client) -> None:
    assert service.get("/health").json() == {"status": "alive"}
    assert service.get("/ready").json() == {"status": "ready", "model_version": "v1"}
    model = service.get("/model").json()
    assert model["columns"] == list(contract.COLUMNS)
    assert model["metrics"] == {"error": 1.0}


def test_the_description_has_every_path_and_every_column(service: httpx.Client) -> None:
    document = service.get("/openapi.json").json()
    assert {"/predict", "/feedback", "/health", "/ready", "/model", "/metrics"} == set(
        document["paths"]
    )
    assert set(contract.COLUMNS) <= set(document["components"]["schemas"]["Row"]["properties"])


def test_feedback_becomes_a_live_error(service: httpx.Client, row: Row) -> None:
    answer = service.post("/predict", json={"rows": [row]}).json()
    truth = [answer["predictions"][0] + 2.5]
    told = service.post("/feedback", json={"request_id": answer["request_id"], "truth": truth})
    assert told.json() == {"rows": 1}
    assert "live_error 2.5" in service.get("/metrics").text


def test_feedback_to_an_unknown_request_is_refused(service: httpx.Client) -> None:
    problem(service.post("/feedback", json={"request_id": "nobody", "truth": [1]}), 404)
    problem(service.post("/feedback", json={"request_id": "nobody"}), 422)
