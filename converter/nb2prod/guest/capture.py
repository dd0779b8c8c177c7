"""Writes the values at a boundary into one pickle; the notebook sees no change."""

import pickle
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

PROTOCOL = 5
_ABSENT = object()
PICTURES = ("matplotlib", "seaborn", "plotly", "altair", "bokeh")
OF_NOTEBOOK = "its class stands in the notebook"

Describe = Callable[[str, Any], dict[str, Any]]
Pickling = Callable[[Any, int], pickle.Pickler]
Large = Callable[[Any, float], "dict[str, Any] | None"]


class TooLarge(Exception):
    """The pickle outgrew what may be spent on it."""


class _Sink:
    """A file that takes so many bytes and no more, and notices the notebook's own classes."""

    def __init__(self, file: BinaryIO | None, limit: float | None) -> None:
        self.file, self.limit = file, limit
        self.size = 0
        self.names_notebook = False

    def write(self, data: Any) -> int:
        size = len(data) if isinstance(data, bytes) else memoryview(data).nbytes
        self.size += size
        if self.limit is not None and self.size > self.limit:
            raise TooLarge
        if isinstance(data, bytes) and b"__main__" in data:
            self.names_notebook = True
        return size if self.file is None else self.file.write(data)


def capture(
    namespace: Mapping[str, Any],
    names: Iterable[str],
    path: str,
    describe: Describe,
    limit: float | None = None,
    portable: bool = False,
    second: Pickling = pickle.Pickler,
    large: Large = lambda value, room: None,
    room: float = float("inf"),
) -> dict[str, Any]:
    """
    Pickle the named values as one object graph, and return their descriptions.

    A name that is not bound is left out; one that does not pickle is described with the reason.
    Where a limit is given and outgrown, there is no pickle and the answer says `too_large`.
    A `portable` pickle has no value whose class stands in the notebook, so that it can be opened
    by a process that knows nothing of it. `second` makes a pickler for what an ordinary one
    refuses; where that does too, its `reason` is told. `large` tells which values need more than
    their `room`: of those a sample is kept, and the hash.
    """
    started = time.perf_counter()
    #   "predictions=_"     what the cell before has shown, under a name of its own
    #   "new_rows=X[0:10]"  the rows that it asked about
    asked = [(name.partition("=")[0], name.partition("=")[2] or name) for name in names]
    bound = {name: _value(source, namespace) for name, source in asked}
    bound = {name: value for name, value in bound.items() if value is not _ABSENT}
    notes = {name: note for name, value in bound.items() if (note := unpicklable_kind(value))}
    candidates = {name: value for name, value in bound.items() if name not in notes}
    most = room if limit is None else limit
    found = {name: told for name, value in candidates.items() if (told := large(value, most))}
    if found and limit is not None:
        return {"too_large": True, "seconds": time.perf_counter() - started}
    descriptions = {name: describe(name, bound[name]) for name in found}
    samples = {
        name: {key: told[key] for key in ("shape", "steps", "sample")}
        | {"sha256": descriptions[name].get("sha256")}
        for name, told in found.items()
        if told["sample"] is not None
    }
    for name, told in found.items():
        kept = "a hash and a sample of its rows are" if name in samples else "nothing of it is"
        notes[name] = f"{told['size'] / 1e9:.1f} GB are too large to be kept whole: {kept}"
        del candidates[name]
    graph = {"values": candidates, "random": random_state(), "samples": samples}
    try:
        size = _write_graph(graph, notes, path, limit, portable, second)
    except TooLarge:
        return {"too_large": True, "seconds": time.perf_counter() - started}
    values = []
    for name, value in bound.items():
        described = descriptions.get(name) or describe(name, value)
        note = notes.get(name, "")
        told = {"pickled": not note, "note": note or described.get("note", "")}
        values.append({**described, **told, "sampled": name in samples})
    return {"values": values, "bytes": size, "seconds": time.perf_counter() - started}


def _value(source: str, namespace: Mapping[str, Any]) -> Any:
    """What that name is bound to, or what that expression gives."""
    if source.isidentifier():
        return namespace.get(source, _ABSENT)
    try:
        return eval(source, {**namespace})
    except Exception:
        return _ABSENT  # it is described as any name that is not bound


def public_names(namespace: Mapping[str, Any]) -> list[str]:
    """The names that the notebook bound, in binding order: what a later probe might ask for."""
    shells = ("In", "Out", "get_ipython", "exit", "quit", "open")
    return [name for name in namespace if not name.startswith("_") and name not in shells]


def unpicklable_kind(value: Any) -> str:
    """Why a value is described and never pickled: it is no data; else an empty text."""
    if isinstance(value, types.ModuleType):
        return "a module is imported, not stored"
    if isinstance(value, type):
        return "a class is code, not data"
    if isinstance(value, types.FunctionType | types.BuiltinFunctionType | types.MethodType):
        return "a function is code, not data"
    if type(value).__module__.partition(".")[0] in PICTURES:
        return "a picture is looked at, not stored"
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
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "get_rng_state"):
        state["torch"] = torch.get_rng_state().numpy().tobytes()
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
    graph: dict[str, Any],
    notes: dict[str, str],
    path: str,
    limit: float | None,
    portable: bool,
    second: Pickling,
) -> int:
    """Write the pickle and return its size; names that do not pickle move to the notes."""
    for pickling in (pickle.Pickler, second):
        try:
            sink = _dump(graph, path, limit, pickling)
            if not (portable and sink.names_notebook):
                return sink.size
            break
        except TooLarge:
            raise
        except (Exception, SystemExit):
            continue  # one of them does not pickle, and the error does not say which
    candidates = graph["values"]
    for name in list(candidates):
        reason = _why_not(candidates[name], limit, portable, second)
        if reason:
            notes[name] = reason
            del candidates[name]
    return _dump(graph, path, limit, second).size


def _dump(
    graph: dict[str, Any], path: str, limit: float | None, pickling: Pickling = pickle.Pickler
) -> _Sink:
    with open(path, "wb") as file:
        sink = _Sink(file, limit)
        try:
            pickling(sink, PROTOCOL).dump(graph)
        except BaseException:
            file.truncate(0)  # half a pickle is of no use, and may fill the disk
            raise
        return sink


def _why_not(value: Any, limit: float | None, portable: bool, pickling: Pickling) -> str:
    """Why this value alone does not pickle, else an empty text."""
    sink = _Sink(None, limit)
    pickler = pickling(sink, PROTOCOL)
    try:
        pickler.dump(value)
    except TooLarge:
        raise
    except (Exception, SystemExit) as error:
        told = getattr(pickler, "reason", "")
        return told or f"it does not pickle: {type(error).__name__}: {error}"[:300]
    return OF_NOTEBOOK if portable and sink.names_notebook else ""
