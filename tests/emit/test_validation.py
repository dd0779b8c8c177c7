"""The generated suite: training data passes, broken data fails, and its like seldom alarms."""

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nb2prod.emit.checks import column_checks
from nb2prod.emit.validation import expectations_module, validation_module
from nb2prod.model.run import Column
from tests.emit.modules import complaints, formatted, package_of, type_errors
from tests.emit.plans import AREA, ITEMS, WEIGHT, report_plan, service_plan

ROWS = 2000


def stops(seed: int, rows: int = ROWS) -> pd.DataFrame:
    """A table like the one that the plan describes."""
    random = np.random.default_rng(seed)
    weight = pd.Series(random.uniform(0.2, 31.5, rows)).mask(random.random(rows) < 0.12)
    floor = pd.Series(random.integers(0, 7, rows)).astype("float64")
    parking = pd.Series(random.choice(["easy", "hard", "street"], rows))
    return pd.DataFrame(
        {
            "weight_kg": weight,
            "items": random.integers(1, 65, rows),
            "floor (0 = ground)": floor.mask(random.random(rows) < 0.05),
            "area": random.choice(["rural", "suburban", "urban"], rows),
            "customer_id": [f"C{number:03d}" for number in random.integers(0, 400, rows)],
            "parking": parking.mask(random.random(rows) < 0.015).astype("category"),
            "class": random.random(rows) < 0.5,
            "arrived_at": pd.Timestamp("2025-01-06") + pd.to_timedelta(np.arange(rows), unit="h"),
            "seconds": pd.Series(random.uniform(2, 1400, rows)).mask(random.random(rows) < 0.005),
        }
    )


@pytest.fixture(scope="module")
def validation(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    pytest.importorskip("great_expectations")
    texts = {
        "expectations": expectations_module(service_plan()),
        "validation": validation_module(),
    }
    return package_of(tmp_path_factory.mktemp("suite"), "generated_suite", texts)


gx = pytest.mark.filterwarnings("ignore")


@gx
def test_training_data_passes(validation: ModuleType) -> None:
    report = validation.validate(stops(1), training=True)
    assert report.passed
    assert report.warnings == ()


@gx
def test_a_batch_needs_no_label(validation: ModuleType) -> None:
    batch = stops(2, rows=40).drop(columns="seconds")
    assert validation.validate(batch, training=False).passed
    assert not validation.validate(batch, training=True).passed


BREAKS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "a column is gone": lambda rows: rows.drop(columns="items"),
    "a number is a text": lambda rows: rows.assign(weight_kg=rows["weight_kg"].astype(str)),
    "gaps in whole numbers": lambda rows: rows.assign(items=rows["items"].where(rows.index > 9)),
    "a gap where there was none": lambda rows: rows.assign(area=rows["area"].where(rows.index > 0)),
    "a negative number": lambda rows: rows.assign(items=rows["items"].where(rows.index > 0, -1)),
    "texts for true and false": lambda rows: rows.assign(**{"class": "yes"}),
    "texts for times": lambda rows: rows.assign(arrived_at=rows["arrived_at"].astype(str)),
    "numbers for texts": lambda rows: rows.assign(customer_id=range(len(rows))),
    "no rows": lambda rows: rows.head(0),
}


@gx
@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS.keys())
def test_broken_data_fails(validation: ModuleType, broken: Callable[[pd.DataFrame], Any]) -> None:
    assert not validation.validate(broken(stops(3)), training=True).passed


@gx
def test_new_levels_and_far_values_are_warnings(validation: ModuleType) -> None:
    table = stops(4).assign(area="orbit", weight_kg=900.0)
    report = validation.validate(table, training=True)
    assert report.passed
    assert [text.split(":")[0] for text in report.warnings] == ["`weight_kg`", "`area`"]
    assert "orbit" not in "".join(report.warnings)


@gx
@pytest.mark.slow
def test_twenty_bootstrap_halves_raise_no_critical_alarm(validation: ModuleType) -> None:
    table = stops(5)
    reports = [
        validation.validate(
            table.sample(frac=0.5, replace=True, random_state=seed, ignore_index=True),
            training=True,
        )
        for seed in range(20)
    ]
    assert all(report.passed for report in reports)
    assert sum(len(report.warnings) for report in reports) <= 1


