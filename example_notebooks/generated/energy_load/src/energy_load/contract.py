"""What a request holds and what an answer looks like: the columns that the model was trained on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

# the types of the table that the model was trained on
DTYPES: dict[str, Any] = {
    "hour_start": "datetime64[us]",
    "temperature": "float64",
    "holiday": "int64",
    "load_day_ago": "float64",
    "load_week_ago": "float64",
}
COLUMNS: tuple[str, ...] = tuple(DTYPES)

# what this service takes, and what stood in the way of taking more
SERVES: dict[str, str] = {
    "rung": "raw rows",
    "stopped_by": "",
}

# accepted and not used, so that a caller may send whole records
IGNORED: frozenset[str] = frozenset({"load_mw"})

# what training saw: anything else is answered, with a warning
LEVELS: dict[str, tuple[Any, ...]] = {}
RANGES: dict[str, tuple[float, float]] = {
    "temperature": (-10.4, 30.1),
    "holiday": (0, 1),
    "load_day_ago": (18.64, 54.38),
    "load_week_ago": (18.64, 54.38),
}

EXAMPLES: list[dict[str, Any]] = [
    {
        "hour_start": "2024-01-08T00:00:00",
        "temperature": -4.5,
        "holiday": 0,
        "load_day_ago": 29.93,
        "load_week_ago": 29.58,
    },
    {
        "hour_start": "2024-01-08T01:00:00",
        "temperature": -6.8,
        "holiday": 0,
        "load_day_ago": 26.35,
        "load_week_ago": 26.16,
    },
    {
        "hour_start": "2024-01-08T02:00:00",
        "temperature": -7.7,
        "holiday": 0,
        "load_day_ago": 25.11,
        "load_week_ago": 25.22,
    },
]

Int64 = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]


def _local_time(value: object) -> datetime:
    time = _time(value)
    if time.tzinfo is not None:
        raise ValueError("a time without an offset is needed, as in training")
    return time


def _time(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError("a time as ISO 8601 text is needed")
    return datetime.fromisoformat(value)


LocalTime = Annotated[datetime, BeforeValidator(_local_time)]


class Row(BaseModel):
    """One record of `load`, as it was loaded for training; null only where training had gaps."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    hour_start: LocalTime = Field(
        description="time, ISO 8601, 2024-01-08 00:00:00 to 2025-06-29 23:00:00 in training"
    )
    temperature: float | None = Field(description="number, -10.4 to 30.1 in training; may be null")
    holiday: Int64 = Field(description="whole number, 0 to 1 in training")
    load_day_ago: float = Field(description="number, 18.64 to 54.38 in training")
    load_week_ago: float = Field(description="number, 18.64 to 54.38 in training")
    load_mw: Any = Field(default=None, description="accepted and ignored")


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
    if dtype in ("float64", "int64"):
        return np.array(values, dtype=dtype)  # several times faster than an array of pandas
    return pd.array(values, dtype=dtype)
