"""What callers rely on; a change here is a change for them, and is agreed with them first."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from energy_load import contract

FROZEN = Path(__file__).parent / "data" / "openapi.json"

# (column, value): each of these is refused
REFUSED: list[tuple[str, Any]] = [
    ("hour_start", None),
    ("hour_start", "maybe"),
    ("hour_start", "12.5"),
    ("hour_start", 7),
    ("temperature", "maybe"),
    ("temperature", "12.5"),
    ("temperature", True),
    ("temperature", float("nan")),
    ("holiday", None),
    ("holiday", "maybe"),
    ("holiday", "12.5"),
    ("holiday", 2.5),
    ("holiday", 2**70),
    ("holiday", True),
    ("holiday", float("nan")),
    ("load_day_ago", None),
    ("load_day_ago", "maybe"),
    ("load_day_ago", "12.5"),
    ("load_day_ago", True),
    ("load_day_ago", float("nan")),
    ("load_week_ago", None),
    ("load_week_ago", "maybe"),
    ("load_week_ago", "12.5"),
    ("load_week_ago", True),
    ("load_week_ago", float("nan")),
]

# (column, value): each of these is answered, with a warning
STRANGE: list[tuple[str, Any]] = [
    ("temperature", 435.1),
    ("holiday", 11),
    ("load_day_ago", 411.78000000000003),
    ("load_week_ago", 411.78000000000003),
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
