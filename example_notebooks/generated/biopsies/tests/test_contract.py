"""What callers rely on; a change here is a change for them, and is agreed with them first."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from biopsies import contract

FROZEN = Path(__file__).parent / "data" / "openapi.json"

# (column, value): each of these is refused
REFUSED: list[tuple[str, Any]] = [
    ("mean radius", None),
    ("mean radius", "maybe"),
    ("mean radius", "12.5"),
    ("mean radius", True),
    ("mean radius", float("nan")),
    ("mean texture", None),
    ("mean texture", "maybe"),
    ("mean texture", "12.5"),
    ("mean texture", True),
    ("mean texture", float("nan")),
    ("mean area", None),
    ("mean area", "maybe"),
    ("mean area", "12.5"),
    ("mean area", True),
    ("mean area", float("nan")),
    ("mean smoothness", None),
    ("mean smoothness", "maybe"),
    ("mean smoothness", "12.5"),
    ("mean smoothness", True),
    ("mean smoothness", float("nan")),
    ("mean compactness", None),
    ("mean compactness", "maybe"),
    ("mean compactness", "12.5"),
    ("mean compactness", True),
    ("mean compactness", float("nan")),
    ("mean concavity", None),
    ("mean concavity", "maybe"),
    ("mean concavity", "12.5"),
    ("mean concavity", True),
    ("mean concavity", float("nan")),
    ("mean concave points", None),
    ("mean concave points", "maybe"),
    ("mean concave points", "12.5"),
    ("mean concave points", True),
    ("mean concave points", float("nan")),
    ("mean symmetry", None),
    ("mean symmetry", "maybe"),
    ("mean symmetry", "12.5"),
    ("mean symmetry", True),
    ("mean symmetry", float("nan")),
    ("mean fractal dimension", None),
    ("mean fractal dimension", "maybe"),
    ("mean fractal dimension", "12.5"),
    ("mean fractal dimension", True),
    ("mean fractal dimension", float("nan")),
    ("radius error", None),
    ("radius error", "maybe"),
    ("radius error", "12.5"),
    ("radius error", True),
    ("radius error", float("nan")),
    ("texture error", None),
    ("texture error", "maybe"),
    ("texture error", "12.5"),
    ("texture error", True),
    ("texture error", float("nan")),
    ("smoothness error", None),
    ("smoothness error", "maybe"),
    ("smoothness error", "12.5"),
    ("smoothness error", True),
    ("smoothness error", float("nan")),
    ("compactness error", None),
    ("compactness error", "maybe"),
    ("compactness error", "12.5"),
    ("compactness error", True),
    ("compactness error", float("nan")),
    ("concavity error", None),
    ("concavity error", "maybe"),
    ("concavity error", "12.5"),
    ("concavity error", True),
    ("concavity error", float("nan")),
    ("concave points error", None),
    ("concave points error", "maybe"),
    ("concave points error", "12.5"),
    ("concave points error", True),
    ("concave points error", float("nan")),
    ("symmetry error", None),
    ("symmetry error", "maybe"),
    ("symmetry error", "12.5"),
    ("symmetry error", True),
    ("symmetry error", float("nan")),
    ("fractal dimension error", None),
    ("fractal dimension error", "maybe"),
    ("fractal dimension error", "12.5"),
    ("fractal dimension error", True),
    ("fractal dimension error", float("nan")),
    ("worst radius", None),
    ("worst radius", "maybe"),
    ("worst radius", "12.5"),
    ("worst radius", True),
    ("worst radius", float("nan")),
    ("worst texture", None),
    ("worst texture", "maybe"),
    ("worst texture", "12.5"),
    ("worst texture", True),
    ("worst texture", float("nan")),
    ("worst area", None),
    ("worst area", "maybe"),
    ("worst area", "12.5"),
    ("worst area", True),
    ("worst area", float("nan")),
    ("worst smoothness", None),
    ("worst smoothness", "maybe"),
    ("worst smoothness", "12.5"),
    ("worst smoothness", True),
    ("worst smoothness", float("nan")),
    ("worst compactness", None),
    ("worst compactness", "maybe"),
    ("worst compactness", "12.5"),
    ("worst compactness", True),
    ("worst compactness", float("nan")),
    ("worst concavity", None),
    ("worst concavity", "maybe"),
    ("worst concavity", "12.5"),
    ("worst concavity", True),
    ("worst concavity", float("nan")),
    ("worst concave points", None),
    ("worst concave points", "maybe"),
    ("worst concave points", "12.5"),
    ("worst concave points", True),
    ("worst concave points", float("nan")),
    ("worst symmetry", None),
    ("worst symmetry", "maybe"),
    ("worst symmetry", "12.5"),
    ("worst symmetry", True),
    ("worst symmetry", float("nan")),
    ("worst fractal dimension", None),
    ("worst fractal dimension", "maybe"),
    ("worst fractal dimension", "12.5"),
    ("worst fractal dimension", True),
    ("worst fractal dimension", float("nan")),
]

# (column, value): each of these is answered, with a warning
STRANGE: list[tuple[str, Any]] = [
    ("mean radius", 239.39999999999998),
    ("mean texture", 334.98),
    ("mean area", 26076.0),
    ("mean smoothness", 10.1634),
    ("mean compactness", 10.3454),
    ("mean concavity", 10.4268),
    ("mean concave points", 10.2012),
    ("mean symmetry", 10.304),
    ("mean fractal dimension", 10.09744),
    ("radius error", 30.488000000000003),
    ("texture error", 50.132999999999996),
    ("smoothness error", 10.03113),
    ("compactness error", 10.1354),
    ("concavity error", 10.396),
    ("concave points error", 10.05279),
    ("symmetry error", 10.07895),
    ("fractal dimension error", 10.02984),
    ("worst radius", 317.14000000000004),
    ("worst texture", 424.73999999999995),
    ("worst area", 44942.0),
    ("worst smoothness", 10.2226),
    ("worst compactness", 11.3651),
    ("worst concavity", 13.772),
    ("worst concave points", 10.291),
    ("worst symmetry", 10.6638),
    ("worst fractal dimension", 10.2075),
]


def rows(**changes: Any) -> list[contract.Row]:
    """Return the first example, changed, as a request is read."""
    body = json.dumps({"rows": [contract.EXAMPLES[0] | changes]})
    return contract.PredictRequest.model_validate_json(body).rows


def kind(schema: dict[str, Any]) -> str:
    """Return what JSON value a schema asks for, in words."""
    parts = schema.get("anyOf", [schema])
    words = [" ".join([part.get("type", "anything"), part.get("format", "")]) for part in parts]
    return " or ".join(sorted(word.strip() for word in words))


def test_the_service_is_the_one_that_callers_know(service: httpx.Client) -> None:
    document = service.get("/openapi.json").json()
    row = document["components"]["schemas"]["Row"]
    assert json.loads(FROZEN.read_text(encoding="utf-8")) == {
        "paths": {path: sorted(methods) for path, methods in sorted(document["paths"].items())},
        "row": {name: kind(schema) for name, schema in row["properties"].items()},
        "required": row["required"],
    }


def test_every_example_is_taken_without_a_warning() -> None:
    body = json.dumps({"rows": contract.EXAMPLES})
    request = contract.PredictRequest.model_validate_json(body)
    assert contract.warnings_for(request.rows) == []
    assert tuple(contract.to_frame(request.rows).columns) == contract.COLUMNS


@pytest.mark.parametrize(("column", "value"), REFUSED)
def test_a_value_that_training_could_not_have_is_refused(column: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        rows(**{column: value})
    assert caught.value.errors()[0]["loc"][:3] == ("rows", 0, column)


@pytest.mark.parametrize("column", contract.COLUMNS)
def test_every_column_is_required(column: str) -> None:
    row = {name: value for name, value in contract.EXAMPLES[0].items() if name != column}
    with pytest.raises(ValidationError):
        contract.PredictRequest.model_validate({"rows": [row]})


def test_a_column_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        rows(a_column_that_nobody_knows=1)


@pytest.mark.parametrize(("column", "value"), STRANGE)
def test_what_training_never_saw_is_answered_with_a_warning(column: str, value: Any) -> None:
    (warning,) = contract.warnings_for(rows(**{column: value}))
    assert f"`{column}`" in warning
    assert "nobody knows" not in warning


@pytest.mark.parametrize("column", sorted(contract.IGNORED))
def test_a_column_that_no_answer_needs_may_be_sent(column: str) -> None:
    sent = rows(**{column: "anything"})
    assert contract.warnings_for(sent) == [f"`{column}` is ignored"]
    assert column not in contract.to_frame(sent)
