"""Changes what training learnt, one entry at a time: one that no row notices was never used."""

import copy
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .equality import NotComparable, difference


def unnoticed(frozen: Any, made: Callable[[Any], Any]) -> list[str]:
    """The entries whose change leaves the rows that `made` gives as they were."""
    before = made(frozen)
    found = []
    for name, mutant in mutants(frozen):
        try:
            same = difference(before, made(mutant)) is None
        except NotComparable:
            continue
        except Exception:
            continue  # it was noticed
        if same:
            found.append(name)
    return found


def mutants(frozen: Any) -> Iterator[tuple[str, Any]]:
    """Each entry that can be changed with certainty, and the state with that one changed."""
    for name in _names(frozen):
        value = frozen[name] if isinstance(frozen, Mapping) else getattr(frozen, name)
        try:
            other = _changed(value)
        except Exception:
            continue  # nobody knows how to change that
        if other is None:
            continue
        if isinstance(frozen, Mapping):
            yield name, {**frozen, name: other}
        elif dataclasses.is_dataclass(frozen) and not isinstance(frozen, type):
            yield name, dataclasses.replace(frozen, **{name: other})
        else:
            yield name, frozen._replace(**{name: other})


def _names(frozen: Any) -> list[str]:
    if isinstance(frozen, Mapping):
        return list(frozen)
    if dataclasses.is_dataclass(frozen):
        return [field.name for field in dataclasses.fields(frozen)]
    return list(getattr(frozen, "_fields", ()))


def _changed(value: Any) -> Any:
    """Another value of the same kind, or None where that is no plain value."""
    kind = type(value).__name__
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * 1.1 + 1 if isinstance(value, float) else value + 1
    if kind in ("float64", "float32", "int64", "int32"):
        return type(value)(value * 1.1 + 1)
    if isinstance(value, str):
        return f"{value}?"
    if kind in ("Series", "ndarray", "DataFrame") and _is_numeric(value):
        return value * 1.1 + 1
    if isinstance(value, Mapping) and value:
        return {key: _changed_or_same(item) for key, item in value.items()}
    if isinstance(value, list | tuple) and value:
        return type(value)(_changed_or_same(item) for item in value)
    return None


def _changed_or_same(value: Any) -> Any:
    other = _changed(value)
    return copy.copy(value) if other is None else other


def _is_numeric(value: Any) -> bool:
    types = [value.dtype] if hasattr(value, "dtype") else list(value.dtypes)
    return all(getattr(item, "kind", "O") in "if" for item in types)
