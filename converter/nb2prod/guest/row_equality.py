"""Whether a row that went the way alone came out as it did in the whole table."""

from collections.abc import Collection, Sequence
from typing import Any

from .equality import NotComparable, difference

_RELATIVE = 1e-9


def unlike(expected: Any, got: Any, read: Collection[str] | None) -> str | None:
    """
    How one row differs, or None; numbers of another type are equal when their values are.

    Only the columns that predict reads count, where these are known.
    """
    if hasattr(expected, "columns"):
        return _tables_unlike(expected, got, read)
    left, right = getattr(expected, "shape", None), getattr(got, "shape", None)
    if left != right:
        return f"the shape is {right} for the row alone, and {left} in the table"
    try:
        found = difference(expected, got)
    except NotComparable as error:
        return str(error)
    return None if found is None else found.message


def _tables_unlike(expected: Any, got: Any, read: Collection[str] | None) -> str | None:
    names = [name for name in expected.columns if read is None or name in read]
    missing = [name for name in names if not hasattr(got, "columns") or name not in got.columns]
    if missing:
        return f"column `{missing[0]}` does not come out"
    if len(got) != len(expected):
        return f"{len(got)} rows come out for one"
    if [name for name in got.columns if name in names] != names:
        return "the columns come out in another order"
    for name in names:
        left, right = expected[name].iloc[0], got[name].iloc[0]
        if not same(left, right):
            return f"`{name}` is {right!r} for the row alone, and {left!r} in the table"
    return None


def same(left: Any, right: Any) -> bool:
    """Equal values: missing equals missing, 2 equals 2.0, 1e-9 relative."""
    gaps = _is_gap(left), _is_gap(right)
    if any(gaps):
        return all(gaps)
    try:
        one, two = float(left), float(right)
    except (TypeError, ValueError):
        return str(left) == str(right)
    return one == two or abs(one - two) <= _RELATIVE * max(abs(one), abs(two))


def _is_gap(value: Any) -> bool:
    import pandas

    return bool(pandas.isna(value)) if pandas.api.types.is_scalar(value) else False


def batches_unlike(left: Any, right: Any, read: Sequence[str] | None) -> bool:
    """Whether two outcomes differ in what predict reads."""
    if hasattr(left, "columns") and read is not None:
        names = [name for name in left.columns if name in read]
        if any(name not in right.columns for name in names) or len(left) != len(right):
            return True
        return any(_columns_unlike(left[name], right[name]) for name in names)
    try:
        return difference(left, right) is not None
    except NotComparable:
        return True


def _columns_unlike(left: Any, right: Any) -> bool:
    one, two = left.astype("object").to_numpy(), right.astype("object").to_numpy()
    return not all(same(a, b) for a, b in zip(one, two, strict=True))
