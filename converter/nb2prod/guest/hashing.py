"""A hash of a value's content, so that two runs can be compared without their values."""

import hashlib
import pickle
import sys
from collections.abc import Callable
from typing import Any

PIECE = 2**20  # elements that are looked at together


def content_hash(
    kind: str, value: Any, columns: Any = None, second: Callable[..., Any] = pickle.Pickler
) -> str | None:
    """
    sha256 of a value's content, of a table by its columns' hashes; None for code.

    `second` makes a pickler for what an ordinary one refuses.
    """
    digest = hashlib.sha256()
    if kind in ("function", "module") or isinstance(value, type):
        return None
    if kind == "frame":
        _hash_values(digest, value.index)
        for label, column_digest in columns or column_hashes(value):
            digest.update(f"{label!r}{column_digest}".encode())
    elif kind == "series":
        digest.update(repr(value.name).encode())
        _hash_values(digest, value)
        if hasattr(value, "index"):
            _hash_values(digest, value.index)
    elif kind == "array" and not value.dtype.hasobject:
        digest.update(f"{value.dtype.str}{value.shape}".encode())
        _hash_array(digest, value)
    else:
        networks = "torch" in sys.modules or "keras" in sys.modules
        first = _TensorPickler if networks else pickle.Pickler
        try:
            first(_Digest(digest), 5).dump(value)
        except Exception:
            digest = hashlib.sha256()
            second(_Digest(digest), 5).dump(value)
    return digest.hexdigest()


def column_hashes(frame: Any) -> list[tuple[Any, str]]:
    """Each column's label and hash; looked at in a shallow copy, as no cache may change."""
    looked_at = frame.copy(deep=False)
    found = []
    for position, label in enumerate(looked_at.columns):
        digest = hashlib.sha256()
        _hash_values(digest, looked_at.iloc[:, position])
        found.append((label, digest.hexdigest()))
    return found


def _hash_values(digest: Any, column: Any) -> None:
    """Take the dtype and all values into the hash, in order."""
    pandas: Any = sys.modules["pandas"]
    digest.update(f"{column.dtype}{len(column)}".encode())
    if column.dtype == object:
        # pandas hashes 1 and "1" alike
        digest.update(pandas.api.types.infer_dtype(column, skipna=True).encode())
    if column.dtype.kind in "biuf" and hasattr(column.dtype, "itemsize"):
        values = column.to_numpy()
        if values.dtype == column.dtype:  # not for those with a mask of their own
            _hash_array(digest, values)
            return
    try:
        # piece by piece: each value has a hash of its own, and texts take many times their size
        places = getattr(column, "iloc", column)  # an index has its places in itself
        for start in range(0, len(column), PIECE):
            piece = column if len(column) <= PIECE else places[start : start + PIECE]
            hashed = pandas.util.hash_pandas_object(piece, index=False)
            digest.update(hashed.to_numpy().tobytes())
    except TypeError:
        pickle.Pickler(_Digest(digest), 5).dump(column.tolist())


def _hash_array(digest: Any, values: Any) -> None:
    """Take all elements into the hash, row by row; what lies otherwise is copied in pieces."""
    numpy: Any = sys.modules["numpy"]
    if values.ndim == 0 or values.flags.c_contiguous:
        digest.update(memoryview(numpy.ascontiguousarray(values)).cast("B"))
        return
    rows = max(1, PIECE * len(values) // max(1, values.size))
    for start in range(0, len(values), rows):
        piece = numpy.ascontiguousarray(values[start : start + rows])
        digest.update(memoryview(piece).cast("B"))


class _TensorPickler(pickle.Pickler):
    """A pickler that writes what a tensor of PyTorch holds; its own pickle says where it lies."""

    def reducer_override(self, value: Any) -> Any:
        """Type, shape and bytes of a tensor; all else is pickled as ever."""
        if isinstance(value, getattr(sys.modules.get("keras"), "Model", ())):
            return _keras_network(value)
        torch: Any = sys.modules.get("torch")
        tensor: Any = getattr(torch, "Tensor", None)  # None: it is being imported, and fails
        if tensor is None or not isinstance(value, tensor):
            return NotImplemented
        try:
            held = value.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
        except Exception:  # sparse ones have no such memory
            return NotImplemented
        return tuple, ([str(value.dtype), list(value.shape), value.requires_grad, held],)


def _keras_network(network: Any) -> Any:
    """Layers and weights; its own pickle is a file with a date."""
    return tuple, ([type(network).__name__, network.to_json(), network.get_weights()],)


class _Digest:
    """A file that keeps only the hash of what is written."""

    def __init__(self, digest: Any) -> None:
        self.digest = digest

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return 0
