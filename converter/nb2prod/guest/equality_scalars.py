"""How two numbers, texts, truths, moments or missing values differ."""

import datetime
import math
import sys
from typing import Any

from .differences import Compare, Difference, limit_of, shown, type_name

_MOMENTS = (datetime.date, datetime.time, datetime.timedelta)
_SCALARS = (bool, int, float, complex, str, bytes, type(None), *_MOMENTS)


def is_scalar(value: Any) -> bool:
    """True for single values, numpy's and pandas' among them."""
    return isinstance(value, _SCALARS) or _is_numpy(value)


def _is_numpy(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.generic)


def scalar_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    kinds = _scalar_kind(expected), _scalar_kind(actual)
    told = f"{shown(expected)} vs {shown(actual)}"
    if kinds[0] != kinds[1]:
        note = _equal_note(expected, actual)
        return Difference(f"{told} ({type_name(expected)} vs {type_name(actual)}{note})")
    if kinds[0] not in ("float", "complex"):
        same = expected == actual or (str(expected) == str(actual) == "NaT")
        zones = [str(getattr(value, "tzinfo", None)) for value in (expected, actual)]
        if same and zones[0] != zones[1]:
            return Difference(f"{told}: the same moment in another zone")
        size = _distance(expected, actual) if kinds[0] == "int" else None
        return None if same else Difference(told, size)
    one, two = complex(expected), complex(actual)
    if one == two or (_has_nan(one) and _has_nan(two)):
        return None
    size = abs(one - two)
    if math.isfinite(size) and size <= limit_of(abs(one), 0.0, compare.tolerance):
        compare.note(size)
        return None
    return Difference(told, size if math.isfinite(size) else None)


def _scalar_kind(value: Any) -> str:
    """bool, int, float ... for Python's own and numpy's numbers alike; else the type's name."""
    for kind in (bool, int, float, complex, str, bytes):
        if type(value) is kind:
            return kind.__name__
    if _is_numpy(value):
        names = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex", "U": "str"}
        return names.get(value.dtype.kind, str(value.dtype))
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _equal_note(expected: Any, actual: Any) -> str:
    try:
        return ", the values are equal" if bool(expected == actual) else ""
    except Exception:  # tables and odd objects answer with anything
        return ""


def _has_nan(value: complex) -> bool:
    return math.isnan(value.real) or math.isnan(value.imag)


def _distance(expected: Any, actual: Any) -> float | None:
    try:
        return float(abs(int(expected) - int(actual)))
    except OverflowError:
        return None
