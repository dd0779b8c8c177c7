"""The notebook's rows as a client would send them, and the prediction that belongs to each."""

import datetime
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .boundary import captured
from .differences import limit_of, shown

MOST_LEVELS = 30
AT_LEAST = 50


class Unusable(Exception):
    """The captured rows and predictions cannot be brought together; the text says why."""


@dataclass(frozen=True)
class Observed:
    """The request table, and the predictions of its rows by position."""

    table: Any  # a data frame with all raw columns
    columns: tuple[str, ...]
    expected: Mapping[int, Any]  # position -> prediction, as JSON would hold it
    left_out: int  # rows whose prediction is no finite number
    order: tuple[int, ...]  # positions of all predicted rows, in the order of the predictions

    def record(self, position: int, **other: Any) -> dict[str, Any]:
        """One row as JSON would hold it; keyword arguments stand for further columns."""
        row = {name: to_json(self._values[name][position]) for name in self.columns}
        return {**row, **other}

    @cached_property
    def _values(self) -> dict[str, list[Any]]:
        # by column: a row of a table of numbers would make floats of its integers
        return {name: self.table[name].tolist() for name in self.columns}

    def positions(self) -> list[int]:
        """All rows that have a prediction, in order."""
        return sorted(self.expected)


def observed(request: Mapping[str, Any]) -> Observed:
    """What the request's pickles hold, brought together."""
    where = request["source"], request["package"]
    table = captured(request["table"]["pickle"], *where)["values"][request["table"]["name"]]
    given = captured(request["prediction"]["pickle"], *where)["values"]
    prediction = given[request["prediction"]["name"]]
    columns = tuple(request["columns"])
    table = _as_frame(table, columns)
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise Unusable(f"the captured `{request['table']['name']}` has no column {missing[0]!r}")
    answers = answers_of(prediction)
    places = _places(request, table, prediction, len(answers))
    if len(places) != len(answers):
        raise Unusable(f"{len(answers):,} predictions for {len(places):,} rows")
    pairs = dict(zip(places, answers, strict=True))
    finite = {place: answer for place, answer in pairs.items() if _is_finite(answer)}
    if not finite:
        raise Unusable("no row has a prediction that is a finite value")
    return Observed(table, columns, finite, len(pairs) - len(finite), tuple(places))


def answers_of(prediction: Any) -> list[Any]:
    """One JSON value for each row: a scalar, a list, or an object of named columns."""
    if type(prediction).__name__ == "DataFrame":
        records: list[dict[Any, Any]] = prediction.to_dict("records")
        return [{str(key): to_json(value) for key, value in row.items()} for row in records]
    values = prediction.tolist() if hasattr(prediction, "tolist") else prediction
    if not isinstance(values, list | tuple):
        raise Unusable(f"the prediction is a single {type(prediction).__name__}, not one per row")
    return [to_json(value) for value in values]


def to_json(value: Any) -> Any:
    """The value as JSON holds it; missing ones are null."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if hasattr(value, "tolist") and getattr(value, "shape", None):
        return to_json(value.tolist())
    if type(value).__name__ in ("NaTType", "NAType") or value != value:
        return None
    if isinstance(value, float):
        return float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return to_json(value.item())
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    return str(value)


def coverage(rows: Observed) -> list[int]:
    """
    Rows that show each column's corners: missing, present, smallest, largest, each level.

    Filled with others, drawn with a fixed seed, to fifty rows where there are as many.
    """
    positions = rows.positions()
    chosen: dict[int, None] = {}
    for name in rows.columns:
        column = rows.table[name].iloc[positions]
        for found in _corners(column):
            chosen[positions[found]] = None
    others = [place for place in positions if place not in chosen]
    random.Random(0).shuffle(others)
    chosen.update(dict.fromkeys(others[: max(0, AT_LEAST - len(chosen))]))
    return sorted(chosen)


def _corners(column: Any) -> Iterable[int]:
    """Positions of the column's first missing and present value, extremes, and each level."""
    missing = column.isna().to_numpy()
    present = [at for at, empty in enumerate(missing) if not empty]
    if missing.any():
        yield int(missing.argmax())
    if not present:
        return
    yield present[0]
    values = column.to_numpy(dtype=object)
    try:
        yield min(present, key=lambda at: values[at])
        yield max(present, key=lambda at: values[at])
        levels = {values[at]: at for at in reversed(present)}
    except TypeError:
        return  # values that have no order
    if len(levels) <= MOST_LEVELS:
        yield from levels.values()


