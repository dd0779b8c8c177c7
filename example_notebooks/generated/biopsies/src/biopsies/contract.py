"""What a request holds and what an answer looks like: the columns that the model was trained on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

# the types of the table that the model was trained on
DTYPES: dict[str, Any] = {
    "mean radius": "float64",
    "mean texture": "float64",
    "mean area": "float64",
    "mean smoothness": "float64",
    "mean compactness": "float64",
    "mean concavity": "float64",
    "mean concave points": "float64",
    "mean symmetry": "float64",
    "mean fractal dimension": "float64",
    "radius error": "float64",
    "texture error": "float64",
    "smoothness error": "float64",
    "compactness error": "float64",
    "concavity error": "float64",
    "concave points error": "float64",
    "symmetry error": "float64",
    "fractal dimension error": "float64",
    "worst radius": "float64",
    "worst texture": "float64",
    "worst area": "float64",
    "worst smoothness": "float64",
    "worst compactness": "float64",
    "worst concavity": "float64",
    "worst concave points": "float64",
    "worst symmetry": "float64",
    "worst fractal dimension": "float64",
}
COLUMNS: tuple[str, ...] = tuple(DTYPES)

# what this service takes, and what stood in the way of taking more
SERVES: dict[str, str] = {
    "rung": "raw rows",
    "stopped_by": "",
}

# accepted and not used, so that a caller may send whole records
IGNORED: frozenset[str] = frozenset(
    {"area error", "diagnosis", "mean perimeter", "perimeter error", "sample", "worst perimeter"}
)

# what training saw: anything else is answered, with a warning
LEVELS: dict[str, tuple[Any, ...]] = {}
RANGES: dict[str, tuple[float, float]] = {
    "mean radius": (6.981, 28.11),
    "mean texture": (9.71, 39.28),
    "mean area": (143.5, 2501.0),
    "mean smoothness": (0.05263, 0.1634),
    "mean compactness": (0.01938, 0.3454),
    "mean concavity": (0.0, 0.4268),
    "mean concave points": (0.0, 0.2012),
    "mean symmetry": (0.106, 0.304),
    "mean fractal dimension": (0.04996, 0.09744),
    "radius error": (0.1115, 2.873),
    "texture error": (0.3602, 4.885),
    "smoothness error": (0.001713, 0.03113),
    "compactness error": (0.002252, 0.1354),
    "concavity error": (0.0, 0.396),
    "concave points error": (0.0, 0.05279),
    "symmetry error": (0.007882, 0.07895),
    "fractal dimension error": (0.0008948, 0.02984),
    "worst radius": (7.93, 36.04),
    "worst texture": (12.02, 49.54),
    "worst area": (185.2, 4254.0),
    "worst smoothness": (0.07117, 0.2226),
    "worst compactness": (0.02729, 1.058),
    "worst concavity": (0.0, 1.252),
    "worst concave points": (0.0, 0.291),
    "worst symmetry": (0.1565, 0.6638),
    "worst fractal dimension": (0.05504, 0.2075),
}

EXAMPLES: list[dict[str, Any]] = [
    {
        "mean radius": 17.99,
        "mean texture": 10.38,
        "mean area": 1001.0,
        "mean smoothness": 0.1184,
        "mean compactness": 0.2776,
        "mean concavity": 0.3001,
        "mean concave points": 0.1471,
        "mean symmetry": 0.2419,
        "mean fractal dimension": 0.07871,
        "radius error": 1.095,
        "texture error": 0.9053,
        "smoothness error": 0.006399,
        "compactness error": 0.04904,
        "concavity error": 0.05373,
        "concave points error": 0.01587,
        "symmetry error": 0.03003,
        "fractal dimension error": 0.006193,
        "worst radius": 25.38,
        "worst texture": 17.33,
        "worst area": 2019.0,
        "worst smoothness": 0.1622,
        "worst compactness": 0.6656,
        "worst concavity": 0.7119,
        "worst concave points": 0.2654,
        "worst symmetry": 0.4601,
        "worst fractal dimension": 0.1189,
    },
    {
        "mean radius": 20.57,
        "mean texture": 17.77,
        "mean area": 1326.0,
        "mean smoothness": 0.08474,
        "mean compactness": 0.07864,
        "mean concavity": 0.0869,
        "mean concave points": 0.07017,
        "mean symmetry": 0.1812,
        "mean fractal dimension": 0.05667,
        "radius error": 0.5435,
        "texture error": 0.7339,
        "smoothness error": 0.005225,
        "compactness error": 0.01308,
        "concavity error": 0.0186,
        "concave points error": 0.0134,
        "symmetry error": 0.01389,
        "fractal dimension error": 0.003532,
        "worst radius": 24.99,
        "worst texture": 23.41,
        "worst area": 1956.0,
        "worst smoothness": 0.1238,
        "worst compactness": 0.1866,
        "worst concavity": 0.2416,
        "worst concave points": 0.186,
        "worst symmetry": 0.275,
        "worst fractal dimension": 0.08902,
    },
    {
        "mean radius": 19.69,
        "mean texture": 21.25,
        "mean area": 1203.0,
        "mean smoothness": 0.1096,
        "mean compactness": 0.1599,
        "mean concavity": 0.1974,
        "mean concave points": 0.1279,
        "mean symmetry": 0.2069,
        "mean fractal dimension": 0.05999,
        "radius error": 0.7456,
        "texture error": 0.7869,
        "smoothness error": 0.00615,
        "compactness error": 0.04006,
        "concavity error": 0.03832,
        "concave points error": 0.02058,
        "symmetry error": 0.0225,
        "fractal dimension error": 0.004571,
        "worst radius": 23.57,
        "worst texture": 25.53,
        "worst area": 1709.0,
        "worst smoothness": 0.1444,
        "worst compactness": 0.4245,
        "worst concavity": 0.4504,
        "worst concave points": 0.243,
        "worst symmetry": 0.3613,
        "worst fractal dimension": 0.08758,
    },
]


class Row(BaseModel):
    """One record of `df`, as it was loaded for training; null only where training had gaps."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    mean_radius: float = Field(
        alias="mean radius", description="number, 6.981 to 28.11 in training"
    )
    mean_texture: float = Field(
        alias="mean texture", description="number, 9.71 to 39.28 in training"
    )
    mean_area: float = Field(alias="mean area", description="number, 143.5 to 2501 in training")
    mean_smoothness: float = Field(
        alias="mean smoothness", description="number, 0.05263 to 0.1634 in training"
    )
    mean_compactness: float = Field(
        alias="mean compactness", description="number, 0.01938 to 0.3454 in training"
    )
    mean_concavity: float = Field(
        alias="mean concavity", description="number, 0 to 0.4268 in training"
    )
    mean_concave_points: float = Field(
        alias="mean concave points", description="number, 0 to 0.2012 in training"
    )
    mean_symmetry: float = Field(
        alias="mean symmetry", description="number, 0.106 to 0.304 in training"
    )
    mean_fractal_dimension: float = Field(
        alias="mean fractal dimension", description="number, 0.04996 to 0.09744 in training"
    )
    radius_error: float = Field(
        alias="radius error", description="number, 0.1115 to 2.873 in training"
    )
    texture_error: float = Field(
        alias="texture error", description="number, 0.3602 to 4.885 in training"
    )
    smoothness_error: float = Field(
        alias="smoothness error", description="number, 0.001713 to 0.03113 in training"
    )
    compactness_error: float = Field(
        alias="compactness error", description="number, 0.002252 to 0.1354 in training"
    )
    concavity_error: float = Field(
        alias="concavity error", description="number, 0 to 0.396 in training"
    )
    concave_points_error: float = Field(
        alias="concave points error", description="number, 0 to 0.05279 in training"
    )
    symmetry_error: float = Field(
        alias="symmetry error", description="number, 0.007882 to 0.07895 in training"
    )
    fractal_dimension_error: float = Field(
        alias="fractal dimension error", description="number, 0.0008948 to 0.02984 in training"
    )
    worst_radius: float = Field(
        alias="worst radius", description="number, 7.93 to 36.04 in training"
    )
    worst_texture: float = Field(
        alias="worst texture", description="number, 12.02 to 49.54 in training"
    )
    worst_area: float = Field(alias="worst area", description="number, 185.2 to 4254 in training")
    worst_smoothness: float = Field(
        alias="worst smoothness", description="number, 0.07117 to 0.2226 in training"
    )
    worst_compactness: float = Field(
        alias="worst compactness", description="number, 0.02729 to 1.058 in training"
    )
    worst_concavity: float = Field(
        alias="worst concavity", description="number, 0 to 1.252 in training"
    )
    worst_concave_points: float = Field(
        alias="worst concave points", description="number, 0 to 0.291 in training"
    )
    worst_symmetry: float = Field(
        alias="worst symmetry", description="number, 0.1565 to 0.6638 in training"
    )
    worst_fractal_dimension: float = Field(
        alias="worst fractal dimension", description="number, 0.05504 to 0.2075 in training"
    )
    sample: Any = Field(default=None, description="accepted and ignored")
    mean_perimeter: Any = Field(
        default=None, alias="mean perimeter", description="accepted and ignored"
    )
    perimeter_error: Any = Field(
        default=None, alias="perimeter error", description="accepted and ignored"
    )
    area_error: Any = Field(default=None, alias="area error", description="accepted and ignored")
    worst_perimeter: Any = Field(
        default=None, alias="worst perimeter", description="accepted and ignored"
    )
    diagnosis: Any = Field(default=None, description="accepted and ignored")


FIELDS = {field.alias or name: name for name, field in Row.model_fields.items()}


class PredictRequest(BaseModel):
    """Rows to answer, at most 10,000 at a time."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    rows: list[Row] = Field(min_length=1, max_length=10_000, examples=[EXAMPLES])


class PredictResponse(BaseModel):
    """One prediction for each row, in the order of the rows."""

    model_config = ConfigDict(protected_namespaces=())

    predictions: list[dict[str, Any]]
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
    if dtype in ("float64",):
        return np.array(values, dtype=dtype)  # several times faster than an array of pandas
    return pd.array(values, dtype=dtype)
