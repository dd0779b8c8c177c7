"""JSON compared recursively: keys have no order, lists do, numbers are values."""

import base64
import binascii
import json
import re
from array import array
from typing import Any

from .comparison import SAME, Comparison, Surroundings, changed, together
from .numbers import close
from .text import compare_text

_SHOWN = 40
_DRAWN = frozenset(
    {"uid", "uuid", "divid", "div_id", "doc_id", "docid", "roots", "model_id", "root_id"}
)
_DIGEST = re.compile(r"data-[0-9a-f]{16,}")  # altair names a data set by a hash of its content
_TYPED = {
    "f8": "d",
    "f4": "f",
    "i1": "b",
    "i2": "h",
    "i4": "i",
    "u1": "B",
    "u2": "H",
    "u4": "I",
    "i8": "q",
}
_ENOUGH = 20  # differences that are worth collecting


def compare_json(
    recorded: Any, fresh: Any, again: Any = None, world: Surroundings | None = None
) -> Comparison:
    """How two JSON values differ, each difference with its path."""
    if recorded == fresh:
        return SAME
    found: list[Comparison] = []
    _walk(recorded, fresh, again, "", found, world or Surroundings())
    return together(found)


def _walk(
    was: Any, now: Any, later: Any, path: str, found: list[Comparison], world: Surroundings
) -> None:
    if len(found) >= _ENOUGH or was == now:
        return
    if isinstance(was, dict) and isinstance(now, dict):
        _objects(was, now, later if isinstance(later, dict) else {}, path, found, world)
    elif isinstance(was, list) and isinstance(now, list):
        if len(was) != len(now):
            found.append(changed(f"{path or 'list'}: {len(was)} entries recorded, {len(now)} now"))
            return
        third = later if isinstance(later, list) and len(later) == len(now) else [None] * len(now)
        for index, (one, two) in enumerate(zip(was, now, strict=True)):
            if one != two:
                _walk(one, two, third[index], f"{path}[{index}]", found, world)
    else:
        _scalars(was, now, later, path, found, world)


def _objects(
    was: dict[str, Any],
    now: dict[str, Any],
    later: dict[str, Any],
    path: str,
    found: list[Comparison],
    world: Surroundings,
) -> None:
    was, now, later = (_settled(side) for side in (was, now, later))
    arrays = _typed_array(was), _typed_array(now)
    if arrays[0] is not None and arrays[1] is not None:
        _walk(list(arrays[0]), list(arrays[1]), None, path, found, world)
        return
    dotted = f"{path}." if path else ""
    for key in sorted(was.keys() - now.keys()):
        found.append(changed(f"{dotted}{key}: gone"))
    for key in sorted(now.keys() - was.keys()):
        found.append(changed(f"{dotted}{key}: new"))
    for key in was:
        if key in now:
            _walk(was[key], now[key], later.get(key), f"{dotted}{key}", found, world)


def _settled(side: dict[str, Any]) -> dict[str, Any]:
    """The object without drawn identifiers, hashed names numbered in order."""
    if not any(key in _DRAWN or _DIGEST.fullmatch(key) for key in side):
        return side
    names = (key for key in side if key not in _DRAWN)
    kept: dict[str, Any] = {}
    for key in names:
        kept[f"data-{len(kept)}" if _DIGEST.fullmatch(key) else key] = side[key]
    return kept


def _typed_array(side: dict[str, Any]) -> "array[Any] | None":
    """Plotly's packed numbers: {"dtype": "f8", "bdata": "..."}."""
    code = _TYPED.get(str(side.get("dtype")))
    packed = side.get("bdata")
    if code is None or not isinstance(packed, str):
        return None
    try:
        numbers = array(code)
        numbers.frombytes(base64.b64decode(packed))
    except (binascii.Error, ValueError):
        return None
    return numbers


def _scalars(
    was: Any, now: Any, later: Any, path: str, found: list[Comparison], world: Surroundings
) -> None:
    where = f"{path}: " if path else ""
    if isinstance(was, float | int) and isinstance(now, float | int):
        flags = isinstance(was, bool) or isinstance(now, bool)
        whole = isinstance(was, int) and isinstance(now, int)
        if not flags and not whole and close(float(was), float(now)):
            return
    if isinstance(was, str) and isinstance(now, str):
        if _DIGEST.fullmatch(was) and _DIGEST.fullmatch(now):
            return
        again = later if isinstance(later, str) else None
        found.append(compare_text(was, now, again, world).placed(where))
        return
    found.append(changed(f"{where}{_shown(was)} -> {_shown(now)}"))


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