def answer_difference(expected: Any, actual: Any, tolerance: float, scale: float) -> float | None:
    """
    None when the answer is the prediction, else by how much it is off (infinitely, if no number).

    JSON does not tell 2 from 2.0, so only the value counts here; a truth is no number.
    """
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        if list(expected) != list(actual):
            return math.inf
        return answer_difference(list(expected.values()), list(actual.values()), tolerance, scale)
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return math.inf
        pairs = zip(expected, actual, strict=True)
        off = [answer_difference(one, two, tolerance, scale) for one, two in pairs]
        return max((size for size in off if size is not None), default=None)
    numbers = all(
        isinstance(v, int | float) and not isinstance(v, bool) for v in (expected, actual)
    )
    if numbers and not (isinstance(expected, int) and isinstance(actual, int)):
        size = abs(expected - actual)
        return None if size <= limit_of(expected, scale, tolerance) else size
    if numbers:
        return None if expected == actual else float(abs(expected - actual))
    return None if type(expected) is type(actual) and expected == actual else math.inf


def scale_of(answers: Iterable[Any]) -> float:
    """The largest number among the answers."""
    numbers = [
        abs(value)
        for answer in answers
        for value in (answer.values() if isinstance(answer, Mapping) else [answer])
        if isinstance(value, int | float)
    ]
    return float(max(numbers, default=0.0))


def told_row(rows: Observed, position: int, name: str) -> str:
    """A row's number, and its label where that is another one."""
    label = rows.table.index[position]
    return f"row {position} of `{name}`" + ("" if label == position else f" (index {shown(label)})")


def _as_frame(table: Any, columns: Sequence[str]) -> Any:
    import pandas as pd

    if isinstance(table, pd.DataFrame):
        return table.rename(columns=str)
    shape: tuple[int, ...] = getattr(table, "shape", ())
    if len(shape) == 2 and shape[1] == len(columns):
        return pd.DataFrame(as_array(table), columns=list(columns))
    raise Unusable(f"the request table is a {type(table).__name__}, not a table")


def as_array(table: Any) -> Any:
    """What has rows and columns as an array: sparse matrices and tensors too."""
    import numpy

    dense = table.toarray() if hasattr(table, "toarray") else table
    return numpy.asarray(dense.detach() if hasattr(dense, "detach") else dense)


def _places(request: Mapping[str, Any], table: Any, prediction: Any, count: int) -> list[int]:
    """The positions in the request table of the predicted rows, in the order of the predictions."""
    if request["row_ids"] == "all":
        return list(range(len(table)))
    if request["row_ids"] == "rows":
        return [int(place) for place in request["rows_asked"]]
    labels = getattr(prediction, "index", None)
    if labels is None or callable(labels):
        labels = _labels_beside(request, count)
    if not table.index.is_unique:
        raise Unusable("the request table has rows with the same label")
    places = table.index.get_indexer(labels)
    if (places < 0).any():
        raise Unusable("predictions belong to rows that the request table does not have")
    return [int(place) for place in places]


def _labels_beside(request: Mapping[str, Any], count: int) -> Any:
    """The labels of the table that was predicted: an array has none of its own."""
    features = request.get("features")
    if features:
        where = request["source"], request["package"]
        table = captured(features["pickle"], *where)["values"][features["name"]]
        if hasattr(table, "index") and len(table) == count:
            return table.index
    raise Unusable("the predictions have no row labels, and no feature table of their length")


def _is_finite(answer: Any) -> bool:
    if isinstance(answer, Mapping):
        return all(map(_is_finite, answer.values()))
    if isinstance(answer, list):
        return all(map(_is_finite, answer))
    return answer is not None and (not isinstance(answer, float) or math.isfinite(answer))
