"""
Samples of the notebook's values, kept as text.

    rides.csv  rides.json     a table, and the types of its columns
    mae.json                  a number, a text, a list of them
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

MISSING = "\\N"  # an empty text is not a missing one
INDEX = "(index)"


def write(folder: Path, name: str, value: Any) -> bool:
    """Write the value into the folder; False when text cannot hold it exactly."""
    if isinstance(value, pd.DataFrame):
        return _write_table(folder, name, "frame", value)
    if isinstance(value, pd.Series):
        return _write_table(folder, name, "series", value.to_frame(str(value.name)))
    if isinstance(value, np.ndarray) and value.ndim <= 2 and value.dtype.kind in "biuf":
        content = {"kind": "array", "dtype": str(value.dtype), "values": _plain(value.tolist())}
    elif isinstance(value, np.generic):
        content = {"kind": "scalar", "dtype": str(value.dtype), "values": _plain(value.item())}
    else:
        content = {"kind": "plain", "values": _plain(value)}
    try:
        text = json.dumps(content, allow_nan=False, indent=1)
    except (TypeError, ValueError):
        return False
    kept = json.loads(text)["values"] == content["values"] and type(value) is not tuple
    if kept:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return kept


def read(folder: Path, name: str) -> Any:
    """Return the value that was written under that name."""
    content = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    if content["kind"] in ("frame", "series"):
        table = _read_table(folder / f"{name}.csv", content)
        return table if content["kind"] == "frame" else table.iloc[:, 0]
    values = _numbers(content["values"])
    if content["kind"] == "array":
        return np.array(values, dtype=content["dtype"])
    return np.dtype(content["dtype"]).type(values) if content["kind"] == "scalar" else values


def assert_same(value: Any, sample: Any) -> None:
    """Fail unless the value equals the sample; the last digits of numbers do not count."""
    if isinstance(sample, pd.DataFrame):
        pd.testing.assert_frame_equal(value, sample, rtol=1e-9, check_freq=False)
    elif isinstance(sample, pd.Series):
        # a series without a name is kept under the name None
        value = value.rename(str(value.name))
        pd.testing.assert_series_equal(value, sample, rtol=1e-9, check_freq=False)
    elif isinstance(sample, np.ndarray | np.generic | float):
        np.testing.assert_allclose(value, sample, rtol=1e-9, equal_nan=True)
    else:
        assert value == sample


def _write_table(folder: Path, name: str, kind: str, table: pd.DataFrame) -> bool:
    if not all(isinstance(label, str) for label in table) or not table.columns.is_unique:
        return False
    if isinstance(table.index, pd.MultiIndex):
        return False
    columns = {label: _type(table[label]) for label in table}
    index = _type(table.index.to_series())
    if index is None or None in columns.values():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / f"{name}.csv", index_label=INDEX, na_rep=MISSING, lineterminator="\n")
    content = {"kind": kind, "index": index, "name": table.index.name, "columns": columns}
    (folder / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return True


def _type(column: pd.Series) -> dict[str, Any] | None:
    """Return how the column is typed, None where its values are of several types."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = column.dtype.categories
        if not all(isinstance(level, str) for level in levels):
            return None
        return {"levels": levels.tolist(), "ordered": bool(column.dtype.ordered)}
    if column.dtype == object:
        known = column.dropna()
        return {"dtype": "object"} if all(isinstance(v, str) for v in known) else None
    return {"dtype": str(column.dtype)}


def _read_table(path: Path, content: dict[str, Any]) -> pd.DataFrame:
    texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[MISSING])
    index = _typed(texts[INDEX], content["index"])
    columns = {label: _typed(texts[label], kind) for label, kind in content["columns"].items()}
    table = pd.DataFrame(columns)
    # not set_index: it makes int64 of int32
    return table.set_axis(pd.Index(index.array, name=content["name"]))


def _typed(texts: pd.Series, kind: dict[str, Any]) -> pd.Series:
    if "levels" in kind:
        return texts.astype(pd.CategoricalDtype(kind["levels"], kind["ordered"]))
    if kind["dtype"] in ("bool", "boolean"):
        return texts.map({"True": True, "False": False}).astype(kind["dtype"])
    return texts.astype(object).astype(kind["dtype"])


def _plain(value: Any) -> Any:
    """Return the value as JSON holds it: what is no number as a text."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return f"float {value}"
    return value


def _numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    if isinstance(value, str) and value in ("float nan", "float inf", "float -inf"):
        return float(value.removeprefix("float "))
    return value
