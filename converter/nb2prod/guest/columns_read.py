"""Which columns matter: of the target for predict, of the raw table for the target."""

import pickle
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .equality import difference
from .row_equality import batches_unlike
from .serving_way import Way

ROWS = 5000  # of the target that are predicted again for each column
Asked = Callable[[Any], Any]


def columns_read(
    request: Mapping[str, Any], scope: Mapping[str, Any], target: Any
) -> list[str] | None:
    """The columns of the target that predict reads; None where that cannot be told."""
    if not hasattr(target, "columns") or not request.get("predict"):
        return None
    try:
        asked = _asking(request, scope)
        part = target.iloc[:ROWS]
        base = asked(part.copy())
        if len(base) != len(part) or difference(base, asked(part.copy())) is not None:
            return None
        return [name for name in part.columns if _is_read(name, part, base, asked)]
    except Exception:  # predict does not take a part of its table, or draws random numbers
        return None


def _asking(request: Mapping[str, Any], scope: Mapping[str, Any]) -> Asked:
    known: dict[str, Any] = {}
    for path in request["predict_boundaries"]:
        known.update(pickle.loads(Path(path).read_bytes())["values"])
    setup = [compile(code, "setup", "exec") for code in request["setup"]]
    codes = [compile(code, "predict", "exec") for code in request["predict"]]

    def asked(table: Any) -> Any:
        #   def expected(pairs): return usual + ...      `usual` came after prep: it is found
        #   expected(test)                               only where the function is defined anew
        inner = dict(scope)
        for code in setup:
            exec(code, inner)
        own = {name for name, value in inner.items() if _lives_in(value, inner)}
        inner.update((name, value) for name, value in known.items() if name not in own)
        inner[request["target"]] = table
        for code in codes:
            exec(code, inner)
        return inner[request["prediction"]]

    return asked


def _lives_in(value: Any, namespace: Mapping[str, Any]) -> bool:
    return getattr(value, "__globals__", None) is namespace


def _is_read(name: str, part: Any, base: Any, asked: Asked) -> bool:
    if part[name].nunique(dropna=False) < 2:
        return True  # other values would say more
    try:
        if difference(base, asked(_permuted(part, name, seed=0))) is not None:
            return True
        asked(part.drop(columns=[name]))
    except Exception:  # it is missed
        return True
    return False


def _permuted(table: Any, name: str, seed: int) -> Any:
    order = list(range(len(table)))
    random.Random(seed).shuffle(order)
    other = table.copy()
    other[name] = table[name].iloc[order].set_axis(table.index)
    return other


def used_columns(way: Way, table: Any, read: Sequence[str] | None) -> list[str]:
    """Raw columns whose values change what predict reads."""
    base = way(table)
    return [name for name in table.columns if _is_used(name, table, base, way, read)]


def _is_used(name: str, table: Any, base: Any, way: Way, read: Sequence[str] | None) -> bool:
    for other in (_permuted(table, name, seed=1), _blank(table, name)):
        try:
            if batches_unlike(base, way(other), read):
                return True
        except Exception:  # it cannot be missing
            return True
    return False


def _blank(table: Any, name: str) -> Any:
    other = table.copy()
    other[name] = None if _is_text(table[name]) else float("nan")
    return other


def with_blanks(raw: Any, used: Sequence[str]) -> tuple[Any, Any]:
    """The table with empty columns where a request brings none: as numbers, and texts as such."""
    blank = raw[list(used)].reindex(columns=raw.columns)
    texts = [name for name in raw.columns if name not in used and _is_text(raw[name])]
    return blank, blank.astype(dict.fromkeys(texts, object))


def _is_text(column: Any) -> bool:
    return str(column.dtype) in ("object", "str", "string")
