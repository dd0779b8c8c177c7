"""Writes the values at a boundary into one pickle; the notebook sees no change."""

import io
import pickle
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

PROTOCOL = 5

Describe = Callable[[str, Any], dict[str, Any]]


class TooLarge(Exception):
    """The pickle outgrew what may be spent on it."""


class _Limited:
    """A file that takes so many bytes and no more."""

    def __init__(self, file: BinaryIO, limit: float) -> None:
        self.file, self.left = file, limit

    def write(self, data: Any) -> int:
        size = len(data) if isinstance(data, bytes) else memoryview(data).nbytes
        self.left -= size
        if self.left < 0:
            raise TooLarge
        return self.file.write(data)


def capture(
    namespace: Mapping[str, Any],
    names: Iterable[str],
    path: str,
    describe: Describe,
    limit: float | None = None,
) -> dict[str, Any]:
    """
    Pickle the named values as one object graph, and return their descriptions.

    A name that is not bound is left out; one that does not pickle is described with the reason.
    Where a limit is given and outgrown, there is no pickle and the answer says `too_large`.
    """
    started = time.perf_counter()
    bound = {name: namespace[name] for name in names if name in namespace}
    notes = {name: note for name, value in bound.items() if (note := unpicklable_kind(value))}
    candidates = {name: value for name, value in bound.items() if name not in notes}
    try:
        size = _write_graph(candidates, notes, path, limit)
    except TooLarge:
        return {"values": [], "too_large": True, "seconds": time.perf_counter() - started}
    values = []
    for name, value in bound.items():
        note = notes.get(name, "")
        values.append({**describe(name, value), "pickled": not note, "note": note})
    return {"values": values, "bytes": size, "seconds": time.perf_counter() - started}


def data_names(namespace: Mapping[str, Any]) -> list[str]:
    """The names bound to data, in binding order: what a later probe might ask for."""
    return [
        name
        for name, value in namespace.items()
        if not name.startswith("_")
        and name not in ("In", "Out", "get_ipython", "exit", "quit", "open")
        and not unpicklable_kind(value)
    ]


def unpicklable_kind(value: Any) -> str:
    """Why a value is described and never pickled: it is code, not data; else an empty text."""
    if isinstance(value, types.ModuleType):
        return "a module is imported, not stored"
    if isinstance(value, type):
        return "a class is code, not data"
    if isinstance(value, types.FunctionType | types.BuiltinFunctionType | types.MethodType):
        return "a function is code, not data"
    return ""


def random_state() -> dict[str, Any]:
    """The states of the global random generators, of the libraries that are loaded."""
    state: dict[str, Any] = {}
    random = sys.modules.get("random")
    if random is not None:
        state["python"] = random.getstate()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        state["numpy"] = numpy_random.get_state()
    return state


@contextmanager
def unseen() -> Iterator[None]:
    """
    A stretch in which no warning is shown and none is remembered as shown.

    `warnings.catch_warnings` would forget which warnings the notebook has seen already, so that
    a later cell would print one again.
    """
    #   [3] f(x)     prints a FutureWarning, once
    #   ... our look at the values between the cells ...
    #   [4] f(x)     prints nothing, and must go on doing so
    filters = warnings.filters
    warnings.filters = [("ignore", None, Warning, None, 0)]
    try:
        yield
    finally:
        warnings.filters = filters


def _write_graph(
    candidates: dict[str, Any], notes: dict[str, str], path: str, limit: float | None
) -> int:
    """Write the pickle and return its size; names that do not pickle move to the notes."""
    try:
        return _dump(candidates, path, limit)
    except TooLarge:
        raise
    except Exception:
        # one of them does not pickle, and the error does not say which
        for name in list(candidates):
            reason = _why_not(candidates[name], limit)
            if reason:
                notes[name] = reason
                del candidates[name]
        return _dump(candidates, path, limit)


def _dump(values: dict[str, Any], path: str, limit: float | None) -> int:
    with open(path, "wb") as file:
        target: Any = file if limit is None else _Limited(file, limit)
        pickle.Pickler(target, PROTOCOL).dump({"values": values, "random": random_state()})
        return file.tell()


def _why_not(value: Any, limit: float | None) -> str:
    """Why this value alone does not pickle, else an empty text."""
    try:
        with open("/dev/null", "wb") if sys.platform != "win32" else io.BytesIO() as sink:
            target: Any = sink if limit is None else _Limited(sink, limit)
            pickle.Pickler(target, PROTOCOL).dump(value)
    except TooLarge:
        raise
    except Exception as error:
        return f"it does not pickle: {type(error).__name__}: {error}"[:300]
    return ""
