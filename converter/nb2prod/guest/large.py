"""Tables and arrays that are too large to be kept whole: how large they are, and a sample."""

import os
import shutil
import sys
from typing import Any

MOST_BYTES = 2**30  # of one value that is kept whole
_LEAST_BYTES = 2**24  # that much is kept on the fullest disk
_SHARE_OF_DISK = 4  # and of what is free there, that part
_ROWS = 1_000  # about so many stay in a sample
_ACROSS = 100  # and so many along each further direction of an array
_ITEMS = 1_000  # of a container that are looked at


def room_at(path: str) -> int:
    """How many bytes one value may take that is written there."""
    free = shutil.disk_usage(os.path.dirname(path) or ".").free
    return max(_LEAST_BYTES, min(MOST_BYTES, free // _SHARE_OF_DISK))


def too_large(value: Any, room: float) -> dict[str, Any] | None:
    """
    The size of a value that needs more than this room, with a sample of its rows; else None.

    What is no table and no array has no sample.
    """
    size = bytes_of(value)
    if size <= room:
        return None
    if not _is_table(value) and not _is_array(value):
        return {"size": size, "shape": None, "steps": None, "sample": None}
    shape = tuple(int(length) for length in value.shape)
    steps = [max(1, shape[0] // _ROWS), *(max(1, length // _ACROSS) for length in shape[1:])]
    return {"size": size, "shape": shape, "steps": steps, "sample": sample_of(value, steps)}


def bytes_of(value: Any, depth: int = 2) -> int:
    """About how many bytes the tables and arrays in a value hold; no value is copied for it."""
    if _is_table(value):
        used = value.memory_usage(index=True)
        return int(used if isinstance(used, int) else used.sum())
    if _is_array(value):
        return int(value.nbytes)
    if depth and isinstance(value, list | tuple | dict):
        held = list(value.values() if isinstance(value, dict) else value)[:_ITEMS]
        return sum(bytes_of(item, depth - 1) for item in held)
    return 0


def sample_of(value: Any, steps: list[int]) -> Any:
    """Every n-th row and column, in places of its own; no random number is drawn."""
    chosen = tuple(slice(None, None, step) for step in steps)
    if _is_table(value):
        return value.iloc[chosen if value.ndim > 1 else chosen[0]].copy()
    return value[chosen].copy()


def _is_table(value: Any) -> bool:
    pandas: Any = sys.modules.get("pandas")
    loaded = hasattr(pandas, "DataFrame") and hasattr(pandas, "Series")  # not half imported
    return loaded and isinstance(value, pandas.DataFrame | pandas.Series)


def _is_array(value: Any) -> bool:
    numpy: Any = sys.modules.get("numpy")
    array = getattr(numpy, "ndarray", None)
    return array is not None and isinstance(value, array) and value.ndim > 0
