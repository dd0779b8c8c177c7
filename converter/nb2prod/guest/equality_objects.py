"""How two functions, or two objects that are no table, model or container, differ."""

import enum
import inspect
import random
import sys
import textwrap
import types
from functools import partial
from typing import Any

from .differences import Compare, Difference, NotComparable, first_difference, shown, type_name
from .equality_models import answers_difference, attributes_difference
from .named_code import code_key


def is_own(kind: Any) -> bool:
    """True for what the notebook's author wrote: neither installed nor built in."""
    module = getattr(kind, "__module__", None) or "builtins"
    if module == "__main__":
        return True
    if module.partition(".")[0] in sys.stdlib_module_names:
        return False
    file = getattr(sys.modules.get(module), "__file__", None) or "site-packages"
    return "site-packages" not in file and "dist-packages" not in file


def same_name(expected: Any, actual: Any) -> bool:
    """True for two equal classes, functions or modules, wherever the author put them."""
    if expected is actual:
        return True
    if isinstance(expected, types.ModuleType) or isinstance(actual, types.ModuleType):
        return getattr(expected, "__name__", "") == getattr(actual, "__name__", None)
    modules = [getattr(item, "__module__", None) for item in (expected, actual)]
    # a definition of the notebook lives in a module of the project
    moved = "__main__" in modules or (is_own(expected) and is_own(actual))
    return (moved or modules[0] == modules[1]) and bool(
        expected.__qualname__ == actual.__qualname__
    )


def function_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """How two functions differ in source, defaults or what they closed over."""
    if expected is actual:
        return None
    if isinstance(expected, partial):
        return _parts_difference(expected, actual, ("func", "args", "keywords"), compare)
    if isinstance(expected, types.MethodType):
        return _parts_difference(expected, actual, ("__func__", "__self__"), compare)
    if isinstance(expected, types.BuiltinFunctionType):
        same = same_name(expected, actual)
        return None if same else Difference(f"{shown(expected)} vs {shown(actual)}")
    if _source(expected) != _source(actual) and code_key(expected.__code__) != code_key(
        actual.__code__
    ):
        return Difference(f"`{actual.__name__}` has another source than `{expected.__name__}`")
    parts = ("__defaults__", "__kwdefaults__")
    return _parts_difference(expected, actual, parts, compare) or compare(
        _closure(expected), _closure(actual)
    )


def object_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """
    How two objects differ: random generators by state, others by what pickle would store.

    A class of the notebook's author differs when its attributes do; one of a library may keep
    clocks and caches there, so other attributes than expected prove nothing.
    """
    if expected is actual:
        return None
    if isinstance(expected, enum.Enum):
        same = expected.name == actual.name
        return None if same else Difference(f"{shown(expected)} vs {shown(actual)}")
    states = _generator_state(expected), _generator_state(actual)
    if states[0] is not None:
        found = compare(*states)
        return Difference("the random generator stands elsewhere") if found else None
    if _has_own_equality(expected):
        try:
            same = bool(expected == actual)
        except Exception as error:
            raise NotComparable(f"comparing two {type_name(expected)} fails: {error}") from None
        return None if same else Difference(f"{shown(expected)} vs {shown(actual)}")
    # these keep no clocks: trees, losses, links; tables of tensors
    if is_own(type(expected)) or type(expected).__module__.startswith(("sklearn.", "torch.")):
        return _state_difference(expected, actual, compare)
    asked, found = answers_difference(expected, actual, compare)
    if asked:
        return found
    found = _state_difference(expected, actual, compare)
    if found is None:
        return None
    raise NotComparable(f"two {type_name(expected)} objects differ inside ({found.message})")


def _parts_difference(
    expected: Any, actual: Any, names: tuple[str, ...], compare: Compare
) -> Difference | None:
    return first_difference(
        (f"`{name}`", partial(compare, getattr(expected, name), getattr(actual, name)))
        for name in names
    )


def _source(function: Any) -> str:
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return f"no source: {id(function)}"


def _closure(function: Any) -> dict[str, Any]:
    """What a function closed over, by name."""
    cells = function.__closure__ or ()
    names = function.__code__.co_freevars
    return {name: cell.cell_contents for name, cell in zip(names, cells, strict=True)}


def _generator_state(value: Any) -> Any:
    """The state of a random generator, or None for anything else."""
    if isinstance(value, random.Random):
        return value.getstate()
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return None
    if isinstance(value, numpy.random.Generator):
        return value.bit_generator.state
    if isinstance(value, numpy.random.RandomState):
        return value.get_state(legacy=False)
    return value.state if isinstance(value, numpy.random.BitGenerator) else None


def _has_own_equality(value: Any) -> bool:
    """True for library values whose `==` compares content: fractions, paths, intervals, types."""
    kind = type(value)
    root = kind.__module__.partition(".")[0]
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy is not None and isinstance(value, numpy.dtype | numpy.ufunc):
        return True
    if pandas is not None and (root == "pandas" or "pandas" in sys.modules):
        single = (pandas.Interval, pandas.Period, pandas.api.extensions.ExtensionDtype)
        if isinstance(value, single):
            return True
    plain: Any = object.__eq__  # its own equality would be identity
    if kind.__eq__ is plain or is_own(kind):
        return False
    return root in sys.stdlib_module_names and not isinstance(value, types.SimpleNamespace)


def _state_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """How what pickle would store of both objects differs."""
    parts = _stored(expected), _stored(actual)
    if isinstance(parts[0], str) or isinstance(parts[1], str):
        same = parts[0] == parts[1]
        return None if same else Difference(f"{shown(expected)} vs {shown(actual)}")
    one, two = parts
    if not same_name(one[0], two[0]):
        return Difference(f"made by {shown(two[0])} instead of {shown(one[0])}")
    return (
        _contents_difference(one[2], two[2], compare)
        or compare(one[1], two[1])
        or compare(one[3], two[3])
        or compare(one[4], two[4])
    )


def _contents_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    if isinstance(expected, dict) and isinstance(actual, dict):
        return attributes_difference(expected, actual, compare)
    return compare(expected, actual)


def _without_counts(name: str, state: tuple[Any, ...]) -> tuple[Any, ...]:
    """The state of a search tree without how often it was asked, and what that took."""
    #   knn.predict(X)       four numbers of its KDTree grow; the tree is what it was
    counts = name.startswith(("KDTree", "BallTree")) and len(state) > 11
    return state[:7] + state[11:] if counts else state


def _stored(value: Any) -> str | tuple[Any, ...]:
    """What pickle stores: a global name, or constructor, arguments, state, items and pairs."""
    try:
        parts = value.__reduce_ex__(4)
    except Exception as error:
        raise NotComparable(f"a {type_name(value)} cannot be looked into ({error})") from None
    if isinstance(parts, str):
        return parts
    padded: list[Any] = [*parts, None, None, None]
    function, arguments, state, items, pairs = padded[:5]
    if type(value).__module__.startswith("sklearn.") and isinstance(state, tuple):
        state = _without_counts(type(value).__name__, state)
    if type(value) is object:
        raise NotComparable("a bare object is only equal to itself")
    return function, arguments, state, list(items or ()), list(pairs or ())
