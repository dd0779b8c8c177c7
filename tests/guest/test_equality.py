"""Every proof stands on this: a copy is equal, any changed cell is found, doubt is no equality."""

import copy
import datetime
import enum
import pickle
import random
import threading
from collections import deque
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import lightgbm
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as some
from sklearn.cluster import KMeans
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestRegressor,
)
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KDTree, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeRegressor

from nb2prod.guest.equality import Difference, NotComparable, compare, difference


def check_equal(expected: Any, actual: Any) -> None:
    found = difference(expected, actual)
    assert found is None, found


def check_differs(expected: Any, actual: Any, *words: str) -> Difference:
    found = difference(expected, actual)
    assert found is not None
    for word in words:
        assert word in found.message, found.message
    return found


def stops() -> pd.DataFrame:
    """A table with a column of each kind."""
    return pd.DataFrame(
        {
            "weight_kg": [4.2, np.nan, 7.5, 1.0, 2.0],
            "items": [1, 2, 3, 4, 5],
            "fast": [True, False, True, True, False],
            "parking": pd.Categorical(["yes", "no", None, "no", "yes"], categories=["no", "yes"]),
            "street": ["a", None, "c", "d", "e"],
            "arrived": pd.date_range("2024-01-01", periods=5, tz="Europe/Berlin"),
            "left": pd.to_datetime(["2024-01-01", "NaT", "2024-01-03", "2024-01-04", "2024-01-05"]),
            "boxes": pd.array([1, None, 3, 4, 5], dtype="Int64"),
            "anything": [None, [1], "x", 1.5, {"a": 1}],
            "waited": pd.to_timedelta([1, 2, 3, 4, 5], unit="s"),
        }
    )


def test_a_table_equals_its_copy_and_its_pickle():
    check_equal(stops(), stops())
    check_equal(stops(), pickle.loads(pickle.dumps(stops())))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("weight_kg", 4.3),
        ("items", 9),
        ("fast", True),
        ("parking", "no"),
        ("parking", None),
        ("street", "z"),
        ("street", None),
        ("arrived", pd.Timestamp("2030-01-01", tz="Europe/Berlin")),
        ("left", pd.NaT),
        ("boxes", pd.NA),
        ("anything", [2]),
        ("waited", pd.Timedelta("3h")),
    ],
)
def test_one_changed_cell_of_any_kind_is_found_and_named(column: str, value: Any):
    other = stops()
    at = 4 if column != "anything" else 1
    other.at[at, column] = value
    if difference(stops(), other) is None:  # the value stood there already
        other.at[0, column] = value
    check_differs(stops(), other, f"1 of 5 rows differ in `{column}`", "first at row")


def test_the_message_counts_rows_and_shows_the_first_values():
    table = pd.DataFrame({"weight_kg": np.arange(10_000.0)})
    other = table.copy()
    other.loc[[17, 18, 9_000], "weight_kg"] += 0.5
    found = check_differs(table, other)
    expected = "3 of 10,000 rows differ in `weight_kg`, first at row 17: 17.0 vs 17.5"
    assert found.message == expected
    assert found.max_difference == 0.5


def test_the_label_of_a_row_is_told_where_it_is_not_its_number():
    table = pd.DataFrame({"n": [1, 2]}, index=["mon", "tue"])
    other = table.assign(n=[1, 3])
    check_differs(table, other, "row 1 (index 'tue'): 2 vs 3")


