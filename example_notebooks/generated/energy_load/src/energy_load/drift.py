"""
Have the rows changed since training? Counts in fixed bins, compared with the training table.

Fifty rows without any drift often have a PSI above 0.1, and in fifty thousand a significance test
finds what nobody cares for. So a column alarms only when its change is significant AND big.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

ENOUGH_ROWS = 200
SIGNIFICANCE = 0.001  # for all columns together
BIG = 0.1  # standard deviations of a number; share of the rows for anything else
FEW_LEVELS = 10  # a number with so few different values is counted value by value
MOST_LEVELS = 50
ROWS_OF_A_LEVEL = 10  # a rarer level could be a person's name

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Drift:
    """How far one column is from training."""

    column: str
    rows: int
    psi: float  # shown because people know it; it never alarms
    distance: float
    alarm: bool

    def __str__(self) -> str:
        if self.rows < ENOUGH_ROWS:
            return f"{self.column:30} not enough rows yet ({self.rows} of {ENOUGH_ROWS})"
        numbers = f"distance {self.distance:.3f}, PSI {self.psi:.3f}, {self.rows} rows"
        return f"{self.column:30} {'ALARM' if self.alarm else 'ok':5} {numbers}"


def reference(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The bins of each column with their share of the rows; no row of the table is in it."""
    return {str(name): _reference_of(table[name]) for name in table}


def counts(table: pd.DataFrame, reference: Mapping[str, Any]) -> dict[str, Counts]:
    """How many rows are in each bin of each column; the last bin is for missing values."""
    return {name: _counts_of(table[name], bins) for name, bins in reference.items()}


def drifts(counted: Mapping[str, Counts], reference: Mapping[str, Any]) -> list[Drift]:
    """Each column against training."""
    return [_drift(name, n, reference[name], len(counted)) for name, n in counted.items()]


def _reference_of(column: pd.Series) -> dict[str, Any]:
    known = pd.Series(_plain(column)).dropna()
    bins: dict[str, Any]
    if known.dtype == float and known.nunique() > FEW_LEVELS:
        edges = np.unique(known.quantile(np.linspace(0.1, 0.9, 9)))
        inside = known.groupby(np.searchsorted(edges, known, side="right")).mean()
        centres = inside.reindex(range(len(edges) + 1)).fillna(pd.Series([edges[0], *edges]))
        bins = {"edges": edges.tolist(), "centres": centres.tolist(), "sd": float(known.std())}
    else:
        often = known.value_counts()
        bins = {"levels": sorted(often[often >= ROWS_OF_A_LEVEL].index[:MOST_LEVELS].tolist())}
    return bins | {"counts": _counts_of(column, bins).tolist()}


def _counts_of(column: pd.Series, bins: Mapping[str, Any]) -> Counts:
    values = _plain(column)
    if "edges" in bins:
        missing = len(bins["edges"]) + 1
        place = np.searchsorted(bins["edges"], np.asarray(values), side="right")
    else:
        number = {level: i for i, level in enumerate(bins["levels"])}
        missing = len(number) + 1  # the one before it is for all other levels
        place = np.array([number.get(value, missing - 1) for value in values], dtype=np.int64)
    place[pd.isna(np.asarray(values))] = missing
    return np.bincount(place, minlength=missing + 1)


def _plain(column: pd.Series) -> list[Any] | npt.NDArray[np.float64]:
    """Numbers for numbers, yes and no, and times; text for the rest."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = (column - pd.Timestamp(0, tz=column.dt.tz)).dt.total_seconds()
    if pd.api.types.is_numeric_dtype(column):
        numbers = column.to_numpy(dtype=float, na_value=math.nan)
        return np.where(np.isfinite(numbers), numbers, math.nan)
    return [None if gap else str(v) for v, gap in zip(column, column.isna(), strict=True)]


def _drift(name: str, counted: Counts, bins: Mapping[str, Any], columns: int) -> Drift:
    trained = np.array(bins["counts"])
    rows, rows_trained = int(counted.sum()), int(trained.sum())
    if rows < ENOUGH_ROWS:
        return Drift(name, rows, math.nan, math.nan, alarm=False)
    seen, expected = counted / rows, trained / rows_trained
    change = seen - expected
    # at least one row: a single stray one, in a bin that was empty in training, is no surprise
    likely = np.maximum((counted + trained) / (rows + rows_trained), 1 / rows)
    surprise = float((change**2 / likely).sum() / (1 / rows + 1 / rows_trained))
    distance = float(np.abs(change).sum() / 2)
    if "edges" in bins:
        moved = np.abs(np.cumsum(change[:-1])[:-1] * np.diff(bins["centres"])).sum() / bins["sd"]
        distance = float(max(moved, abs(change[-1])))  # the last bin is for missing values
    ratio = np.maximum(seen, 0.5 / rows) / np.maximum(expected, 0.5 / rows_trained)
    psi = float((change * np.log(ratio)).sum())
    significant = surprise > _chi_square(len(trained) - 1, SIGNIFICANCE / columns)
    return Drift(name, rows, psi, distance, alarm=significant and distance > BIG)


def _chi_square(freedom: int, tail: float) -> float:
    """The quantile, by the cube root of Wilson and Hilferty: a per cent off, and no SciPy."""
    part = 2 / (9 * freedom)
    return freedom * float((1 - part + NormalDist().inv_cdf(1 - tail) * math.sqrt(part)) ** 3)
