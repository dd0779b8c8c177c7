"""Which rows of the request's table a value's rows are."""

import types
from collections.abc import Sequence
from typing import Any

Rows = list[int]  # for each row of a value: its number in the request's table
ELSEWHERE = -1  # a row of another table
_CODE = (types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def is_plain(value: Any) -> bool:
    """Whether a value has no identity of its own: numbers, texts, code, None."""
    if value is None or isinstance(value, (bool, int, float, str, bytes, *_CODE)):
        return True
    return type(value).__module__ == "numpy" and not hasattr(value, "__len__")


def length(value: Any) -> int | None:
    """The number of rows, or None."""
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return shape[0] if shape else None
    try:
        return len(value)
    except TypeError:
        return None


def index_of(value: Any) -> Any:
    """The labels of a table's rows, or None."""
    index = getattr(value, "index", None)
    return None if callable(index) or not hasattr(index, "get_indexer") else index


def rows_by_label(index: Any, value: Any, rows: Sequence[int]) -> Rows | None:
    """The row numbers of a selection, found by its labels; None where they do not tell."""
    labels = index_of(value)
    if index is None or labels is None or not index.is_unique or len(labels) > len(index):
        return None
    if str(labels.dtype) != str(index.dtype) and len(labels):
        return None
    positions = index.get_indexer(labels)
    if len(positions) and positions.min() < 0:
        return None
    return [rows[position] for position in positions]


def rows_by_key(key: Any, rows: Sequence[int], by_position: bool) -> Rows | None:
    """
    The row numbers that a key chooses; None where it does not choose rows.

    Arrays and `iloc` are asked by position; a table takes only masks and slices for rows.
    """
    import numpy

    first = key[0] if isinstance(key, tuple) and key else key
    if isinstance(first, (int, numpy.integer)) or first is None or first is Ellipsis:
        return None
    mask = str(getattr(first, "dtype", "")) in ("bool", "boolean")
    if not by_position and not mask and not _is_slice_of_positions(first):
        return None
    if mask and length(first) != len(rows):
        return None
    try:
        chosen = numpy.asarray(rows)[first]
    except (IndexError, TypeError, ValueError):
        return None
    return [int(row) for row in chosen] if chosen.ndim == 1 else None


def _is_slice_of_positions(key: Any) -> bool:
    #   data[:n_train]     positions; data["a":"c"] goes by label
    ends = (key.start, key.stop) if isinstance(key, slice) else ("",)
    return all(end is None or isinstance(end, int) for end in ends)