@gx
def test_small_batches_of_the_same_kind_do_not_alarm(validation: ModuleType) -> None:
    for rows in (1, 2, 5, 20, 100):
        batch = stops(6, rows).drop(columns="seconds")
        report = validation.validate(batch, training=False)
        assert report.failures + report.warnings == ()


@gx
def test_nothing_is_looked_up_in_the_network(
    validation: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **_: asked.append(args))
    validation.validate(stops(7), training=True)
    assert asked == []


# ---------------------------------------------------------------- which checks are safe


def checks_of(column: Column, rows: int = ROWS) -> tuple[str, ...]:
    return column_checks(column, rows).lines


def test_a_short_table_is_sure_of_nothing() -> None:
    assert 'never_null("items", CRITICAL)' in checks_of(ITEMS)
    assert 'never_null("items", WARNING)' in checks_of(ITEMS, rows=200)
    assert 'not_negative("items", WARNING)' in checks_of(ITEMS, rows=200)


def test_a_negative_minimum_says_nothing_about_the_sign() -> None:
    assert not any("not_negative" in line for line in checks_of(replace(WEIGHT, minimum=-3.0)))


def test_shares_stay_between_zero_and_one() -> None:
    share = replace(WEIGHT, name="share", minimum=0.0, maximum=1.0, low=0.1, high=0.9)
    assert 'share("share", CRITICAL)' in checks_of(share)


def test_levels_seen_once_open_the_set() -> None:
    levels = tuple(f"level {number:02d}" for number in range(40))
    many = replace(AREA, levels=levels, distinct=40, rare_levels=4)
    assert any(line.startswith("mostly_one_of(") for line in checks_of(many))
    names = replace(AREA, levels=levels, distinct=40, rare_levels=40)
    assert not any("one_of(" in line for line in checks_of(names, rows=40))


def test_order_numbers_are_unique_and_have_no_range() -> None:
    number = Column("stop_id", "integer", "int64", 0, ROWS, 10_001, 12_000, 10_020.0, 11_980.0)
    lines = checks_of(number)
    assert 'unique("stop_id")' in lines
    assert not any(line.startswith(("within(", "not_negative(")) for line in lines)


@pytest.mark.parametrize("text", [expectations_module(service_plan()), validation_module()])
def test_the_text_is_clean(text: str) -> None:
    assert formatted(text) == text
    assert complaints(text) == ""


@pytest.mark.slow
def test_it_is_strictly_typed(tmp_path: Path) -> None:
    assert type_errors(expectations_module(service_plan()), tmp_path) == ""


def test_a_project_without_a_service_has_no_suite() -> None:
    with pytest.raises(ValueError, match="no suite"):
        expectations_module(report_plan())


def test_a_batch_is_held_against_the_table_that_is_sent() -> None:
    #   stops["parking"]: text       in the loaded table
    #   test["parking"]:  category   where it reaches the model
    plan = service_plan()
    assert plan.serving is not None
    raw = tuple(
        replace(column, family="text", dtype="str") if column.name == "parking" else column
        for column in plan.raw_columns
    )
    text = expectations_module(replace(plan, raw_columns=raw))
    training, batch = text.split("    if training:\n")[1].split("    if not training:\n")
    assert 'texts("parking", WARNING),' in training
    assert 'categories("parking", WARNING),' in batch
    assert "seconds" not in batch
    assert formatted(text) == text


def test_how_often_a_value_was_missing_needs_the_number_of_rows() -> None:
    assert 'never_null("items", WARNING)' in checks_of(ITEMS, rows=0)
    assert not any("null" in line for line in checks_of(WEIGHT, rows=0))


def test_zero_or_one_stays_so_and_whole_numbers_have_whole_bounds() -> None:
    flag = replace(ITEMS, minimum=0, maximum=1, low=0.0, high=1.0, distinct=2)
    assert 'share("items", CRITICAL)' in checks_of(flag)
    assert 'within("items", 0, 77, rows)' in checks_of(ITEMS)


def test_without_a_data_sample_the_suite_shows_no_record() -> None:
    text = expectations_module(service_plan(), data_sample=False)
    for value in ("31.5", "14000", "C040"):
        assert value not in text
