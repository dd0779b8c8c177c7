"""Which expectations are safe: they hold for the training table and seldom alarm for its like."""

import math
from dataclasses import dataclass

from ..model.run import Column
from .literals import literal
from .observed import is_identifier, known_levels, named_like_key, shown, trained_range

ENOUGH = 1000  # rows from which "never" means something
_OPEN = 0.05  # share of rows with a level of their own from which a set says nothing
_REPEATS = 10  # times that a level must have been seen on average to call the set closed
_TYPES = {
    "integer": "whole_numbers",
    "number": "numbers",
    "boolean": "true_or_false",
    "text": "texts",
    "category": "categories",
    "timedelta": "durations",
}


@dataclass(frozen=True, slots=True)
class ColumnChecks:
    """What is expected of one column, and what training showed."""

    note: str
    lines: tuple[str, ...]


def column_checks(column: Column, rows: int, *, data_sample: bool = True) -> ColumnChecks:
    """The expectations of a column that a table of that many rows supports; 0 rows: not known."""
    lines = (
        *_type(column),
        *_nulls(column, rows),
        *_range(column, rows),
        *_levels(column, rows, data_sample=data_sample),
    )
    if _key_like(column, rows):
        lines = (*lines, f"unique({literal(column.name)})")
    return ColumnChecks(_note(column, rows, data_sample=data_sample), lines)


def _note(column: Column, rows: int, *, data_sample: bool) -> str:
    kind = {"integer": "whole numbers", "number": "numbers", "boolean": "true or false"}
    parts = [kind.get(column.family, column.family)]
    if column.family in ("integer", "number") and not is_identifier(column, rows):
        limits = trained_range(column, data_sample=data_sample)
        parts += [f"{shown(limits[0])} to {shown(limits[1])}"] if limits else []
    elif column.family in ("text", "category"):
        parts.append(f"{column.distinct:,} levels")
    if column.nulls == 0:
        parts.append("never null")
    else:
        parts.append(f"{100 * column.nulls / rows:.1f} % null" if rows else "sometimes null")
    return f"{column.name}: {', '.join(parts)}"


def _type(column: Column) -> tuple[str, ...]:
    check = _TYPES.get(column.family)
    if column.family == "integer" and column.dtype.startswith("float"):
        check = "numbers"  # gaps made them floats
    if column.family != "text" and column.dtype == "object":
        check = None  # its values are of several types
    if column.dtype.startswith("datetime64"):
        check = "zoned_times" if "," in column.dtype else "times"
    if check is None:
        return ()
    # a batch whose texts are all missing is read as numbers
    severity = (
        "WARNING" if column.nulls and check not in ("numbers", "whole_numbers") else "CRITICAL"
    )
    return (f"{check}({literal(column.name)}, {severity})",)


def _nulls(column: Column, rows: int) -> tuple[str, ...]:
    if column.nulls == 0:
        return (f"never_null({literal(column.name)}, {_certain(rows)})",)
    if rows == 0:
        return ()
    share = round(_upper_share(column.nulls, rows), 4)
    return (f"nulls_at_most({literal(column.name)}, {share}, rows)",)


def _certain(rows: int) -> str:
    """The severity of what was never seen: a short table has not seen much."""
    return "CRITICAL" if rows >= ENOUGH else "WARNING"


def _upper_share(count: int, rows: int) -> float:
    """The largest true share that would give that count once in a hundred times (Wilson)."""
    z, share = 2.33, count / rows
    middle = share + z * z / (2 * rows)
    spread = z * math.sqrt(share * (1 - share) / rows + z * z / (4 * rows * rows))
    return min(1.0, (middle + spread) / (1 + z * z / rows))


def _range(column: Column, rows: int) -> tuple[str, ...]:
    limits = (column.minimum, column.maximum, column.low, column.high)
    if column.family not in ("integer", "number") or is_identifier(column, rows):
        return ()
    if not all(isinstance(limit, int | float) and math.isfinite(limit) for limit in limits):
        return ()
    low, high, usual_low, usual_high = (float(limit) for limit in limits if limit is not None)
    name, wider = literal(column.name), 0.25 * (usual_high - usual_low)
    if low >= 0 and high <= 1 and (column.family == "number" or high == 1):
        return (f"share({name}, {_certain(rows)})",)
    sign = (f"not_negative({name}, {_certain(rows)})",) if low >= 0 else ()
    # the sign is checked by itself
    lowest = _outward(low - wider, -1) if low - wider > 0 or not sign else 0
    highest = _outward(high + wider, 1)
    if column.family == "integer":
        lowest, highest = math.floor(lowest), math.ceil(highest)
    return (*sign, f"within({name}, {lowest}, {highest}, rows)")


def _outward(value: float, direction: int) -> float | int:
    """The bound with three digits, never tighter than it was."""
    if value == 0:
        return 0
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 2)
    rounded = (math.ceil(value / step) if direction > 0 else math.floor(value / step)) * step
    found = float(f"{rounded:.3g}")
    return int(found) if found.is_integer() and abs(found) < 1e15 else found


def _levels(column: Column, rows: int, *, data_sample: bool) -> tuple[str, ...]:
    levels = known_levels(column, data_sample=data_sample)
    if not levels:
        return ()
    name, unseen = literal(column.name), column.rare_levels / max(rows, 1)
    closed = column.rare_levels == 0 and (not rows or rows >= _REPEATS * len(levels))
    values = f"[{', '.join(literal(level) for level in levels)}]"
    if closed:
        return (f"one_of({name}, {values})",)
    if unseen > _OPEN or rows == 0:
        return ()  # rather names than levels
    return (f"mostly_one_of({name}, {values}, {round(2 * unseen + 0.01, 4)}, rows)",)


def _key_like(column: Column, rows: int) -> bool:
    if column.family not in ("integer", "text") or column.nulls or rows < ENOUGH:
        return False
    return column.distinct == rows and named_like_key(column)
