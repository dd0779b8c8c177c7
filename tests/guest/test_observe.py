import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from nb2prod.guest import columns
from nb2prod.guest.columns import LARGE, _of_any, _of_plain
from nb2prod.guest.networks import network_facts
from nb2prod.guest.observe import describe, type_name
from nb2prod.model.run import Column, Value


def column(values: Any, **choices: Any) -> dict[str, Any]:
    """The description of a column of these values."""
    described: dict[str, Any] = describe("t", pd.DataFrame({"c": pd.Series(values, **choices)}))
    json.dumps(described, allow_nan=False)
    found: dict[str, Any] = described["columns"][0]
    return found


def written(value: Any) -> str:
    """The observed type as an annotation would be written."""
    return _written(type_name(value))


def _written(told: dict[str, Any]) -> str:
    name = f"{told['module']}.{told['name']}" if told["module"] else told["name"]
    arguments = ", ".join(_written(one) for one in told["arguments"])
    return f"{name}[{arguments}]" if arguments else name


# ---------------------------------------------------------------- kinds and types


@pytest.mark.parametrize(
    ("value", "kind", "annotation"),
    [
        (None, "none", "None"),
        (True, "scalar", "bool"),
        (3, "scalar", "int"),
        (2.5, "scalar", "float"),
        ("Rome", "text", "str"),
        (np.float64(2.5), "scalar", "float"),
        (np.int32(3), "scalar", "int"),
        (np.bool_(True), "scalar", "bool"),
        (np.str_("Rome"), "text", "str"),
        (pd.Timestamp("2026-01-01"), "scalar", "pandas.Timestamp"),
        ([1, 2], "container", "list[int]"),
        ([1, 2.5], "container", "list[float]"),
        ([1, "a"], "container", "list"),
        ([], "container", "list"),
        ((1, "a"), "container", "tuple[int, str]"),
        (tuple(range(9)), "container", "tuple[int, ...]"),
        ({"a": [1.5]}, "container", "dict[str, list[float]]"),
        ({"a": np.float64(1), "b": 2}, "container", "dict[str, float]"),
        ({"a"}, "container", "set[str]"),
        (pd.DataFrame({"a": [1]}), "frame", "pandas.DataFrame"),
        (pd.Series([1]), "series", "pandas.Series"),
        (pd.Index(["a"]), "series", "pandas.Index"),
        (np.zeros(3), "array", "numpy.ndarray"),
        ([pd.DataFrame()], "container", "list[pandas.DataFrame]"),
        (LinearRegression(), "estimator", "sklearn.linear_model.LinearRegression"),
        (make_pipeline(StandardScaler()), "estimator", "sklearn.pipeline.Pipeline"),
        (LinearRegression, "other", "type"),
        (len, "function", "collections.abc.Callable"),
        (json, "module", "types.ModuleType"),
        (object(), "other", "object"),
    ],
)
def test_a_value_is_named_as_code_would_import_its_type(
    value: Any, kind: str, annotation: str
) -> None:
    described = describe("x", value)
    assert (described["kind"], written(value)) == (kind, annotation)
    json.dumps(described, allow_nan=False)


@pytest.fixture
def lazy_package() -> Iterator[type]:
    """A package that would import on attribute access, with a class that only its inside has."""

    class Inner:
        pass

    package, inside = ModuleType("lazy"), ModuleType("lazy._inside")

    def refuse(name: str) -> Any:
        raise AssertionError(f"`{name}` was imported because of us")

    package.__getattr__ = refuse  # type: ignore[method-assign]
    Inner.__module__, Inner.__qualname__ = "lazy._inside", "Inner"
    inside.Inner = Inner  # type: ignore[attr-defined]
    sys.modules |= {"lazy": package, "lazy._inside": inside}
    yield Inner
    del sys.modules["lazy"], sys.modules["lazy._inside"]


def test_looking_for_a_public_name_imports_nothing(lazy_package: type) -> None:
    assert written(lazy_package()) == "lazy._inside.Inner"


def test_the_fields_are_those_of_the_host() -> None:
    table = pd.DataFrame({"a": [1]})
    told = {**describe("t", table), **network_facts("frame", table)}
    ours = {field.name for field in fields(Value)} - {"sha256", "pickled", "note", "sampled"}
    assert set(told) == ours
    assert set(told["columns"][0]) == {field.name for field in fields(Column)}


def test_a_value_that_raises_from_everything_is_still_described() -> None:
    class Broken(list[int]):
        def __len__(self) -> int:
            raise RuntimeError("no length")

    told = describe("x", Broken())
    assert told["kind"] == "container"
    assert "no length" in told["note"]


# ---------------------------------------------------------------- columns


def test_whole_numbers() -> None:
    told = column([3, 1, 2, 2])
    assert (told["family"], told["minimum"], told["maximum"]) == ("integer", 1, 3)
    assert told["levels"] == [1, 2, 3]
    assert told["rare_levels"] == 2
    assert (told["low"], told["high"]) == (pytest.approx(1.03), pytest.approx(2.97))


