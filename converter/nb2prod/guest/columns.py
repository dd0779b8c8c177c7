"""Describes the columns of a table as JSON: family, gaps, bounds, levels."""

import math
import sys
from contextlib import suppress
from typing import Any

LARGE = 200_000  # rows; beyond it quantiles come from a sample
HUGE = 5_000_000  # rows; beyond it levels do so too
TEXT = 200  # characters of a value that are shown


def frame_columns(frame: Any) -> list[dict[str, Any]]:
    """Each column described; looked at in a shallow copy, so that no cache of the table changes."""
    looked_at = frame.copy(deep=False)
    labels = enumerate(looked_at.columns)
    return [column_of(str(label), looked_at.iloc[:, position]) for position, label in labels]


def column_of(name: str, column: Any) -> dict[str, Any]:
    """One column in the fields of the host's `Column`."""
    described: dict[str, Any] = {
        "name": name,
        "family": "other",
        "dtype": str(column.dtype),
        "nulls": 0,
        "distinct": 0,
        "minimum": None,
        "maximum": None,
        "low": None,
        "high": None,
        "levels": [],
        "levels_complete": False,
        "examples": [json_scalar(value) for value in column.iloc[:5].tolist()],
        "maximum_length": None,
        "rare_levels": 0,
        "ordered": bool(getattr(column.dtype, "ordered", False)),
    }
    numpy: Any = sys.modules["numpy"]
    plain = isinstance(column.dtype, numpy.dtype) and column.dtype in _PLAIN
    described.update(_of_plain(column.to_numpy()) if plain else _of_any(column))
    return described


_PLAIN = ("bool", "float32", "float64", *(f"{u}int{n}" for u in ("", "u") for n in (8, 16, 32, 64)))
_FAMILIES = {"b": "boolean", "f": "number"}


def _of_plain(values: Any) -> dict[str, Any]:
    """
    What `_of_any` says of numpy's own numbers and flags, by numpy: in a tenth of the time.

    A table of hundreds of flags, as `get_dummies` makes it, is looked at after each cell.
    """
    numpy, pandas = sys.modules["numpy"], sys.modules["pandas"]
    family = _FAMILIES.get(values.dtype.kind, "integer")
    present = values[~numpy.isnan(values)] if family == "number" else values
    few = _thinned(present, LARGE)
    counted = few if family == "number" else _thinned(present, HUGE)
    codes, found = pandas.factorize(counted)
    described = {
        "family": family,
        "nulls": len(values) - len(present),
        "distinct": len(found),
    }
    if family != "boolean" and len(present):
        numbers = few.astype(float)
        numbers = numbers[numpy.isfinite(numbers)]
        low, high = numpy.percentile(numbers, [1.0, 99.0]) if len(numbers) else (None, None)
        told = (
            ("minimum", present.min()),
            ("maximum", present.max()),
            ("low", low),
            ("high", high),
        )
        described |= {key: json_scalar(value) for key, value in told}
    if family != "number" and len(found) <= 50:
        described["levels"] = sorted(found.tolist())
        described["levels_complete"] = counted is present
        described["rare_levels"] = int((numpy.bincount(codes) == 1).sum())
    return described


def _of_any(column: Any) -> dict[str, Any]:
    present = column.dropna()
    family = family_of(column, present)
    few = _thinned(present, LARGE)
    counted = few if family == "number" else _thinned(present, HUGE)
    described = {"family": family, "nulls": int(len(column) - len(present))}
    try:
        counts = counted.value_counts()
        counts = counts[counts > 0]  # a category may have unused levels
    except TypeError:
        return described  # lists in cells: nothing to count or to order
    described["distinct"] = len(counts)
    # a column that cannot be ordered is still a column
    with suppress(TypeError, ValueError, OverflowError):
        described.update(_extent(family, present, few, counts) if len(present) else {})
    if family not in ("number", "other") and len(counts) <= 50:
        described["levels"] = _levels(column, counts)
        described["levels_complete"] = counted is present
        described["rare_levels"] = int((counts == 1).sum())
    return described


def _levels(column: Any, counts: Any) -> list[Any]:
    """The values that occur, sorted; of a category its own list, whose order gives the codes."""
    #   pd.Categorical(sizes, ["S", "M", "L"]).codes       M is 1, also where no row is S
    categories = getattr(column.dtype, "categories", None)
    if categories is not None and len(categories) <= 50:
        return [json_scalar(value) for value in categories.tolist()]
    levels = [json_scalar(value) for value in counts.index.tolist()]
    return sorted(levels, key=lambda level: (str(type(level)), level))


def _thinned(present: Any, most: int) -> Any:
    """The values, or every n-th one: no random number is drawn, and both ends are covered."""
    if len(present) <= most:
        return present
    places = getattr(present, "iloc", present)  # an array has its places in itself
    return places[:: len(present) // most]


def _extent(family: str, present: Any, few: Any, counts: Any) -> dict[str, Any]:
    """How far the values reach: of the whole column, quantiles of a sample of a long one."""
    if family in ("integer", "number"):
        numbers = few.astype(float)
        low, high = numbers[numbers.abs() != math.inf].quantile([0.01, 0.99]).tolist()
        return {
            "minimum": json_scalar(present.min()),
            "maximum": json_scalar(present.max()),
            "low": json_scalar(low),
            "high": json_scalar(high),
        }
    if family in ("datetime", "timedelta"):
        return {"minimum": str(present.min()), "maximum": str(present.max())}
    if family in ("text", "category"):
        lengths = [len(value) for value in counts.index.tolist() if isinstance(value, str)]
        return {"maximum_length": max(lengths, default=None)}
    return {}


def family_of(column: Any, present: Any) -> str:
    """The host's word for what a column holds, whatever pandas stores it as."""
    kind = getattr(column.dtype, "kind", "O")
    name = str(column.dtype)
    if name == "category":
        return "category"
    if name in ("boolean", "bool", "bool[pyarrow]"):
        return "boolean"
    if name.startswith(("str", "string")):
        return "text"  # known without a look at each of them
    if name.startswith("period"):
        return "datetime"
    by_kind = {"i": "integer", "u": "integer", "f": "number", "M": "datetime", "m": "timedelta"}
    if kind in by_kind:
        return by_kind[kind]
    inferred = sys.modules["pandas"].api.types.infer_dtype(present, skipna=True)
    return {
        "string": "text",
        "boolean": "boolean",
        "integer": "integer",
        "floating": "number",
        "mixed-integer-float": "number",
        "decimal": "number",
        "datetime": "datetime",
        "datetime64": "datetime",
        "date": "datetime",
        "timedelta": "timedelta",
        "empty": "text" if name.startswith(("str", "string")) else "other",
    }.get(inferred, "other")


def json_scalar(value: Any) -> Any:
    """The value as strict JSON has it: no NaN, no numpy, moments as ISO text."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if hasattr(value, "item") and hasattr(value, "dtype"):
        return json_scalar(value.item())
    if value is getattr(sys.modules.get("pandas"), "NaT", None):
        return None
    if value is getattr(sys.modules.get("pandas"), "NA", None):
        return None
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)[:TEXT]
