"""Describes one value as JSON: its kind, its type, its columns."""

import sys
from typing import Any

from .columns import column_of, frame_columns

MANY = 10_000  # elements of a container that are looked at for its element type
TEXT = 200  # characters of a value that are shown
SCALARS = (bool, int, float, complex, str, bytes)
NUMBERS = {"bool": bool, "int": int, "float": float, "complex": complex}


def describe(name: str, value: Any, columns: Any = None) -> dict[str, Any]:
    """
    What can be said about a value, in the fields of the host's `Value`.

    Where the columns of a table were described before, they are taken over.
    """
    kind = kind_of(value)
    described: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "type": type_name(value),
        "rows": None,
        "columns": [],
        "shape": [],
        "text": "",
        "identity": id(value),
    }
    try:
        described.update(_details(kind, value, columns))
    except Exception as error:  # a class of the notebook may raise from anything, even from len()
        described["note"] = f"not described: {type(error).__name__}: {error}"[:300]
    return described


def kind_of(value: Any) -> str:
    """The family that a value belongs to, in the host's words."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return "text"
    if isinstance(value, SCALARS) or _numpy_scalar(value) is not None:
        return "scalar"
    if isinstance(value, list | tuple | dict | set | frozenset):
        return "container"
    if isinstance(value, type(sys)):
        return "module"
    if isinstance(value, type):
        return "other"
    for kind, module, names in (
        ("frame", "pandas", ("DataFrame",)),
        ("series", "pandas", ("Series", "Index")),
        ("array", "numpy", ("ndarray",)),
        ("tensor", "torch", ("Tensor",)),
        ("sparse", "scipy.sparse", ("spmatrix", "sparray")),
        ("network", "torch.nn", ("Module",)),
        ("network", "keras", ("Model",)),
        ("scalar", "pandas", ("Timestamp", "Timedelta", "Period")),
    ):
        loaded = sys.modules.get(module)
        classes = tuple(getattr(loaded, name) for name in names if hasattr(loaded, name))
        if classes and isinstance(value, classes):
            return kind
    if callable(value) and hasattr(value, "__name__"):
        return "function"
    # sklearn, lightgbm, xgboost, catboost and pipelines share these two
    if callable(getattr(value, "fit", None)) and hasattr(value, "get_params"):
        return "estimator"
    if callable(getattr(value, "predict", None)):
        return "estimator"
    return "other"


# ---------------------------------------------------------------- types


def type_name(value: Any, depth: int = 3) -> dict[str, Any]:
    """The value's type as code would import it, with the element types of containers."""
    if value is None:
        return _type("", "None")
    number = _numpy_scalar(value)
    if number is not None:
        return _type("", number)
    if isinstance(value, type):
        return _type("", "type")
    if isinstance(value, type(sys)):
        return _type("types", "ModuleType")
    if kind_of(value) == "function":
        return _type("collections.abc", "Callable")
    found = _public(type(value))
    if depth and type(value) in (list, tuple, dict, set, frozenset):
        found["arguments"] = _element_types(value, depth - 1)
    return found


def _type(module: str, name: str, arguments: list[Any] | None = None) -> dict[str, Any]:
    return {"module": module, "name": name, "arguments": arguments or []}


def _public(cls: type) -> dict[str, Any]:
    """The class under the shortest module path that exposes it."""
    #   pandas.core.frame.DataFrame -> pandas.DataFrame
    #   sklearn.linear_model._base.LinearRegression -> sklearn.linear_model.LinearRegression
    module = cls.__module__ or ""
    if module == "builtins":
        return _type("", cls.__qualname__)
    parts = module.split(".")
    for length in range(1, len(parts)):
        prefix = ".".join(parts[:length])
        # not getattr: it makes lazy packages import things that the notebook never asked for
        if prefix in sys.modules and vars(sys.modules[prefix]).get(cls.__name__) is cls:
            return _type(prefix, cls.__name__)
    found: Any = sys.modules.get(module)
    for word in cls.__qualname__.split("."):
        found = getattr(found, word, None)
    #   _thread.lock: a type that no import reaches
    known = module == "__main__" or found is cls
    return _type(module if known else "builtins", cls.__qualname__)


def _element_types(value: Any, depth: int) -> list[dict[str, Any]]:
    """The arguments of `list[...]` and its kind; none where the elements differ."""
    if not value or (len(value) > MANY and isinstance(value, set | frozenset)):
        return []
    if isinstance(value, dict):
        keys = _common(list(value)[:MANY], depth)
        values = _common(list(value.values())[:MANY], depth)
        return [keys, values] if keys and values else []
    if isinstance(value, tuple):
        if len(value) <= 4:
            return [type_name(item, depth) for item in value]
        common = _common(list(value[:MANY]), depth)
        return [common, _type("", "...")] if common else []
    common = _common(list(value)[:MANY], depth)
    return [common] if common else []


def _common(items: list[Any], depth: int) -> dict[str, Any] | None:
    """The one type of all items, where there is one; whole numbers among floats are floats."""
    types: list[dict[str, Any]] = []
    for item in items:
        found = type_name(item, depth)
        if found not in types:
            types.append(found)
        if len(types) > 2:
            return None
    if len(types) == 2 and {one["name"] for one in types} == {"int", "float"}:
        return _type("", "float")
    return types[0] if len(types) == 1 else None


def _numpy_scalar(value: Any) -> str | None:
    """`float` for a numpy.float64, `bool` for a numpy.bool_; None for other things."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.generic):
        return None
    kind = value.dtype.kind
    return {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex", "U": "str"}.get(kind)


# ---------------------------------------------------------------- details


def _details(kind: str, value: Any, columns: Any) -> dict[str, Any]:
    if kind == "frame":
        found = frame_columns(value) if columns is None else columns
        return {"rows": len(value), "shape": list(value.shape), "columns": found}
    if kind == "series":
        columns = [] if value.ndim != 1 or not hasattr(value, "iloc") else [_of_series(value)]
        return {"rows": len(value), "shape": list(value.shape), "columns": columns}
    if kind in ("array", "tensor", "sparse"):
        shape = [int(size) for size in value.shape]
        return {"rows": shape[0] if shape else None, "shape": shape, "text": str(value.dtype)}
    if kind in ("scalar", "text", "none"):
        plain = value.item() if _numpy_scalar(value) else value
        return {"text": repr(plain)[:TEXT]}
    if kind == "container":
        return {"rows": len(value)}
    if kind == "other" and hasattr(value, "shape"):
        shape = [int(size) for size in value.shape]  # sparse matrices
        return {"rows": shape[0] if shape else None, "shape": shape}
    return {}


def _of_series(series: Any) -> dict[str, Any]:
    name = "" if series.name is None else str(series.name)
    return column_of(name, series.copy(deep=False))