def test_numbers_with_gaps_have_no_levels() -> None:
    told = column([1.5, None, 2.5])
    assert (told["family"], told["nulls"], told["distinct"]) == ("number", 1, 2)
    assert told["examples"] == [1.5, None, 2.5]
    assert told["levels"] == []


def test_endless_numbers_are_no_json() -> None:
    told = column([1.0, np.inf, np.nan])
    assert (told["minimum"], told["maximum"]) == (1.0, None)
    assert told["examples"] == [1.0, None, None]
    assert (told["low"], told["high"]) == (1.0, 1.0)


def test_texts_have_levels_and_a_longest() -> None:
    told = column(["Rome", "Oslo", "Rome", None])
    assert (told["family"], told["nulls"]) == ("text", 1)
    assert told["levels"] == ["Oslo", "Rome"]
    assert (told["levels_complete"], told["rare_levels"]) == (True, 1)
    assert told["maximum_length"] == 4


def test_many_texts_are_no_levels() -> None:
    told = column([f"stop {number}" for number in range(51)])
    assert (told["distinct"], told["levels"], told["levels_complete"]) == (51, [], False)


@pytest.mark.parametrize(
    ("values", "dtype", "family"),
    [
        ([True, False], None, "boolean"),
        ([True, None], "boolean", "boolean"),
        ([True, None], object, "boolean"),
        ([1, None], "Int64", "integer"),
        (["a", "b"], "category", "category"),
        (["a", "b"], object, "text"),
        (["a", "b"], "string", "text"),
        (["2026-01-01"], "datetime64[ns]", "datetime"),
        ([3], "timedelta64[ns]", "timedelta"),
        ([1, 2.5], object, "number"),
        ([1, "a"], object, "other"),
        ([[1], [2]], object, "other"),
        ([None, None], object, "other"),
        ([], float, "number"),
    ],
)
def test_families(values: list[Any], dtype: Any, family: str) -> None:
    assert column(values, dtype=dtype)["family"] == family


def test_moments_are_iso_texts() -> None:
    told = column(["2026-01-02", None, "2026-01-01"], dtype="datetime64[ns]")
    assert told["examples"] == ["2026-01-02T00:00:00", None, "2026-01-01T00:00:00"]
    assert (told["minimum"], told["maximum"]) == ("2026-01-01 00:00:00", "2026-01-02 00:00:00")


def test_categories_keep_their_order_for_it_gives_the_codes() -> None:
    sizes = pd.Categorical(["S", "L"], categories=["S", "M", "L"], ordered=True)
    told = column(sizes)
    assert (told["levels"], told["distinct"], told["ordered"]) == (["S", "M", "L"], 2, True)


def test_columns_that_share_a_name_are_told_apart_by_place() -> None:
    frame = pd.DataFrame([[1, "x"]], columns=["a", "a"])
    assert [one["family"] for one in describe("t", frame)["columns"]] == ["integer", "text"]


def test_a_large_table_has_exact_bounds_and_levels_and_quantiles_of_a_sample() -> None:
    values = np.zeros(LARGE * 2 + 1, dtype=int)
    values[1] = 7
    told = column(values)
    assert (told["minimum"], told["maximum"]) == (0, 7)
    assert (told["levels"], told["levels_complete"], told["rare_levels"]) == ([0, 7], True, 1)
    assert told["high"] == 0.0


def test_a_huge_table_says_that_levels_are_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "HUGE", 10)
    told = column(["a"] * 11 + ["b"] * 11)
    assert (told["levels"], told["levels_complete"]) == (["a", "b"], False)


@pytest.mark.parametrize(
    "values",
    [
        np.array([3, 1, 2, 2, -7]),
        np.arange(120, dtype="uint8"),
        np.array([True, False, True]),
        np.array([1.5, np.nan, -0.0, 0.0, np.inf]),
        np.array([np.nan, np.inf]),
        np.array([0.1, 0.2, 0.7], dtype="float32"),
        np.array([], dtype="float64"),
        np.array([], dtype="int64"),
        np.random.default_rng(3).normal(size=500),
        np.random.default_rng(3).integers(0, 9, 500),
    ],
    ids=str,
)
@pytest.mark.parametrize("most", [LARGE, 40])
def test_numpys_numbers_are_described_as_any_others(
    values: Any, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "LARGE", most)
    monkeypatch.setattr(columns, "HUGE", most)
    nothing = {"minimum": None, "maximum": None, "low": None, "high": None}
    shown: dict[str, Any] = {**nothing, "levels": [], "levels_complete": False, "rare_levels": 0}
    told = json.dumps({**shown, **_of_plain(values)}, sort_keys=True, allow_nan=False)
    expected = {**shown, "maximum_length": None, **_of_any(pd.Series(values))}
    expected.pop("maximum_length")
    assert told == json.dumps(expected, sort_keys=True, allow_nan=False)


def test_looking_changes_nothing_and_draws_no_random_number() -> None:
    frame = pd.DataFrame({"a": [1.5, None], "b": ["x", "y"]})
    copy, state = frame.copy(), np.random.get_state()[1].copy()  # type: ignore[index]
    describe("t", frame)
    pd.testing.assert_frame_equal(frame, copy)
    assert (np.random.get_state()[1] == state).all()  # type: ignore[index]
