"""The figures for Prometheus, and the window of a day that survives a restart."""

from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from energy_load import contract, predict, window
from energy_load.feedback import Feedback, Truth
from energy_load.window import Window

HOUR = 3600.0


def count(*numbers: int) -> dict[str, Any]:
    """Counts of one column."""
    return {"x": np.array(numbers)}


def test_the_window_forgets_after_a_day() -> None:
    seen = Window("v1")
    seen.add(count(1, 0), now=0)
    seen.add(count(0, 5), now=20 * HOUR)
    assert seen.total(now=23 * HOUR)["x"].tolist() == [1, 5]
    assert seen.total(now=24 * HOUR)["x"].tolist() == [0, 5]
    seen.add(count(1, 1), now=60 * HOUR)
    assert seen.total(now=60 * HOUR)["x"].tolist() == [1, 1]


def test_the_window_survives_a_restart(tmp_path: Path) -> None:
    seen = Window("v1")
    seen.add(count(2, 3), now=0)
    seen.save(tmp_path / "observed" / "here.json")
    again = window.saved(tmp_path / "observed" / "here.json", "v1")
    assert again.total(now=0)["x"].tolist() == [2, 3]


@pytest.mark.parametrize("text", ["", "{", "{}", '{"version": "v2", "hours": {"0": {"x": [1]}}}'])
def test_a_file_that_does_not_help_is_an_empty_window(tmp_path: Path, text: str) -> None:
    (tmp_path / "here.json").write_text(text)
    assert window.saved(tmp_path / "here.json", "v1").total(now=0) == {}


def test_replicas_are_added_up(models: Path) -> None:
    for name in ("one", "two"):
        seen = Window("v1")
        seen.add(count(1, 2), now=0)
        seen.save(window.own_file().with_name(f"{name}.json"))
    assert window.all_replicas("v1", now=0)["x"].tolist() == [2, 4]


def test_feedback_is_compared_with_what_was_answered() -> None:
    feedback = Feedback()
    feedback.remember("a", [1.0, 2.0])
    assert feedback.live_error() is None
    assert feedback.learn(Truth(request_id="a", truth=[2.0, 4.0])) == 2
    assert feedback.live_error() == 1.5


def test_feedback_may_bring_its_predictions() -> None:
    feedback = Feedback()
    feedback.learn(Truth(request_id="gone", truth=["yes", "no"], predictions=["yes", "yes"]))
    assert feedback.live_error() == 0.5


def test_feedback_with_another_number_of_rows_is_refused() -> None:
    feedback = Feedback()
    feedback.remember("a", [1.0])
    with pytest.raises(LookupError):
        feedback.learn(Truth(request_id="a", truth=[1.0, 2.0]))


def test_only_so_many_answers_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("energy_load.feedback.REMEMBERED_ROWS", 3)
    feedback = Feedback()
    for request in "abcd":
        feedback.remember(request, [1.0])
    with pytest.raises(LookupError):
        feedback.learn(Truth(request_id="a", truth=[1.0]))
    feedback.learn(Truth(request_id="d", truth=[1.0]))


def test_every_request_is_counted_by_its_status(service: httpx.Client) -> None:
    service.post("/predict", json={"rows": contract.EXAMPLES})
    service.post("/predict", json={})
    figures = service.get("/metrics").text
    assert 'predict_requests_total{status="200"} 1.0' in figures
    assert 'predict_requests_total{status="422"} 1.0' in figures
    assert f"predict_rows_total {len(contract.EXAMPLES)}.0" in figures
    assert 'model_info{version="v1"} 1.0' in figures


def test_requests_unlike_training_alarm(
    service: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # every request is the first example; training had all of them, and longer answers
    monkeypatch.setattr(predict, "predict_rows", lambda rows, _: [-1e6] * len(rows))
    service.post("/predict", json={"rows": contract.EXAMPLES[:1] * 500})
    figures = service.get("/metrics").text
    assert 'drift_alarm{column="prediction"} 1.0' in figures
    assert 'input_rows{bin="0",column=' in figures
