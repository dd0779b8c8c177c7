"""On samples of the notebook's values each part does what it did when it was compared with it."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import samples
from energy_load import answers, contract, versions
from energy_load.predict import predict_rows

DATA = Path(__file__).parent / "data"
CASES = sorted(path.parent for path in (DATA / "functions").glob("*/case.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_function_gives_what_it_gave(case: Path) -> None:
    expected = json.loads((case / "case.json").read_text(encoding="utf-8"))
    module, _, name = expected["function"].partition(":")
    inputs = {label: samples.read(case / "in", label) for label in expected["inputs"]}
    given = getattr(import_module(module), name)(**inputs)
    values = given if len(expected["outputs"]) > 1 else (given,)
    for label, value in zip(expected["outputs"], values, strict=True):
        if (case / "out" / f"{label}.json").exists():
            samples.assert_same(value, samples.read(case / "out", label))


MODELS = Path(__file__).parents[1] / "models"
needs_sample = pytest.mark.skipif(
    not (DATA / "requests.json").exists(), reason="the project was made without a data sample"
)


@needs_sample
def test_rows_of_the_table_survive_the_way_through_a_request() -> None:
    table = samples.read(DATA, "requests")[list(contract.COLUMNS)].reset_index(drop=True)
    samples.assert_same(answers.table(records()), table)


@needs_sample
@pytest.mark.skipif(not (MODELS / "v1").is_dir(), reason="there is no version v1 on this machine")
def test_the_first_version_answers_what_the_notebook_predicted() -> None:
    version = versions.load("v1", folder=MODELS)
    given = predict_rows(answers.table(records()), version.artifacts)
    assert answers.same(given, samples.read(DATA, "predictions"))


def records() -> list[dict[str, Any]]:
    """Return the sample of rows as a caller would send it."""
    table = samples.read(DATA, "requests")[list(contract.COLUMNS)]
    rows = json.loads(table.to_json(orient="records", date_format="iso", double_precision=15))
    return list(rows)
