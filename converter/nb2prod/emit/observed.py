"""What the run showed of a column, as far as a project may repeat it."""

import math
import re
from datetime import datetime

from ..model.run import Column
from .literals import Scalar

_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y")
_TIMES_OF_DAY = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S.%f",
    "T%H:%M",
    "T%H:%M:%S",
    "T%H:%M:%S.%f",
    "T%H:%M:%SZ",
)
_KEYS = ("id", "key", "code", "number", "nr", "uuid")
_IDENTIFIER = 0.95  # share of distinct values from which numbers are names
_LONG = 200  # characters of a text in an example
_MANY = 8  # levels named in a description; more are counted


def description(column: Column, *, data_sample: bool) -> str:
    """What training showed of the column, in one line."""
    parts = [_observed(column, data_sample=data_sample)]
    if column.nulls:
        parts.append("may be null")
    return "; ".join(parts)


def _observed(column: Column, *, data_sample: bool) -> str:
    kind = {
        "integer": "whole number", "number": "number", "boolean": "true or false", "text": "text",
        "category": "text", "datetime": "time, ISO 8601", "timedelta": "duration in seconds",
    }.get(column.family, "any value")  # fmt: skip
    levels = known_levels(column, data_sample=data_sample)
    if levels and len(levels) <= _MANY:
        return f"{', '.join(str(level) for level in levels)} in training"
    if levels:
        return f"one of {len(levels)} levels in training"
    if form := time_format(column):
        return f"text, a time as {form}"
    if column.family in ("text", "category") and column.maximum_length is not None:
        return f"{kind}, at most {column.maximum_length} characters in training"
    limits = trained_range(column, data_sample=data_sample)
    if limits is not None:
        return f"{kind}, {shown(limits[0])} to {shown(limits[1])} in training"
    if column.family == "datetime" and data_sample and column.minimum is not None:
        return f"{kind}, {column.minimum} to {column.maximum} in training"
    return kind


def shown(value: float | str | None) -> str:
    """The number as people write it: 14000, not 14000.0."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole and value is not None else str(value)


def is_identifier(column: Column, rows: int) -> bool:
    """Whether its whole numbers are names, like an order's, and no quantities."""
    if column.family != "integer" or rows == 0 or column.distinct < _IDENTIFIER * rows:
        return False
    low, high = column.minimum, column.maximum
    if (
        named_like_key(column)
        or not isinstance(low, int | float)
        or not isinstance(high, int | float)
    ):
        return True
    # 10001, 10002, 10003 ... were counted up; 1249, 95308 are amounts that happen to differ
    return high - low < 2 * column.distinct


def named_like_key(column: Column) -> bool:
    """Whether the name ends like a key's: customer_id, order number."""
    words = re.split(r"[^a-z0-9]+", column.name.lower())
    return words[-1] in _KEYS


def known_levels(column: Column, *, data_sample: bool) -> tuple[Scalar, ...]:
    """All levels that training saw; empty for numbers, and for texts that rather are names."""
    if column.family == "category" and column.levels_complete:
        return column.levels  # the dtype itself: without them there is no such column
    if column.family != "text" or not column.levels_complete or not column.levels:
        return ()
    # a level seen once may be a person: without a data sample it stays out of the project
    rare = column.rare_levels / len(column.levels)
    return () if rare > (0.5 if data_sample else 0.0) else column.levels


def time_format(column: Column) -> str | None:
    """The format of a text column that holds times, as far as its examples tell."""
    #   "2025-01-06 08:07", "2025-01-06 08:09" -> %Y-%m-%d %H:%M
    if column.family != "text" or column.levels:
        return None
    texts = [text for text in column.examples if isinstance(text, str)]
    formats = (day + time for day in _DAYS for time in _TIMES_OF_DAY)
    return next((form for form in formats if texts and all(_reads(t, form) for t in texts)), None)


def _reads(text: str, form: str) -> bool:
    try:
        return bool(datetime.strptime(text, form))
    except ValueError:
        return False


def trained_range(column: Column, *, data_sample: bool) -> tuple[float, float] | None:
    """
    Smallest and largest value in training.

    They are two records' values: without a data sample it is a rounded range around most of them.
    """
    if column.family not in ("integer", "number"):
        return None
    if data_sample:
        if not isinstance(column.minimum, int | float) or not isinstance(
            column.maximum, int | float
        ):
            return None
        return _outward(column, column.minimum, -1), _outward(column, column.maximum, 1)
    if column.low is None or column.high is None:
        return None
    spread = (column.high - column.low) / 4
    return _as_family(column, _rounded(column.low - spread)), _as_family(
        column, _rounded(column.high + spread)
    )


def _outward(column: Column, value: float, direction: int) -> float:
    """The bound with six digits at most, never tighter than it was."""
    if column.family == "integer" or float(f"{value:.6g}") == value or not math.isfinite(value):
        return _as_family(column, value)
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 5)
    count = math.ceil(value / step) if direction > 0 else math.floor(value / step)
    return float(f"{count * step:.6g}")


def _as_family(column: Column, value: float) -> float:
    whole = column.family == "integer" and math.isfinite(value)
    return int(value) if whole else float(value)


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")


def example_value(column: Column, row: int, *, data_sample: bool) -> Scalar:
    """The column's value in that row of the observed table, or a made-up one of the same kind."""
    if data_sample and row < len(column.examples):
        return _as_sent(column, column.examples[row])
    levels = known_levels(column, data_sample=data_sample)
    if levels:
        return levels[row % len(levels)]
    limits = trained_range(column, data_sample=data_sample) or (0, 1)
    middle = _as_family(column, _rounded((limits[0] + limits[1]) / 2))
    if form := time_format(column):
        return datetime(2025, 1, 6 + row % 7, 8).strftime(form)
    synthetic: dict[str, Scalar] = {
        "integer": middle,
        "number": middle,
        "boolean": row % 2 == 0,
        "datetime": f"2025-01-{6 + row % 7:02d}T08:00:00",
        "timedelta": 60.0,
        "text": f"text {row + 1}",
        "category": f"text {row + 1}",
    }
    return synthetic.get(column.family)


def _as_sent(column: Column, value: Scalar) -> Scalar:
    if column.family == "integer" and isinstance(value, float):
        return int(value)
    if column.family == "number" and isinstance(value, int):
        return float(value)
    if column.family == "datetime" and isinstance(value, str):
        return datetime.fromisoformat(value).isoformat()
    if column.family == "timedelta" and isinstance(value, str):
        return 60.0  # a request says seconds, whatever the table printed
    return value[:_LONG] if isinstance(value, str) else value
