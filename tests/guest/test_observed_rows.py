"""Rows are sent as a client would send them, each with the prediction that is its own."""

import datetime
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nb2prod.guest.observed_rows import (
    Observed,
    Unusable,
    answer_difference,
    answers_of,
    coverage,
    observed,
    to_json,
)


def request_for(folder: Path, table: Any, prediction: Any, **more: Any) -> dict[str, Any]:
    path = folder / "boundary.pickle"
    values = {"stops": table, "predictions": prediction, **more.pop("values", {})}
    path.write_bytes(pickle.dumps({"values": values, "random": None}))
    return {
        "source": str(folder),
        "package": "tiny",
        "table": {"name": "stops", "pickle": str(path)},
        "prediction": {"name": "predictions", "pickle": str(path)},
        "columns": list(table.columns) if hasattr(table, "columns") else ["a", "b"],
        "row_ids": "all",
        **more,
    }


TABLE = pd.DataFrame({"n": [1, 2, 3, 4], "t": ["a", None, "b", "c"]}, index=[10, 20, 30, 40])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(1.5), 1.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (float("nan"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (None, None),
        ("text", "text"),
        (pd.Timestamp("2024-01-02 03:04"), "2024-01-02T03:04:00"),
        (datetime.date(2024, 1, 2), "2024-01-02"),
        (np.datetime64("2024-01-02"), "2024-01-02"),
        (datetime.timedelta(minutes=1), 60.0),
        (np.array([1, 2]), [1, 2]),
        ((1, float("nan")), [1, None]),
    ],
)
def test_values_become_what_json_holds(value: Any, expected: Any):
    found = to_json(value)
    assert found == expected
    assert type(found) is type(expected)
    json.dumps(found, allow_nan=False)


def test_predictions_of_any_shape_are_one_answer_a_row():
    assert answers_of(np.array([1.5, 2.5])) == [1.5, 2.5]
    assert answers_of(pd.Series(["yes", "no"])) == ["yes", "no"]
    assert answers_of(np.array([[0.1, 0.9]])) == [[0.1, 0.9]]
    assert answers_of(pd.DataFrame({"low": [1], "high": [2.5]})) == [{"low": 1, "high": 2.5}]
    assert answers_of([1, 2]) == [1, 2]
    with pytest.raises(Unusable, match="single float"):
        answers_of(1.5)


def test_a_series_brings_the_labels_of_its_rows(tmp_path: Path):
    prediction = pd.Series([0.4, 0.2], index=[40, 20])
    found = observed(request_for(tmp_path, TABLE, prediction, row_ids="index"))
    assert found.expected == {3: 0.4, 1: 0.2}
    assert found.order == (3, 1)
    assert found.record(1) == {"n": 2, "t": None}


def test_whole_numbers_stay_whole_beside_fractions(tmp_path: Path):
    table = pd.DataFrame({"n": [1, 2], "x": [0.5, 1.5]})
    record = observed(request_for(tmp_path, table, np.array([1.0, 2.0]))).record(1)
    assert json.dumps(record) == '{"n": 2, "x": 1.5}'


def test_an_array_takes_its_labels_from_the_features(tmp_path: Path):
    request = request_for(
        tmp_path,
        TABLE,
        np.array([0.3, 0.1]),
        row_ids="index",
        values={"test": TABLE.loc[[30, 10]]},
    )
    request["features"] = {"name": "test", "pickle": request["table"]["pickle"]}
    assert observed(request).expected == {2: 0.3, 0: 0.1}
    del request["features"]
    with pytest.raises(Unusable, match="no row labels"):
        observed(request)


def test_positions_may_be_named(tmp_path: Path):
    request = request_for(tmp_path, TABLE, np.array([0.3, 0.1]), row_ids="rows", rows_asked=[2, 0])
    assert observed(request).expected == {2: 0.3, 0: 0.1}


@pytest.mark.parametrize(
    ("table", "prediction", "row_ids", "words"),
    [
        (TABLE, np.arange(3.0), "all", "3 predictions for 4 rows"),
        (TABLE, np.full(4, np.nan), "all", "no row has a prediction"),
        (TABLE, pd.Series([1.0], index=[99]), "index", "does not have"),
        (TABLE.set_axis([1, 1, 2, 3]), pd.Series([1.0], index=[2]), "index", "the same label"),
        ("a text", np.arange(2.0), "all", "not a table"),
    ],
)
def test_what_cannot_be_brought_together_is_said(
    tmp_path: Path, table: Any, prediction: Any, row_ids: str, words: str
):
    with pytest.raises(Unusable, match=words):
        observed(request_for(tmp_path, table, prediction, row_ids=row_ids))


def test_rows_without_a_finite_prediction_are_left_out_and_counted(tmp_path: Path):
    found = observed(request_for(tmp_path, TABLE, np.array([1.0, np.nan, np.inf, 4.0])))
    assert found.expected == {0: 1.0, 3: 4.0}
    assert found.left_out == 2


def test_an_array_of_features_is_a_table_too(tmp_path: Path):
    found = observed(request_for(tmp_path, np.array([[1.0, 2.0]]), np.array([3.0])))
    assert found.record(0) == {"a": 1.0, "b": 2.0}


def rows_of(table: pd.DataFrame) -> Observed:
    expected = dict.fromkeys(range(len(table)), 0.0)
    return Observed(table, tuple(table.columns), expected, 0, tuple(expected))


def test_coverage_takes_gaps_extremes_and_each_level():
    count = 500
    table = pd.DataFrame(
        {
            "number": [float(n) for n in range(count)],
            "text": ["usual"] * count,
            "gaps": [1.0] * count,
        }
    )
    table.loc[321, "number"] = 9e9
    table.loc[322, "number"] = -9e9
    table.loc[323, "text"] = "rare"
    table.loc[324, "gaps"] = np.nan
    chosen = coverage(rows_of(table))
    assert {321, 322, 323, 324} <= set(chosen)
    assert len(chosen) == 50
    assert chosen == coverage(rows_of(table))


def test_coverage_takes_all_rows_of_a_small_table():
    odd: Any = [[1], {}, None, "x"]
    assert coverage(rows_of(TABLE)) == [0, 1, 2, 3]
    assert coverage(rows_of(TABLE.assign(odd=odd))) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("expected", "actual", "equal"),
    [
        (2.0, 2, True),
        (2.0, 2.0 + 1e-12, True),
        (2.0, 2.0001, False),
        (1, True, False),
        ("a", "a", True),
        ("a", None, False),
        ([0.1, 0.9], [0.1, 0.9], True),
        ([0.1, 0.9], [0.9, 0.1], False),
        ({"low": 1.0}, {"low": 1.0}, True),
        ({"low": 1.0}, {"high": 1.0}, False),
        ({"low": 1.0}, 1.0, False),
    ],
)
def test_answers_are_compared_by_value(expected: Any, actual: Any, equal: bool):
    assert (answer_difference(expected, actual, 1e-9, 2.0) is None) == equal
