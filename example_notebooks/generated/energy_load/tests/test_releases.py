"""Which version answers: promoted, rolled back, and refused where it is not fit."""

from collections.abc import Callable
from pathlib import Path

import pytest

from energy_load import gate, predict, releases
from energy_load.errors import RefusedError

Release = Callable[[int], str]


def test_without_a_model_the_error_says_what_to_do(models: Path) -> None:
    with pytest.raises(RefusedError, match="train"):
        releases.ready()


def test_a_released_version_answers(release: Release) -> None:
    assert release(0) == "v1"
    assert releases.ready().name == "v1"


def test_each_rollback_goes_one_further_back(release: Release) -> None:
    for more in range(3):
        release(more)
    assert [releases.rollback("test"), releases.rollback("test")] == ["v2", "v1"]
    assert releases.current() == "v1"
    with pytest.raises(RefusedError, match="no earlier version"):
        releases.rollback("test")


def test_after_a_rollback_a_new_version_has_the_old_one_behind_it(release: Release) -> None:
    release(0)
    release(1)
    releases.rollback("v2 is wrong on Sundays")
    release(2)
    assert releases.rollback("v3 too") == "v1"


def test_the_history_says_what_and_why(release: Release) -> None:
    release(0)
    release(1)
    releases.promote("v1", "it was better")
    last = releases.history()[-1]
    assert (last["from"], last["to"], last["why"]) == ("v2", "v1", "it was better")


def test_promoting_what_answers_already_changes_nothing(release: Release) -> None:
    release(0)
    before = releases.history()
    releases.promote("v1", "again")
    assert releases.history() == before


def test_a_broken_version_is_not_promoted(release: Release, models: Path) -> None:
    release(0)
    release(1)
    (models / "v1" / "artifacts.joblib").write_bytes(b"nothing")
    with pytest.raises(RefusedError):
        releases.promote("v1", "test")
    assert releases.current() == "v2"


def test_changed_code_is_noticed_by_the_sample_rows(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(0)
    before = predict.predict_rows
    monkeypatch.setattr(
        predict, "predict_rows", lambda rows, it: [answer + 1 for answer in before(rows, it)]
    )
    with pytest.raises(RefusedError, match="differently"):
        releases.ready()


def test_code_that_fails_on_the_sample_rows_is_refused(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(0)
    monkeypatch.setattr(predict, "predict_rows", lambda rows, artifacts: artifacts["gone"])
    with pytest.raises(RefusedError, match="cannot answer"):
        releases.ready()


@pytest.mark.parametrize("error", [0.7, 1.3, float("nan")])
def test_metrics_far_from_the_current_ones_are_refused(release: Release, error: float) -> None:
    release(0)
    with pytest.raises(RefusedError, match="error"):
        gate.require_usual({"error": error})


@pytest.mark.parametrize("metrics", [{"error": 1.2}, {"error": 0.8}, {"another": 5.0}, {}])
def test_metrics_near_the_current_ones_pass(release: Release, metrics: dict[str, float]) -> None:
    release(0)
    gate.require_usual(metrics)
