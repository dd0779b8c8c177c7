"""The project's own model, from the sample of the data to an answer over HTTP."""

import json
from pathlib import Path

import pytest

from seed_service import contract, pipeline, predict, releases

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def _sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests read the sample of the data."""
    monkeypatch.setenv("SEED_SERVICE_DATA_DIR", str(DATA))


def test_run_gives_what_the_notebook_ends_with() -> None:
    result = pipeline.run()
    assert result.mae == pytest.approx(1.577230)
    assert result.minutes[:3].tolist() == pytest.approx([14.3, 17.4, 14.1])


def test_parameters_are_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(pipeline.run(test_share=0.5).minutes) == 200
    monkeypatch.setenv("SEED_SERVICE_TEST_SHARE", "0.1")
    assert len(pipeline.run().minutes) == 40


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(TypeError, match="sead"):
        pipeline.run(sead=1)


def test_a_trained_version_answers_as_the_notebook_does(models: Path) -> None:
    execution = pipeline.execute(pipeline.read_parameters())
    pipeline.train(validation=False)
    version = releases.ready()
    rows = execution.requests[list(contract.COLUMNS)]
    assert predict.predict_rows(rows, version.artifacts) == execution.result.minutes.tolist()


def test_training_twice_is_one_version(models: Path) -> None:
    assert [pipeline.train(validation=False), pipeline.train(validation=False)] == ["v1", "v1"]


def test_requests_become_the_rows_of_the_table(models: Path) -> None:
    execution = pipeline.execute(pipeline.read_parameters())
    sent = execution.requests[list(contract.COLUMNS)]
    body = json.dumps({"rows": json.loads(sent.to_json(orient="records", double_precision=15))})
    rows = contract.PredictRequest.model_validate_json(body).rows
    assert contract.to_frame(rows).dtypes.to_dict() == sent.dtypes.to_dict()
    answers = predict.predict_rows(contract.to_frame(rows), execution.artifacts)
    assert answers == execution.result.minutes.tolist()
