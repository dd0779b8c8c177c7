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
    ("mean_radius", None),
    ("mean_radius", "maybe"),
    ("mean_radius", "12.5"),
    ("mean_radius", True),
    ("mean_radius", float("nan")),
    ("mean_texture", None),
    ("mean_texture", "maybe"),
    ("mean_texture", "12.5"),
    ("mean_texture", True),
    ("mean_texture", float("nan")),
    ("mean_smoothness", None),
    ("mean_smoothness", "maybe"),
    ("mean_smoothness", "12.5"),
    ("mean_smoothness", True),
    ("mean_smoothness", float("nan")),
    ("mean_compactness", None),
    ("mean_compactness", "maybe"),
    ("mean_compactness", "12.5"),
    ("mean_compactness", True),
    ("mean_compactness", float("nan")),
    ("mean_concavity", None),
    ("mean_concavity", "maybe"),
    ("mean_concavity", "12.5"),
    ("mean_concavity", True),
    ("mean_concavity", float("nan")),
    ("mean_concave_points", None),
    ("mean_concave_points", "maybe"),
    ("mean_concave_points", "12.5"),
    ("mean_concave_points", True),
    ("mean_concave_points", float("nan")),
    ("mean_symmetry", None),
    ("mean_symmetry", "maybe"),
    ("mean_symmetry", "12.5"),
    ("mean_symmetry", True),
    ("mean_symmetry", float("nan")),
    ("mean_fractal_dimension", None),
    ("mean_fractal_dimension", "maybe"),
    ("mean_fractal_dimension", "12.5"),
    ("mean_fractal_dimension", True),
    ("mean_fractal_dimension", float("nan")),
    ("radius_error", None),
    ("radius_error", "maybe"),
    ("radius_error", "12.5"),
    ("radius_error", True),
    ("radius_error", float("nan")),
    ("texture_error", None),
    ("texture_error", "maybe"),
    ("texture_error", "12.5"),
    ("texture_error", True),
    ("texture_error", float("nan")),
    ("smoothness_error", None),
    ("smoothness_error", "maybe"),
    ("smoothness_error", "12.5"),
    ("smoothness_error", True),
    ("smoothness_error", float("nan")),
    ("compactness_error", None),
    ("compactness_error", "maybe"),
    ("compactness_error", "12.5"),
    ("compactness_error", True),
    ("compactness_error", float("nan")),
    ("concavity_error", None),
    ("concavity_error", "maybe"),
    ("concavity_error", "12.5"),
    ("concavity_error", True),
    ("concavity_error", float("nan")),
    ("concave_points_error", None),
    ("concave_points_error", "maybe"),
    ("concave_points_error", "12.5"),
    ("concave_points_error", True),
    ("concave_points_error", float("nan")),
    ("symmetry_error", None),
    ("symmetry_error", "maybe"),
    ("symmetry_error", "12.5"),
    ("symmetry_error", True),
    ("symmetry_error", float("nan")),
    ("fractal_dimension_error", None),
    ("fractal_dimension_error", "maybe"),
    ("fractal_dimension_error", "12.5"),
    ("fractal_dimension_error", True),
    ("fractal_dimension_error", float("nan")),
    ("worst_texture", None),
    ("worst_texture", "maybe"),
    ("worst_texture", "12.5"),
    ("worst_texture", True),
    ("worst_texture", float("nan")),
    ("worst_smoothness", None),
    ("worst_smoothness", "maybe"),
    ("worst_smoothness", "12.5"),
    ("worst_smoothness", True),
    ("worst_smoothness", float("nan")),
    ("worst_compactness", None),
    ("worst_compactness", "maybe"),
    ("worst_compactness", "12.5"),
    ("worst_compactness", True),
    ("worst_compactness", float("nan")),
    ("worst_concavity", None),
    ("worst_concavity", "maybe"),
    ("worst_concavity", "12.5"),
    ("worst_concavity", True),
    ("worst_concavity", float("nan")),
    ("worst_concave_points", None),
    ("worst_concave_points", "maybe"),
    ("worst_concave_points", "12.5"),
    ("worst_concave_points", True),
    ("worst_concave_points", float("nan")),
    ("worst_symmetry", None),
    ("worst_symmetry", "maybe"),
    ("worst_symmetry", "12.5"),
    ("worst_symmetry", True),
    ("worst_symmetry", float("nan")),
    ("worst_fractal_dimension", None),
    ("worst_fractal_dimension", "maybe"),
    ("worst_fractal_dimension", "12.5"),
    ("worst_fractal_dimension", True),
    ("worst_fractal_dimension", float("nan")),
    ("area_ratio", None),
    ("area_ratio", "maybe"),
    ("area_ratio", "12.5"),
    ("area_ratio", True),
    ("area_ratio", float("nan")),
    ("spread", None),
    ("spread", "maybe"),
    ("spread", "12.5"),
    ("spread", True),
    ("spread", float("nan")),
]

# (column, value): each of these is answered, with a warning
STRANGE: list[tuple[str, Any]] = [
    ("mean_radius", 59.14619),
    ("mean_texture", 53.16920000000001),
    ("mean_smoothness", 61.59603),
    ("mean_compactness", 49.62931999999999),
    ("mean_concavity", 48.23265),
    ("mean_concave_points", 46.07143000000001),
    ("mean_symmetry", 73.66775000000001),
    ("mean_fractal_dimension", 68.94617),
    ("radius_error", 47.82757),
    ("texture_error", 53.166290000000004),
    ("smoothness_error", 58.51531),
    ("compactness_error", 52.60983),
    ("concavity_error", 51.867360000000005),
    ("concave_points_error", 57.07264),
    ("symmetry_error", 57.91869),
    ("fractal_dimension_error", 57.09588000000001),
    ("worst_texture", 53.281800000000004),
    ("worst_smoothness", 51.588010000000004),
    ("worst_compactness", 60.15363),
    ("worst_concavity", 59.80739),
    ("worst_concave_points", 46.357290000000006),
    ("worst_symmetry", 58.328799999999994),
    ("worst_fractal_dimension", 51.16486),
    ("area_ratio", 52.93677),
    ("spread", 47.465979999999995),
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
