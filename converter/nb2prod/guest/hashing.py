"""A hash of a value's content, so that two runs can be compared without their values."""

import hashlib
import pickle
import sys
from typing import Any


def content_hash(kind: str, value: Any) -> str | None:
    """sha256 of a value's content; None for code and for what does not pickle."""
    digest = hashlib.sha256()
    if kind in ("function", "module") or isinstance(value, type):
        return None
    if kind == "frame":
        looked_at = value.copy(deep=False)
        _hash_values(digest, looked_at.index)
        for position, label in enumerate(looked_at.columns):
            digest.update(repr(label).encode())
            _hash_values(digest, looked_at.iloc[:, position])
    elif kind == "series":
        digest.update(repr(value.name).encode())
        _hash_values(digest, value)
        if hasattr(value, "index"):
            _hash_values(digest, value.index)
    elif kind == "array" and not value.dtype.hasobject:
        digest.update(f"{value.dtype.str}{value.shape}".encode())
        digest.update(memoryview(sys.modules["numpy"].ascontiguousarray(value)).cast("B"))
    else:
        pickle.Pickler(_Digest(digest), 5).dump(value)
    return digest.hexdigest()


def _hash_values(digest: Any, column: Any) -> None:
    """Take the dtype and all values into the hash, in order."""
    digest.update(str(column.dtype).encode())
    try:
        hashed = sys.modules["pandas"].util.hash_pandas_object(column, index=False)
        digest.update(hashed.to_numpy().tobytes())
    except TypeError:
        pickle.Pickler(_Digest(digest), 5).dump(column.tolist())


class _Digest:
    """A file that keeps only the hash of what is written."""

    def __init__(self, digest: Any) -> None:
        self.digest = digest

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return 0
