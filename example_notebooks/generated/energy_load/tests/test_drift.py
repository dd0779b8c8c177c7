"""Drift alarms when a change is significant and big, and keeps quiet otherwise."""

import numpy as np
import pandas as pd
import pytest

from energy_load import drift


def rows(count: int, *, shift: float = 0.0, share: float = 0.5, seed: int = 0) -> pd.DataFrame:
    """Numbers, words and gaps; the shift is in standard deviations, the share is of one word."""
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "number": random.normal(shift, 1, count),
            "whole": random.poisson(20, count),
            "word": random.choice(["yes", "no"], count, p=[share, 1 - share]),
            "gaps": random.normal(0, 1, count),
            "constant": 5,
            "truth": random.random(count) < 0.5,
            "infinite": np.where(random.random(count) < 0.1, np.inf, random.normal(0, 1, count)),
            "when": pd.Timestamp("2026-01-01") + pd.to_timedelta(random.random(count), unit="D"),
        }
    )
    table.loc[::7, "gaps"] = None
    return table


REFERENCE = drift.reference(rows(20_000, seed=1))


def alarms(table: pd.DataFrame) -> list[str]:
    """The columns that alarm."""
    found = drift.drifts(drift.counts(table, REFERENCE), REFERENCE)
    return [one.column for one in found if one.alarm]


@pytest.mark.parametrize("count", [0, 50, 200, 1_000, 20_000])
def test_rows_like_those_of_training_never_alarm(count: int) -> None:
    assert [alarms(rows(count, seed=seed)) for seed in range(2, 6)] == [[]] * 4


@pytest.mark.parametrize("count", [1_000, 20_000])
def test_a_quarter_of_a_standard_deviation_is_found(count: int) -> None:
    assert alarms(rows(count, shift=0.3)) == ["number"]


def test_a_small_shift_is_no_alarm_even_when_it_is_certain() -> None:
    assert alarms(rows(20_000, shift=0.05)) == []


def test_another_mix_of_words_is_found() -> None:
    assert alarms(rows(1_000, share=0.7)) == ["word"]


def test_a_word_that_training_never_saw_is_found() -> None:
    table = rows(1_000)
    table.loc[::3, "word"] = "perhaps"
    assert alarms(table) == ["word"]


def test_a_single_strange_row_is_no_alarm() -> None:
    table = rows(1_000)
    table.loc[0, "word"] = "perhaps"
    table.loc[0, "number"] = 1e9
    assert alarms(table) == []


def test_more_gaps_are_found() -> None:
    table = rows(1_000)
    table.loc[::2, "gaps"] = None
    assert alarms(table) == ["gaps"]


def test_a_constant_that_changes_is_found() -> None:
    assert alarms(rows(1_000).assign(constant=6)) == ["constant"]


def test_times_are_compared_too() -> None:
    table = rows(1_000)
    table["when"] += pd.Timedelta(days=1)
    assert alarms(table) == ["when"]


def test_too_few_rows_say_so() -> None:
    (first, *_) = drift.drifts(drift.counts(rows(50, shift=5), REFERENCE), REFERENCE)
    assert not first.alarm
    assert "not enough rows" in str(first)


def test_rare_words_of_training_are_not_kept() -> None:
    table = pd.DataFrame({"name": ["often"] * 100 + ["Ada Lovelace"]})
    assert drift.reference(table)["name"]["levels"] == ["often"]