def test_columns_rows_types_levels_and_index_are_compared():
    table = stops()
    check_differs(table, table.drop(columns="items"), "column 'items' is missing")
    check_differs(table, table.assign(new=1), "column 'new' is new")
    check_differs(table, table[table.columns[::-1]], "other order of columns")
    check_differs(table, table.iloc[:4], "4 rows instead of 5")
    check_differs(
        table, table.astype({"items": float}), "`items`", "float64", "the values are equal"
    )
    check_differs(table, table.set_index(table.index + 1), "index", "0 vs 1")
    check_differs(table, table.rename_axis("id"), "index names")
    levels = table["parking"].cat.reorder_categories(["yes", "no"])
    check_differs(table, table.assign(parking=levels), "`parking`", "category levels")
    unused = table["parking"].cat.add_categories(["maybe"])
    check_differs(table, table.assign(parking=unused), "category levels")
    check_differs(table, table.assign(parking=table["parking"].cat.as_ordered()), "ordered=True")
    check_differs(table, table.assign(arrived=table["arrived"].dt.tz_convert("UTC")), "`arrived`")


def test_columns_that_share_a_label_are_compared_one_by_one():
    table = pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"])
    check_equal(table, table.copy())
    other = pd.DataFrame([[1, 2], [3, 5]], columns=["a", "a"])
    check_differs(table, other, "row 1: 4 vs 5")


def test_labels_of_several_levels_are_compared():
    index = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", "y"])
    other = pd.MultiIndex.from_tuples([("a", 1), ("b", 3)], names=["x", "y"])
    check_equal(pd.Series([1, 2], index=index), pd.Series([1, 2], index=index.copy()))
    check_differs(pd.Series([1, 2], index=index), pd.Series([1, 2], index=other), "index")


def test_a_series_has_a_name():
    check_differs(pd.Series([1], name="a"), pd.Series([1], name="b"), "'b' instead of 'a'")


def test_nothing_and_not_a_number_are_told_apart():
    check_equal(float("nan"), float("nan"))
    check_equal(pd.NaT, pd.NaT)
    check_equal(pd.NA, pd.NA)
    check_differs(None, float("nan"), "None vs nan")
    objects = pd.Series([None, "a"], dtype=object), pd.Series([np.nan, "a"], dtype=object)
    check_differs(*objects, "None vs nan")


def test_numbers_within_the_tolerance_are_equal_and_the_largest_difference_is_told():
    found = compare(np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-12]))
    assert found.difference is None
    assert 0 < found.max_difference < 1e-11
    check_differs(np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-8]))
    check_differs(np.array([1.0, np.inf]), np.array([1.0, -np.inf]))
    check_differs(1, 1.0, "int vs float", "the values are equal")
    check_differs(1, True)
    check_equal(np.float64(1.5), 1.5)
    check_differs(2**70, 2**70 + 1)


def test_arrays_differ_in_shape_type_and_cells():
    array = np.arange(6.0).reshape(2, 3)
    check_equal(array, np.asfortranarray(array))
    check_differs(array, array.ravel(), "shape (6,) instead of (2, 3)")
    check_differs(array, array.astype("f4"), "float32 instead of float64")
    other = array.copy()
    other[1, 2] = 9
    check_differs(array, other, "1 of 6 values differ, first at position (1, 2): 5.0 vs 9.0")
    check_differs(np.array(["a", "b"]), np.array(["a", "bcd"]), "'b' vs 'bcd'")
    records = np.array([(1, 2.0)], dtype=[("a", int), ("b", float)])
    check_equal(records, records.copy())
    check_differs(records, np.array([(1, 3.0)], dtype=records.dtype), "field `b`")
    masked = np.ma.array([1, 2], mask=[False, True])
    check_equal(masked, masked.copy())
    check_differs(masked, np.ma.array([1, 2], mask=[True, True]), "masks")
    check_differs(np.array([None, 1], dtype=object), np.array([np.nan, 1], dtype=object))
    check_equal(np.array(3.0), np.array(3.0))


def test_sparse_matrices_are_compared_by_entries():
    matrix = scipy.sparse.csr_matrix(np.eye(3))
    check_equal(matrix, matrix.copy())
    other = matrix.copy()
    other[2, 2] = 5
    check_differs(matrix, other, "stored entries", "1.0 vs 5.0")
    check_differs(matrix, matrix.tocsc(), "csr_matrix vs csc_matrix")


