"""
Whether two values are equal in all that the rest of a notebook can see.

`difference` is the door: None, a Difference in words, or NotComparable where nobody can say.
"""

import sys
import types
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import equality_models as models
from . import equality_tables as tables
from .differences import Difference, NotComparable, first_difference, shown, type_name
from .equality_keras import keras_difference
from .equality_objects import function_difference, object_difference, same_name
from .equality_scalars import is_scalar, scalar_difference
from .equality_torch import torch_difference

TOLERANCE = 1e-9

__all__ = ["TOLERANCE", "Comparison", "Difference", "NotComparable", "compare", "difference"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, and the largest difference between numbers that was taken for equal."""

    difference: Difference | None
    max_difference: float


def difference(
    expected: Any, actual: Any, tolerance: float = TOLERANCE, probes: Sequence[Any] = ()
) -> Difference | None:
    """How the actual value differs from the expected one, or None; raises NotComparable."""
    return compare(expected, actual, tolerance, probes).difference


def compare(
    expected: Any, actual: Any, tolerance: float = TOLERANCE, probes: Sequence[Any] = ()
) -> Comparison:
    """The comparison of two values; models are asked about the probes: rows captured before."""
    comparer = _Comparer(tolerance, probes)
    try:
        found = comparer(expected, actual)
    except RecursionError:
        raise NotComparable("the value is nested too deeply to be compared") from None
    return Comparison(found, comparer.largest)


class _Comparer:
    """One comparison; it remembers the objects it met: shared ones must be shared on both sides."""

    def __init__(self, tolerance: float, probes: Sequence[Any]) -> None:
        self.tolerance, self.probes, self.largest = tolerance, probes, 0.0
        self._partners: dict[int, Any] = {}  # of expected objects
        self._origins: dict[int, Any] = {}  # of actual objects
        self._inside_model = 0

    def note(self, size: float) -> None:
        """Remember a difference that is within the tolerance."""
        self.largest = max(self.largest, size)

    def __call__(self, expected: Any, actual: Any) -> Difference | None:
        """How the two values differ, or None."""
        if is_scalar(expected) or is_scalar(actual):
            return scalar_difference(expected, actual, self)
        if not same_name(type(expected), type(actual)):
            kinds = f"({type_name(expected)} vs {type_name(actual)})"
            return Difference(f"{shown(expected)} vs {shown(actual)} {kinds}")
        if id(expected) in self._partners or id(actual) in self._origins:
            return self._sharing_difference(expected, actual)
        if _is_mutable(expected):
            # both are kept, so that no new object gets the number of a dead one
            self._partners[id(expected)] = (actual, expected)
            self._origins[id(actual)] = (expected, actual)
        return self._by_kind(expected, actual)

    def _sharing_difference(self, expected: Any, actual: Any) -> Difference | None:
        #   pair = [row, row]      two names of one list; a copy would not change with it
        partner = self._partners.get(id(expected), (None,))[0]
        if partner is actual:
            return None  # compared already, or being compared right now: a cycle
        if self._inside_model:
            return self._by_kind(expected, actual)  # caches inside of models are shared at will
        if id(expected) in self._partners:
            return Difference(f"{shown(actual)} is a copy; in the notebook it is the same object")
        return Difference(
            f"{shown(actual)} is a shared object; in the notebook it is one of its own"
        )

    def _by_kind(self, expected: Any, actual: Any) -> Difference | None:
        found = _table_kind(expected) or keras_difference(expected) or torch_difference(expected)
        if found is not None:
            told: Difference | None = found(expected, actual, self)
            return told
        if isinstance(expected, _FUNCTIONS):
            return function_difference(expected, actual, self)
        if isinstance(expected, type | types.ModuleType):
            same = same_name(expected, actual)
            return None if same else Difference(f"{shown(expected)} vs {shown(actual)}")
        if models.is_booster(expected):
            return models.booster_difference(expected, actual, self)
        if models.is_estimator(expected):
            self._inside_model += 1
            try:
                return models.estimator_difference(expected, actual, self)
            finally:
                self._inside_model -= 1
        if isinstance(expected, _CONTAINERS):
            return _container_difference(expected, actual, self)
        return object_difference(expected, actual, self)


_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, partial)
_CONTAINERS = (Mapping, list, tuple, set, frozenset, deque)


def _has_identity_hash(value: Any) -> bool:
    """True for objects that are only equal to themselves."""
    return getattr(type(value), "__hash__", None) is getattr(object, "__hash__", None)


def _is_mutable(value: Any) -> bool:
    """True for what can be changed through one name and seen through another."""
    if isinstance(value, (tuple, frozenset, type, types.ModuleType, *_FUNCTIONS)):
        return False
    return type(value).__hash__ is None or _has_identity_hash(value)


def _table_kind(value: Any) -> Any:
    """The comparison for tables and arrays, or None; where there is one, its library is loaded."""
    pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
    if pandas is not None:
        if isinstance(value, pandas.DataFrame):
            return tables.frame_difference
        if isinstance(value, pandas.Series):
            return tables.series_difference
        if isinstance(value, pandas.Index):
            return tables.index_difference
        if isinstance(value, pandas.api.extensions.ExtensionArray):
            return tables.values_difference
    if numpy is not None and isinstance(value, numpy.ndarray):
        return tables.array_difference
    sparse = sys.modules.get("scipy.sparse")
    if sparse is not None and sparse.issparse(value):
        return tables.sparse_difference
    return None


def _container_difference(expected: Any, actual: Any, compare: _Comparer) -> Difference | None:
    if isinstance(expected, Mapping):
        return _mapping_difference(expected, actual, compare)
    if isinstance(expected, set | frozenset):
        return _set_difference(expected, actual)
    if len(expected) != len(actual):
        return Difference(f"{len(actual):,} items instead of {len(expected):,}")
    return first_difference(
        (f"[{at}]", partial(compare, one, two))
        for at, (one, two) in enumerate(zip(expected, actual, strict=True))
    )


def _mapping_difference(expected: Any, actual: Any, compare: _Comparer) -> Difference | None:
    keys, others = list(expected), list(actual)
    missing = [key for key in keys if key == key and key not in actual]
    extra = [key for key in others if key == key and key not in expected]
    if missing or extra:
        told = [f"key {shown(key)} is missing" for key in missing[:3]]
        told += [f"key {shown(key)} is new" for key in extra[:3]]
        return Difference(", ".join(told))
    if len(keys) != len(others):
        return Difference(f"{len(others):,} keys instead of {len(keys):,}")
    for one, two in zip(keys, others, strict=True):
        if compare(one, two) is not None:
            return Difference(f"other order of keys: {shown(two)} stands where {shown(one)} stood")
    return first_difference(
        (f"[{shown(key)}]", partial(compare, one, two))
        for (key, one), two in zip(expected.items(), actual.values(), strict=True)
    )


def _set_difference(expected: Any, actual: Any) -> Difference | None:
    def nans(values: Any) -> int:
        return sum(value != value for value in values)

    missing = {value for value in expected - actual if value == value}
    extra = {value for value in actual - expected if value == value}
    if not missing and not extra and nans(expected) == nans(actual):
        return None
    if any(map(_has_identity_hash, missing | extra)):
        raise NotComparable("the set holds objects that are only equal to themselves")
    told = [f"{shown(value)} is missing" for value in sorted(missing, key=repr)[:3]]
    told += [f"{shown(value)} is new" for value in sorted(extra, key=repr)[:3]]
    return Difference("set: " + (", ".join(told) or "another number of nan"))
