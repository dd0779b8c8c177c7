"""Describes one value as JSON: its kind, its type, its columns."""

import math
import sys
from contextlib import suppress
from typing import Any

LARGE = 200_000  # rows; beyond it quantiles come from a sample
HUGE = 5_000_000  # rows; beyond it levels do so too
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
        ("network", "torch.nn", ("Module",)),
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
    if kind in ("array", "tensor"):
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


def frame_columns(frame: Any) -> list[dict[str, Any]]:
    """Each column described; looked at in a shallow copy, so that no cache of the table changes."""
    looked_at = frame.copy(deep=False)
    labels = enumerate(looked_at.columns)
    return [column_of(str(label), looked_at.iloc[:, position]) for position, label in labels]


def _of_series(series: Any) -> dict[str, Any]:
    name = "" if series.name is None else str(series.name)
    return column_of(name, series.copy(deep=False))


def column_of(name: str, column: Any) -> dict[str, Any]:
    """One column in the fields of the host's `Column`."""
    present = column.dropna()
    family = family_of(column, present)
    few = _thinned(present, LARGE)
    counted = few if family == "number" else _thinned(present, HUGE)
    described: dict[str, Any] = {
        "name": name,
        "family": family,
        "dtype": str(column.dtype),
        "nulls": int(len(column) - len(present)),
        "distinct": 0,
        "minimum": None,
        "maximum": None,
        "low": None,
        "high": None,
        "levels": [],
        "levels_complete": False,
        "examples": [json_scalar(value) for value in column.iloc[:5].tolist()],
        "maximum_length": None,
        "rare_levels": 0,
        "ordered": bool(getattr(column.dtype, "ordered", False)),
    }
    try:
        counts = counted.value_counts()
        counts = counts[counts > 0]  # a category may have unused levels
    except TypeError:
        return described  # lists in cells: nothing to count or to order
    described["distinct"] = len(counts)
    # a column that cannot be ordered is still a column
    with suppress(TypeError, ValueError, OverflowError):
        described.update(_extent(family, present, few, counts) if len(present) else {})
    if family not in ("number", "other") and len(counts) <= 50:
        described["levels"] = _levels(column, counts)
        described["levels_complete"] = counted is present
        described["rare_levels"] = int((counts == 1).sum())
    return described


def _levels(column: Any, counts: Any) -> list[Any]:
    """The values that occur, sorted; of a category its own list, whose order gives the codes."""
    #   pd.Categorical(sizes, ["S", "M", "L"]).codes       M is 1, also where no row is S
    categories = getattr(column.dtype, "categories", None)
    if categories is not None and len(categories) <= 50:
        return [json_scalar(value) for value in categories.tolist()]
    levels = [json_scalar(value) for value in counts.index.tolist()]
    return sorted(levels, key=lambda level: (str(type(level)), level))


def _thinned(present: Any, most: int) -> Any:
    """The values, or every n-th one: no random number is drawn, and both ends are covered."""
    return present.iloc[:: len(present) // most] if len(present) > most else present


def _extent(family: str, present: Any, few: Any, counts: Any) -> dict[str, Any]:
    """How far the values reach: of the whole column, quantiles of a sample of a long one."""
    if family in ("integer", "number"):
        numbers = few.astype(float)
        low, high = numbers[numbers.abs() != math.inf].quantile([0.01, 0.99]).tolist()
        return {
            "minimum": json_scalar(present.min()),
            "maximum": json_scalar(present.max()),
            "low": json_scalar(low),
            "high": json_scalar(high),
        }
    if family in ("datetime", "timedelta"):
        return {"minimum": str(present.min()), "maximum": str(present.max())}
    if family in ("text", "category"):
        lengths = [len(value) for value in counts.index.tolist() if isinstance(value, str)]
        return {"maximum_length": max(lengths, default=None)}
    return {}


def family_of(column: Any, present: Any) -> str:
    """The host's word for what a column holds, whatever pandas stores it as."""
    kind = getattr(column.dtype, "kind", "O")
    name = str(column.dtype)
    if name == "category":
        return "category"
    if name in ("boolean", "bool", "bool[pyarrow]"):
        return "boolean"
    if name.startswith("period"):
        return "datetime"
    by_kind = {"i": "integer", "u": "integer", "f": "number", "M": "datetime", "m": "timedelta"}
    if kind in by_kind:
        return by_kind[kind]
    inferred = sys.modules["pandas"].api.types.infer_dtype(present, skipna=True)
    return {
        "string": "text",
        "boolean": "boolean",
        "integer": "integer",
        "floating": "number",
        "mixed-integer-float": "number",
        "decimal": "number",
        "datetime": "datetime",
        "datetime64": "datetime",
        "date": "datetime",
        "timedelta": "timedelta",
        "empty": "text" if name.startswith(("str", "string")) else "other",
    }.get(inferred, "other")


def json_scalar(value: Any) -> Any:
    """The value as strict JSON has it: no NaN, no numpy, moments as ISO text."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if hasattr(value, "item") and hasattr(value, "dtype"):
        return json_scalar(value.item())
    if value is getattr(sys.modules.get("pandas"), "NaT", None):
        return None
    if value is getattr(sys.modules.get("pandas"), "NA", None):
        return None
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)[:TEXT]