def test_moments_carry_their_zone():
    here = datetime.datetime(2024, 1, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    check_equal(here, here.replace())
    check_differs(here, here.astimezone(ZoneInfo("UTC")), "another zone")
    check_differs(pd.Timestamp("2024-01-01", tz="UTC"), pd.Timestamp("2024-01-01"))
    check_equal(datetime.date(2024, 1, 1), datetime.date(2024, 1, 1))
    check_differs(datetime.timedelta(1), datetime.timedelta(2))


def test_containers_are_compared_down_to_the_leaf_and_the_path_is_told():
    value = {"a": [1, {"b": (1.0, float("nan"))}], "c": {1, 2}}
    check_equal(value, copy.deepcopy(value))
    other = copy.deepcopy(value)
    other["a"][1]["b"] = (1.5, float("nan"))  # type: ignore[index]
    check_differs(value, other, "['a']: [1]: ['b']: [0]: 1.0 vs 1.5")
    check_differs({"a": 1}, {"a": 1, "b": 2}, "key 'b' is new")
    check_differs({"a": 1, "b": 2}, {"b": 2, "a": 1}, "other order of keys")
    check_differs([1], (1,), "list vs tuple")
    check_differs([1], [1, 2], "2 items instead of 1")
    check_differs({1, 2}, {1, 3}, "2 is missing, 3 is new")
    check_equal({float("nan"): 1}, {float("nan"): 1})
    check_equal(deque([1, float("nan")]), deque([1, float("nan")]))


def test_an_object_that_is_shared_must_stay_shared():
    row: list[int] = [1]
    check_equal([row, row], copy.deepcopy([row, row]))
    check_differs([row, row], [[1], [1]], "the same object")
    check_differs([[1], [1]], [row, row], "one of its own")
    cycle: list[Any] = []
    cycle.append(cycle)
    check_equal(cycle, copy.deepcopy(cycle))


class Cleaner:
    """A class of the notebook's author."""

    def __init__(self, floor: float) -> None:
        self.floor = floor


@dataclass
class Setting:
    name: str
    values: list[float]


class Weather(enum.Enum):
    SUN = 1
    RAIN = 2


def test_objects_of_the_authors_classes_are_compared_by_attributes():
    check_equal(Cleaner(1.0), Cleaner(1.0))
    check_differs(Cleaner(1.0), Cleaner(2.0), "`floor`: 1.0 vs 2.0")
    check_equal(Setting("a", [1.0]), Setting("a", [1.0]))
    check_differs(Setting("a", [1.0]), Setting("a", [1.5]), "`values`")
    check_equal(Weather.SUN, Weather.SUN)
    check_differs(Weather.SUN, Weather.RAIN)


def test_a_class_may_move_from_the_notebook_to_a_module():
    here = type("Cleaner", (), {"__module__": "__main__"})()
    moved = type("Cleaner", (), {"__module__": "tests.guest.elsewhere"})()
    here.floor = moved.floor = 1
    check_equal(here, moved)
    moved.floor = 2
    check_differs(here, moved, "`floor`")
    other = type("Sweeper", (), {"__module__": "tests.guest.elsewhere"})()
    check_differs(here, other, "Cleaner vs Sweeper")


def test_library_values_with_an_equality_of_their_own_use_it():
    check_equal(Decimal("1.5"), Decimal("1.50"))
    check_equal(Path("a"), Path("a"))
    check_differs(Path("a"), Path("b"))
    check_equal(np.dtype("f8"), np.dtype("f8"))
    check_differs(pd.Interval(0, 1), pd.Interval(0, 2))
    check_equal(range(3), range(3))


@pytest.mark.parametrize(
    "make",
    [
        lambda: (n for n in range(3)),
        threading.Lock,
        object,
        lambda: {object()},
        lambda: [1, object()],
    ],
)
def test_what_nobody_can_compare_is_never_equal(make: Any):
    with pytest.raises(NotComparable):
        difference(make(), make())


def test_a_difference_outweighs_a_part_that_cannot_be_compared():
    check_differs([object(), 1], [object(), 2], "[1]: 1 vs 2")


def test_a_librarys_object_that_differs_inside_is_not_comparable():
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    with pytest.raises(NotComparable):
        difference(optuna.create_study(), optuna.create_study())


def test_functions_are_compared_by_source_defaults_and_what_they_closed_over():
    def made(factor: float, default: int = 1) -> Any:
        def scaled(value: float, by: int = default) -> float:
            return value * factor * by

        return scaled

    check_equal(made(2.0), made(2.0))
    check_differs(made(2.0), made(3.0), "'factor'", "2.0 vs 3.0")
    check_differs(made(2.0), made(2.0, default=5))
    check_differs(made, test_a_series_has_a_name, "another source")
    check_equal(len, len)
    check_differs(np.sqrt, np.log)
    check_equal(np.sqrt, np.sqrt)


def test_random_generators_are_compared_by_state():
    check_equal(np.random.default_rng(1), np.random.default_rng(1))
    used = np.random.default_rng(1)
    used.random()
    check_differs(np.random.default_rng(1), used, "stands elsewhere")
    check_equal(random.Random(1), random.Random(1))
    check_differs(np.random.RandomState(1), np.random.RandomState(2))


ROWS = np.random.default_rng(0).normal(size=(120, 3))
TRUTH = ROWS[:, 0] * 2 + ROWS[:, 1]
LEVELS = np.where(TRUTH > 0, "late", "early")


@pytest.mark.parametrize(
    "make",
    [
        lambda truth: LinearRegression().fit(ROWS, truth),
        lambda truth: DecisionTreeRegressor(random_state=0).fit(ROWS, truth),
        lambda truth: RandomForestRegressor(3, random_state=0).fit(ROWS, truth),
        lambda truth: HistGradientBoostingRegressor(max_iter=5, random_state=0).fit(ROWS, truth),
        lambda truth: KNeighborsRegressor(2).fit(ROWS, truth),
        lambda truth: make_pipeline(StandardScaler(), LinearRegression()).fit(ROWS, truth),
        lambda truth: lightgbm.LGBMRegressor(n_estimators=5, n_jobs=1, verbose=-1).fit(ROWS, truth),
        lambda truth: lightgbm.train(
            {"verbosity": -1, "num_threads": 1}, lightgbm.Dataset(ROWS, truth), 5
        ),
        lambda truth: GridSearchCV(
            DecisionTreeRegressor(random_state=0), {"max_depth": [1, 2]}, cv=2
        ).fit(ROWS, truth),
    ],
)
def test_models_are_equal_when_they_learnt_the_same_and_only_then(make: Any):
    model = make(TRUTH)
    check_equal(model, make(TRUTH))
    check_equal(model, pickle.loads(pickle.dumps(model)))
    changed = TRUTH.copy()
    changed[::7] += 1.0
    check_differs(model, make(changed))


def test_where_a_model_keeps_things_in_memory_is_not_compared():
    vectorizer = CountVectorizer().fit(["urban stop", "rural stop"])
    vectorizer.transform(["stop"])
    elsewhere = copy.deepcopy(vectorizer)
    elsewhere._stop_words_id = 139_829_050_719_200
    check_equal(elsewhere, vectorizer)
    check_differs(elsewhere, CountVectorizer().fit(["urban stop", "rural way"]), "vocabulary_")


def test_models_with_other_parameters_differ():
    one, two = StandardScaler().fit(ROWS), StandardScaler(with_std=False).fit(ROWS)
    check_differs(one, two, "parameters: `with_std`: True vs False")
    check_differs(StandardScaler(), KMeans(), "StandardScaler vs KMeans")


def test_encoders_and_classifiers_are_compared_too():
    check_equal(OneHotEncoder().fit(LEVELS[:, None]), OneHotEncoder().fit(LEVELS[:, None]))
    check_differs(
        OneHotEncoder().fit(LEVELS[:, None]), OneHotEncoder().fit(np.array([["late"], ["x"]]))
    )
    model = GradientBoostingClassifier(n_estimators=3, random_state=0)
    check_equal(copy.deepcopy(model).fit(ROWS, LEVELS), copy.deepcopy(model).fit(ROWS, LEVELS))


class Answering:
    """A model whose private memory holds a clock, as some libraries' models do."""

    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {}

    def fit(self, rows: Any, slope: float) -> "Answering":
        self._slope, self._clock = slope, object()
        return self

    def predict(self, rows: Any) -> Any:
        return rows[:, 0] * self._slope


def test_where_the_inside_says_nothing_captured_rows_are_asked():
    one, same, other = (Answering().fit(ROWS, slope) for slope in (1.0, 1.0, 2.0))
    with pytest.raises(NotComparable):
        difference(one, same)
    assert difference(one, same, probes=(ROWS,)) is None
    found = difference(one, other, probes=(ROWS,))
    assert found is not None
    assert "predict: 120 of 120 rows differ" in found.message


FLOATS = some.floats(-1e9, 1e9) | some.sampled_from([float("nan"), float("inf")])
CELLS = some.one_of(
    some.none(), some.booleans(), some.integers(-5, 5), FLOATS, some.text(max_size=3)
)
VALUES = some.recursive(
    CELLS,
    lambda inner: some.one_of(
        some.lists(inner, max_size=3),
        some.tuples(inner, inner),
        some.dictionaries(some.text(max_size=2), inner, max_size=3),
    ),
    max_leaves=8,
)
COLUMNS = some.one_of(
    some.lists(FLOATS, min_size=4, max_size=4),
    some.lists(some.integers(-(2**40), 2**40), min_size=4, max_size=4),
    some.lists(some.text(max_size=3) | some.none(), min_size=4, max_size=4),
    some.lists(CELLS, min_size=4, max_size=4),
)
TABLES = some.dictionaries(some.sampled_from("abcd"), COLUMNS, min_size=1)


@given(VALUES)
@settings(deadline=None, database=None)
def test_every_value_equals_its_copy(value: Any):
    check_equal(value, copy.deepcopy(value))


@given(TABLES)
@settings(deadline=None, database=None)
def test_every_table_equals_its_copy(columns: Any):
    table = pd.DataFrame(columns)
    check_equal(table, pd.DataFrame(copy.deepcopy(columns)))
    check_equal(table, pickle.loads(pickle.dumps(table)))


@given(TABLES, some.data())
@settings(deadline=None, database=None)
def test_any_changed_cell_is_found(columns: Any, data: Any):
    table = pd.DataFrame(columns)
    column = data.draw(some.sampled_from(sorted(columns)))
    row = data.draw(some.integers(0, 3))
    other = pd.DataFrame({name: table[name].copy() for name in table})
    values = list(table[column])
    values[row] = changed(values[row])
    other[column] = pd.Series(values, dtype=table[column].dtype)
    found = difference(table, other)
    assert found is not None
    assert f"1 of 4 rows differ in `{column}`, first at row {row}" in found.message


def changed(cell: Any) -> Any:
    """Another cell of the same kind, far enough for any tolerance."""
    if cell is None or cell != cell:
        return "?" if cell is None else 1.0
    if isinstance(cell, bool):
        return not cell
    if isinstance(cell, int):
        return cell + 1
    if isinstance(cell, float):
        return 0.5 if abs(cell) > 1e9 else cell + 10
    return f"{cell}!"


def test_a_search_tree_that_was_asked_is_the_tree_it_was():
    points = np.arange(100.0).reshape(50, 2)
    tree, asked = KDTree(points), KDTree(points)
    asked.query(points[:3] + 0.1)
    check_equal(tree, asked)
    check_differs(tree, KDTree(points + 1))
