"""What a rehearsal on single rows notices."""

import pickle
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nb2prod.guest.rehearse import grows_with, rehearse
from nb2prod.guest.row_choice import chosen
from nb2prod.guest.row_equality import same, unlike

TABLE = pd.DataFrame(
    {"a": [float(n % 7) for n in range(80)], "g": list("wxyz") * 20, "y": range(80)}
)


@pytest.fixture(autouse=True)
def same_path() -> Iterator[None]:
    """Statements run with the notebook's folder on the path; it goes again."""
    kept = list(sys.path)
    yield
    sys.path[:] = kept


def rehearsed(folder: Path, fit: list[str], serve: list[str], *learnt: str) -> dict[str, Any]:
    """The rehearsal of serving statements beside those of training; predict sums what it gets."""
    path = folder / "boundary.pickle"
    path.write_bytes(pickle.dumps({"values": {"df": TABLE.copy()}}))
    request = {
        "root": "df",
        "target": "X",
        "target_rows": list(range(len(TABLE))),
        "setup": ["import pandas as pd"],
        "serve_setup": ["import pandas as pd"],
        "boundaries": [str(path)],
        "folder": str(folder),
        "fit": fit,
        "bound": [["df", "X"] for _ in fit],
        "learnt": learnt,
        "serve": list(enumerate(serve)),
        "predict": ["answer = X.sum(axis=1, numeric_only=True)"],
        "predict_boundaries": [],
        "prediction": "answer",
    }
    return rehearse(request, types.ModuleType("__main__").__dict__)


def test_the_same_statements_are_the_same_way(tmp_path: Path) -> None:
    told = rehearsed(tmp_path, ['X = df[["a", "g"]]'], ['X = df[["a", "g"]]'])
    assert told["ok"]
    assert told["features"] == ["a"]
    assert told["used"] == ["a"]
    assert told["by_label"]


def test_a_statistic_of_one_row_is_noticed_with_its_statement(tmp_path: Path) -> None:
    statements = ['df["a"] = df["a"] - df["a"].mean()', 'X = df[["a"]]']
    told = rehearsed(tmp_path, statements, statements)
    assert not told["ok"]
    assert told["step"] == 0


def test_a_learnt_statistic_is_replayed(tmp_path: Path) -> None:
    fit = ['m = df["a"].mean()', 'X = (df["a"] - m).to_frame()']
    told = rehearsed(tmp_path, fit, ["pass", 'X = (df["a"] - frozen.m).to_frame()'], "m")
    assert told["ok"]
    assert told["types"]["m"]["name"] == "float"


def test_neighbours_that_single_rows_hide_show_in_mixed_batches(tmp_path: Path) -> None:
    #   a lone row is its own maximum, and in this table so is the first of each pair
    fit = ['X = df[["a"]].assign(b=0.0)']
    serve = ['X = df[["a"]].assign(b=0.0 if len(df) == 1 else 1.0)']
    told = rehearsed(tmp_path, fit, serve)
    assert not told["ok"]
    assert "a few rows together" in told["reason"]


def test_a_column_that_no_answer_needs_is_not_made(tmp_path: Path) -> None:
    statements = ['df["y"] = df["y"].astype(int) * 2', 'X = df.drop(columns=["y"])']
    told = rehearsed(tmp_path, statements, statements)
    assert told["ok"]
    assert told["dead"] == [0]
    assert told["used"] == ["a"]


def test_a_column_that_is_needed_is_made(tmp_path: Path) -> None:
    statements = ['df["y"] = df["y"] * 2', 'X = df[["a", "y"]]']
    told = rehearsed(tmp_path, statements, statements)
    assert told["dead"] == []
    assert told["used"] == ["a", "y"]


def test_a_failing_row_tells_why(tmp_path: Path) -> None:
    told = rehearsed(tmp_path, ['X = df[["a"]]'], ['X = df[["a"]].iloc[[1]]'])
    assert not told["ok"]
    assert "one row alone fails: IndexError" in told["reason"]


@pytest.mark.parametrize("value", [TABLE["a"], TABLE["a"].to_dict(), TABLE["a"].tolist()])
def test_a_value_as_long_as_the_table_is_no_statistic(value: Any) -> None:
    assert grows_with(value, 80)
    assert not grows_with(value, 800)
    assert not grows_with(value, 20)


def test_a_long_text_is_no_table() -> None:
    assert not grows_with("x" * 200, 80)


def test_rows_with_gaps_extremes_and_each_level_are_chosen() -> None:
    table = pd.DataFrame({"n": np.arange(500.0), "t": ["common"] * 499 + ["rare"]})
    table.loc[250, "n"] = np.nan
    positions = chosen(table, range(500))
    assert {0, 250, 499} <= set(positions)
    assert 60 <= len(positions) <= 120


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (1, 1.0, True),
        (1.0, 1.0 + 1e-12, True),
        (1.0, 1.001, False),
        (None, float("nan"), True),
        (None, 0, False),
        ("a", "a", True),
        ("a", "b", False),
        (float("inf"), float("inf"), True),
        (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-01-02"), False),
    ],
)
def test_single_values_are_compared(left: Any, right: Any, equal: bool) -> None:
    assert same(left, right) is equal


def test_rows_are_compared_in_what_predict_reads() -> None:
    expected, got = pd.DataFrame({"a": [1], "b": [2]}), pd.DataFrame({"a": [1], "b": [3]})
    assert unlike(expected, got, ["a"]) is None
    assert "`b` is" in (unlike(expected, got, None) or "")
    assert "another order" in (unlike(expected, got[["b", "a"]], None) or "")
    assert "does not come out" in (unlike(expected, got[["a"]], None) or "")
