"""What a request holds and what an answer looks like: the columns that the model was trained on."""

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

# the types of the table that the model was trained on
DTYPES: dict[str, Any] = {
    "user_id": "str",
    "movie_id": "int64",
}
COLUMNS: tuple[str, ...] = tuple(DTYPES)

# what this service takes, and what stood in the way of taking more
SERVES: dict[str, str] = {
    "rung": "raw rows",
    "stopped_by": "",
}

# accepted and not used, so that a caller may send whole records
IGNORED: frozenset[str] = frozenset({"rated_at", "stars"})

# what training saw: anything else is answered, with a warning
LEVELS: dict[str, tuple[Any, ...]] = {}
RANGES: dict[str, tuple[float, float]] = {
    "movie_id": (1, 160),
}

EXAMPLES: list[dict[str, Any]] = [
    {
        "user_id": "U053",
        "movie_id": 108,
    },
    {
        "user_id": "U086",
        "movie_id": 58,
    },
    {
        "user_id": "U147",
        "movie_id": 58,
    },
]

Int64 = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]


class Row(BaseModel):
    """One record of `ratings`, as it was loaded for training; null only where training had gaps."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    user_id: str = Field(description="text, at most 4 characters in training")
    movie_id: Int64 = Field(description="whole number, 1 to 160 in training")
    stars: Any = Field(default=None, description="accepted and ignored")
    rated_at: Any = Field(default=None, description="accepted and ignored")


FIELDS = {field.alias or name: name for name, field in Row.model_fields.items()}


class PredictRequest(BaseModel):
    """Rows to answer, at most 10,000 at a time."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    rows: list[Row] = Field(min_length=1, max_length=10_000, examples=[EXAMPLES])


class PredictResponse(BaseModel):
    """One prediction for each row, in the order of the rows."""

    model_config = ConfigDict(protected_namespaces=())

    predictions: list[Any]
    model_version: str
    request_id: str
    warnings: list[str] = Field(description="what a caller should know about the rows sent")


def to_frame(rows: Sequence[Row]) -> pd.DataFrame:
    """Return the rows as a table with the columns, order and types of the training table."""
    return pd.DataFrame(
        {
            column: _column([getattr(row, FIELDS[column]) for row in rows], dtype)
            for column, dtype in DTYPES.items()
        }
    )


def warnings_for(rows: Sequence[Row]) -> list[str]:
    """Return what is strange about rows that are answered all the same; values are not repeated."""
    sent = {name for row in rows for name in row.model_fields_set}
    found = [f"`{column}` is ignored" for column in sorted(IGNORED) if FIELDS[column] in sent]
    for column, (low, high) in RANGES.items():
        outside = [
            number
            for number, value in enumerate(_values(rows, column))
            if value is not None and not low <= value <= high
        ]
        if outside:
            found.append(f"{_places(outside)}: `{column}` is outside the trained {low} to {high}")
    for column, levels in LEVELS.items():
        unknown = [
            number
            for number, value in enumerate(_values(rows, column))
            if value is not None and value not in levels
        ]
        if unknown:
            found.append(f"{_places(unknown)}: `{column}` has a level that training never saw")
    return found


def _values(rows: Sequence[Row], column: str) -> list[Any]:
    return [getattr(row, FIELDS[column]) for row in rows]


def _places(numbers: list[int]) -> str:
    # counted from 0, as in the paths of a refused request
    named = ", ".join(f"rows[{number}]" for number in numbers[:3])
    return named if len(numbers) <= 3 else f"{named} and {len(numbers) - 3} more"


def _column(values: list[Any], dtype: Any) -> Any:
    if dtype in ("int64",):
        return np.array(values, dtype=dtype)  # several times faster than an array of pandas
    return pd.array(values, dtype=dtype)
