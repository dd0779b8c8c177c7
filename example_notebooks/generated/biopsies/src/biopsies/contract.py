"""What a request holds and what an answer looks like: the columns that the model was trained on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

# the types of the table that the model was trained on
DTYPES: dict[str, Any] = {
    "mean_radius": "float64",
    "mean_texture": "float64",
    "mean_smoothness": "float64",
    "mean_compactness": "float64",
    "mean_concavity": "float64",
    "mean_concave_points": "float64",
    "mean_symmetry": "float64",
    "mean_fractal_dimension": "float64",
    "radius_error": "float64",
    "texture_error": "float64",
    "smoothness_error": "float64",
    "compactness_error": "float64",
    "concavity_error": "float64",
    "concave_points_error": "float64",
    "symmetry_error": "float64",
    "fractal_dimension_error": "float64",
    "worst_texture": "float64",
    "worst_smoothness": "float64",
    "worst_compactness": "float64",
    "worst_concavity": "float64",
    "worst_concave_points": "float64",
    "worst_symmetry": "float64",
    "worst_fractal_dimension": "float64",
    "area_ratio": "float64",
    "spread": "float64",
}
COLUMNS: tuple[str, ...] = tuple(DTYPES)

# what this service takes, and what stood in the way of taking more
SERVES: dict[str, str] = {
    "rung": "features",
    "stopped_by": 'cell 10, line 2: `df.drop("sample", axis=1, inplace=True)`: one row alone fails: KeyError: "[\'sample\'] not found in axis"',
}

# accepted and not used, so that a caller may send whole records
IGNORED: frozenset[str] = frozenset()

# what training saw: anything else is answered, with a warning
LEVELS: dict[str, tuple[Any, ...]] = {}
RANGES: dict[str, tuple[float, float]] = {
    "mean_radius": (-1.79403, 3.74599),
    "mean_texture": (-1.99635, 3.0187),
    "mean_smoothness": (-3.00543, 2.86743),
    "mean_compactness": (-1.24502, 3.37992),
    "mean_concavity": (-1.09168, 3.39235),
    "mean_concave_points": (-1.23583, 3.06483),
    "mean_symmetry": (-2.38702, 4.52705),
    "mean_fractal_dimension": (-1.77756, 4.65187),
    "radius_error": (-1.32923, 3.13957),
    "texture_error": (-1.65012, 3.33319),
    "smoothness_error": (-1.44195, 4.00871),
    "compactness_error": (-1.23979, 3.65563),
    "concavity_error": (-1.3238, 3.51176),
    "concave_points_error": (-1.97657, 3.39154),
    "symmetry_error": (-1.37868, 4.01199),
    "fractal_dimension_error": (-1.1577, 4.13808),
    "worst_texture": (-1.81775, 3.1913),
    "worst_smoothness": (-1.99123, 2.87961),
    "worst_compactness": (-1.25838, 4.32453),
    "worst_concavity": (-1.30058, 4.25469),
    "worst_concave_points": (-1.72712, 2.64419),
    "worst_symmetry": (-1.96429, 3.5169),
    "worst_fractal_dimension": (-1.48576, 3.30066),
    "area_ratio": (-1.3094, 3.62207),
    "spread": (-1.69665, 2.77268),
}

EXAMPLES: list[dict[str, Any]] = [
    {
        "mean_radius": 0.1137018861193448,
        "mean_texture": -0.022756767506852058,
        "mean_smoothness": -0.8327379637313262,
        "mean_compactness": -0.4613997708551776,
        "mean_concavity": -0.0040362356122476285,
        "mean_concave_points": -0.49104417982741877,
        "mean_symmetry": -1.2574337584761488,
        "mean_fractal_dimension": -0.7244748902261345,
        "radius_error": -0.6102583362731676,
        "texture_error": 0.28575826421192657,
        "smoothness_error": -1.0528101628316253,
        "compactness_error": -0.25654929200926835,
        "concavity_error": 0.13323260196074826,
        "concave_points_error": -0.45391476872963116,
        "symmetry_error": -0.8122364638682975,
        "fractal_dimension_error": -0.6253770373914235,
        "worst_texture": 0.4043091081738713,
        "worst_smoothness": -0.9788515540233009,
        "worst_compactness": 0.07942460533948904,
        "worst_concavity": 0.4937238419806013,
        "worst_concave_points": -0.28246086747682086,
        "worst_symmetry": -0.6867991049068966,
        "worst_fractal_dimension": -0.5080904450251552,
        "area_ratio": -0.2152446317395101,
        "spread": -0.06618663595421821,
    },
    {
        "mean_radius": -0.5823214286689583,
        "mean_texture": -0.1246791492408639,
        "mean_smoothness": -0.8341284806583871,
        "mean_compactness": -0.836920467890495,
        "mean_concavity": -0.9990316955297984,
        "mean_concave_points": -1.0197013522290737,
        "mean_symmetry": -0.9547362586669855,
        "mean_fractal_dimension": -0.30043367425564127,
        "radius_error": -0.6625519190215579,
        "texture_error": -0.10848102359120379,
        "smoothness_error": 0.11808209419468992,
        "compactness_error": -0.8139185731042898,
        "concavity_error": -1.0688378716920413,
        "concave_points_error": -1.0309316343704547,
        "symmetry_error": -0.059259503803742994,
        "fractal_dimension_error": -0.4273634842285246,
        "worst_texture": 0.18652445027140108,
        "worst_smoothness": -0.13731161854288063,
        "worst_compactness": -0.7450579812348637,
        "worst_concavity": -1.0866290662937748,
        "worst_concave_points": -0.9602150693550064,
        "worst_symmetry": -0.048836208272198894,
        "worst_fractal_dimension": -0.1607289526891034,
        "area_ratio": -0.18903266639930802,
        "spread": -0.22821385370858652,
    },
    {
        "mean_radius": -1.7940219361951546,
        "mean_texture": 1.1817804711678297,
        "mean_smoothness": -3.005420662264652,
        "mean_compactness": -1.1049890811280694,
        "mean_concavity": -1.0916726068114846,
        "mean_concave_points": -1.235828993079919,
        "mean_symmetry": -0.8366104050829216,
        "mean_fractal_dimension": -0.5307077120674316,
        "radius_error": 0.013061410647662903,
        "texture_error": 0.430182557763568,
        "smoothness_error": 0.12155655193067316,
        "compactness_error": -1.1856593532020305,
        "concavity_error": -1.3237969602181885,
        "concave_points_error": -1.9765647022786934,
        "symmetry_error": 0.8238921006548691,
        "fractal_dimension_error": -0.4139183148973389,
        "worst_texture": 0.7285298770813078,
        "worst_smoothness": -1.7757898729232593,
        "worst_compactness": -1.1948682189064224,
        "worst_concavity": -1.3005778165847353,
        "worst_concave_points": -1.7271117923422536,
        "worst_symmetry": -0.06287451162112799,
        "worst_fractal_dimension": -0.7467967162765955,
        "area_ratio": 1.03232147440877,
        "spread": -0.12793054185283192,
    },
]


class Row(BaseModel):
    """One record of `X_test`, as it was loaded for training; null only where training had gaps."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    mean_radius: float = Field(description="number, -1.79403 to 3.74599 in training")
    mean_texture: float = Field(description="number, -1.99635 to 3.0187 in training")
    mean_smoothness: float = Field(description="number, -3.00543 to 2.86743 in training")
    mean_compactness: float = Field(description="number, -1.24502 to 3.37992 in training")
    mean_concavity: float = Field(description="number, -1.09168 to 3.39235 in training")
    mean_concave_points: float = Field(description="number, -1.23583 to 3.06483 in training")
    mean_symmetry: float = Field(description="number, -2.38702 to 4.52705 in training")
    mean_fractal_dimension: float = Field(description="number, -1.77756 to 4.65187 in training")
    radius_error: float = Field(description="number, -1.32923 to 3.13957 in training")
    texture_error: float = Field(description="number, -1.65012 to 3.33319 in training")
    smoothness_error: float = Field(description="number, -1.44195 to 4.00871 in training")
    compactness_error: float = Field(description="number, -1.23979 to 3.65563 in training")
    concavity_error: float = Field(description="number, -1.3238 to 3.51176 in training")
    concave_points_error: float = Field(description="number, -1.97657 to 3.39154 in training")
    symmetry_error: float = Field(description="number, -1.37868 to 4.01199 in training")
    fractal_dimension_error: float = Field(description="number, -1.1577 to 4.13808 in training")
    worst_texture: float = Field(description="number, -1.81775 to 3.1913 in training")
    worst_smoothness: float = Field(description="number, -1.99123 to 2.87961 in training")
    worst_compactness: float = Field(description="number, -1.25838 to 4.32453 in training")
    worst_concavity: float = Field(description="number, -1.30058 to 4.25469 in training")
    worst_concave_points: float = Field(description="number, -1.72712 to 2.64419 in training")
    worst_symmetry: float = Field(description="number, -1.96429 to 3.5169 in training")
    worst_fractal_dimension: float = Field(description="number, -1.48576 to 3.30066 in training")
    area_ratio: float = Field(description="number, -1.3094 to 3.62207 in training")
    spread: float = Field(description="number, -1.69665 to 2.77268 in training")


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
