"""How two tables, series, indexes, arrays or sparse matrices differ."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from .differences import Compare, Difference, first_difference, limit_of, shown


def frame_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """Rows, columns and their order, types, index, values: the first that differs."""
    if len(expected) != len(actual):
        return Difference(f"{len(actual):,} rows instead of {len(expected):,}")
    found = (
        _labels_difference(list(expected.columns), list(actual.columns))
        or _names_difference(expected.columns.names, actual.columns.names)
        or index_difference(expected.index, actual.index, compare)
    )
    return found or first_difference(
        ("", partial(_column_difference, expected, actual, at, compare))
        for at in range(expected.shape[1])
    )


def series_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """Length, name, index, type, values: the first that differs."""
    if len(expected) != len(actual):
        return Difference(f"{len(actual):,} rows instead of {len(expected):,}")
    if not _same_labels([expected.name], [actual.name]):
        return Difference(
            f"the series is named {shown(actual.name)} instead of {shown(expected.name)}"
        )
    return index_difference(expected.index, actual.index, compare) or values_difference(
        expected, actual, compare, labels=expected.index
    )


def index_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """Length, names, type, labels: the first that differs."""
    if len(expected) != len(actual):
        return Difference(f"{len(actual):,} labels instead of {len(expected):,}")
    if expected.nlevels != actual.nlevels:
        return Difference(f"the index has {actual.nlevels} levels instead of {expected.nlevels}")
    found = _names_difference(expected.names, actual.names)
    for level in range(expected.nlevels):
        found = found or values_difference(
            expected.get_level_values(level), actual.get_level_values(level), compare
        )
    return found.at("index") if found else None


def array_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """Shape, type, values: the first that differs."""
    import numpy as np

    if expected.shape != actual.shape:
        return Difference(f"shape {actual.shape} instead of {expected.shape}")
    if expected.dtype != actual.dtype and not expected.dtype.kind == actual.dtype.kind == "U":
        return _type_difference(expected.dtype, actual.dtype, _equal_values(expected, actual))
    if expected.dtype.names:
        return first_difference(
            (f"field `{name}`", partial(compare, expected[name], actual[name]))
            for name in expected.dtype.names
        )
    if isinstance(expected, np.ma.MaskedArray):
        masks = np.ma.getmaskarray(expected), np.ma.getmaskarray(actual)
        return _cells_difference(*masks, compare, what="masks") or _cells_difference(
            expected.filled(), actual.filled(), compare
        )
    return _cells_difference(np.asarray(expected), np.asarray(actual), compare)


def sparse_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """Format, shape, type, stored entries: the first that differs."""
    if expected.format != actual.format:
        return Difference(f"sparse format {actual.format} instead of {expected.format}")
    if expected.shape != actual.shape:
        return Difference(f"shape {actual.shape} instead of {expected.shape}")
    if expected.dtype != actual.dtype:
        return _type_difference(expected.dtype, actual.dtype)
    one, two = expected.tocsr().copy(), actual.tocsr().copy()
    for matrix in (one, two):
        matrix.sum_duplicates()
    if one.nnz != two.nnz or (one.indices != two.indices).any() or (one.indptr != two.indptr).any():
        return Difference(f"other entries are stored: {two.nnz:,} instead of {one.nnz:,}")
    return _cells_difference(one.data, two.data, compare, what="stored entries")


def values_difference(
    expected: Any, actual: Any, compare: Compare, labels: Any = None, column: str = ""
) -> Difference | None:
    """How the values of two series, indexes or extension arrays of one length differ."""
    import pandas as pd

    types = expected.dtype, actual.dtype
    if all(isinstance(item, pd.CategoricalDtype) for item in types):
        # an unordered categorical equals one with its levels in another order, a model may not
        levels = index_difference(expected.dtype.categories, actual.dtype.categories, compare)
        if levels is not None:
            return Difference(f"category levels: {levels.message.removeprefix('index: ')}")
        if expected.dtype.ordered != actual.dtype.ordered:
            return Difference(f"ordered={actual.dtype.ordered} instead of {expected.dtype.ordered}")
        one, two = (pd.Categorical(item).codes for item in (expected, actual))
        # the levels are equal, so the codes decide; people are shown the levels
        show = expected, actual
        return _cells_difference(one, two, compare, labels=labels, column=column, show=show)
    if expected.dtype != actual.dtype:
        return _type_difference(*types, _equal_values(expected, actual))
    first, second = _as_array(expected), _as_array(actual)
    show = expected, actual
    return _cells_difference(first, second, compare, labels=labels, column=column, show=show)


def _column_difference(expected: Any, actual: Any, at: int, compare: Compare) -> Difference | None:
    label = shown(expected.columns[at]).strip("'")
    found = values_difference(
        expected.iloc[:, at],
        actual.iloc[:, at],
        compare,
        labels=expected.index,
        column=f" in `{label}`",
    )
    # messages about values name their column themselves, those about types do not
    return found if found is None or f"`{label}`" in found.message else found.at(f"`{label}`")


def _labels_difference(expected: list[Any], actual: list[Any]) -> Difference | None:
    if _same_labels(expected, actual):
        return None
    missing = [label for label in expected if label not in actual]
    extra = [label for label in actual if label not in expected]
    if missing or extra:
        told = [f"column {shown(label)} is missing" for label in missing[:3]]
        told += [f"column {shown(label)} is new" for label in extra[:3]]
        return Difference(", ".join(told))
    if sorted(map(repr, expected)) == sorted(map(repr, actual)):
        at = next(
            i for i, (one, two) in enumerate(zip(expected, actual, strict=True)) if one != two
        )
        return Difference(
            f"other order of columns: {shown(actual[at])} stands where {shown(expected[at])} stood"
        )
    return Difference("the column labels are of another type or number")


def _same_labels(expected: list[Any], actual: list[Any]) -> bool:
    def key(label: Any) -> Any:
        return (type(label), "nan" if label != label else label)

    return len(expected) == len(actual) and all(
        key(one) == key(two) for one, two in zip(expected, actual, strict=True)
    )


def _names_difference(expected: Sequence[Any], actual: Sequence[Any]) -> Difference | None:
    if _same_labels(list(expected), list(actual)):
        return None
    return Difference(f"index names {list(actual)} instead of {list(expected)}")


def _type_difference(expected: Any, actual: Any, equal: bool = False) -> Difference:
    note = " (the values are equal)" if equal else ""
    return Difference(f"type {actual} instead of {expected}{note}")


def _equal_values(expected: Any, actual: Any) -> bool:
    """True when nothing but the type differs, as for 1 and 1.0."""
    try:
        return bool((expected == actual).all())
    except Exception:  # types that cannot be compared are not equal
        return False


def _as_array(values: Any) -> Any:
    """A numpy array that keeps every value: what is no plain number becomes objects."""
    import numpy as np
    import pandas as pd

    kind = getattr(values.dtype, "kind", "O")
    if isinstance(values.dtype, np.dtype) and kind in "biufcmMSU":
        return values.to_numpy()
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        # both have the same zone, so the moments decide
        return (values.dt if isinstance(values, pd.Series) else values).tz_convert(None).to_numpy()
    return np.asarray(values, dtype=object)


def _cells_difference(
    expected: Any,
    actual: Any,
    compare: Compare,
    *,
    labels: Any = None,
    column: str = "",
    what: str = "",
    show: Sequence[Any] = (),
) -> Difference | None:
    """Which cells of two arrays of one shape differ: their number, the first one and its values."""
    wrong, largest = _wrong_cells(expected, actual, compare)
    if not len(wrong):
        return None
    shape = expected.shape
    first = int(wrong[0])
    values = [_cell(item, first) for item in (show or (expected, actual))]
    what = what or ("rows" if len(shape) == 1 else "values")
    place = f"row {first}" if len(shape) == 1 else f"position {_position(first, shape)}"
    if not shape:
        return Difference(f"{shown(values[0])} vs {shown(values[1])}", largest)
    if labels is not None and not _plain_range(labels):
        place += f" (index {shown(labels[first])})"
    return Difference(
        f"{len(wrong):,} of {expected.size:,} {what} differ{column}, first at {place}: "
        f"{shown(values[0])} vs {shown(values[1])}",
        largest,
    )


def _cell(values: Any, at: int) -> Any:
    if hasattr(values, "iloc"):
        return values.iloc[at]
    return (
        values.ravel()[at] if hasattr(values, "shape") and hasattr(values, "flat") else values[at]
    )


def _wrong_cells(expected: Any, actual: Any, compare: Compare) -> tuple[Any, float | None]:
    """The flat positions that differ, and by how much at most, where they are numbers."""
    import numpy as np

    one, two = expected.ravel(), actual.ravel()
    if one.dtype.kind in "fc":
        return _wrong_numbers(one, two, compare)
    if one.dtype.kind in "iu":
        wrong = np.flatnonzero(one != two)
        return wrong, _largest(one[wrong].astype(float), two[wrong].astype(float))
    if one.dtype.kind in "mM":
        return np.flatnonzero(one.view("i8") != two.view("i8")), None
    if one.dtype.kind == "O":
        return _wrong_objects(one, two, compare)
    return np.flatnonzero(one != two), None


def _wrong_numbers(one: Any, two: Any, compare: Compare) -> tuple[Any, float | None]:
    import numpy as np

    finite = np.isfinite(one) & np.isfinite(two)
    both_missing = np.isnan(one) & np.isnan(two)
    with np.errstate(invalid="ignore", over="ignore"):
        sizes = np.where(finite, np.abs(one - two), 0.0)
        scale = float(np.max(np.abs(one[finite]), initial=0.0))
        limits = np.maximum(
            compare.tolerance * np.abs(one), limit_of(0.0, scale, compare.tolerance)
        )
    same = np.where(finite, sizes <= limits, both_missing | (one == two))
    if same.any():
        compare.note(float(sizes[same].max()))
    wrong = np.flatnonzero(~same)
    return wrong, _largest(one[wrong], two[wrong])


def _largest(one: Any, two: Any) -> float | None:
    """The largest finite distance, or None when there is none."""
    import numpy as np

    with np.errstate(invalid="ignore", over="ignore"):
        sizes = np.abs(one - two)
    sizes = sizes[np.isfinite(sizes)]
    return float(sizes.max()) if len(sizes) else None


_QUICK = (str, int, bool, float)


def _wrong_objects(one: Any, two: Any, compare: Compare) -> tuple[Any, float | None]:
    wrong: list[int] = []
    sizes: list[float] = []
    for at, (left, right) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
        if left is right or (type(left) in _QUICK and type(left) is type(right) and left == right):
            continue
        found = compare(left, right)
        if found is not None:
            wrong.append(at)
            if found.max_difference is not None:
                sizes.append(found.max_difference)
    return wrong, max(sizes, default=None)


def _position(flat: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    import numpy as np

    return tuple(int(at) for at in np.unravel_index(flat, shape))


def _plain_range(labels: Any) -> bool:
    """True for 0, 1, 2 ..., where the label is the row's number."""
    return type(labels).__name__ == "RangeIndex" and labels.start == 0 and labels.step == 1
