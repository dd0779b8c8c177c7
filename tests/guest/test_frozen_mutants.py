"""What training learnt and no row notices is told: it was never put to the test."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from nb2prod.guest.frozen_mutants import mutants, unnoticed


@dataclass(frozen=True)
class Frozen:
    median: float
    levels: tuple[str, ...]
    usual: pd.Series
    names: dict[str, float]
    encoder: object
    unused: float = 1.0


class Named(NamedTuple):
    median: float


FROZEN = Frozen(2.0, ("a", "b"), pd.Series([1.0], index=["x"]), {"x": 1.0}, object())
ROWS = pd.DataFrame({"weight": [1.0, np.nan], "who": ["x", "y"], "level": ["a", "c"]})


def prepared(frozen: Frozen) -> pd.DataFrame:
    return ROWS.assign(
        weight=ROWS["weight"].fillna(frozen.median),
        level=ROWS["level"].isin(frozen.levels),
        usual=ROWS["who"].map(frozen.usual),
        name=ROWS["who"].map(frozen.names),
    )


def test_each_entry_is_changed_alone_and_only_the_unused_one_goes_unnoticed():
    assert [name for name, _ in mutants(FROZEN)] == ["median", "levels", "usual", "names", "unused"]
    assert unnoticed(FROZEN, prepared) == ["unused"]


def test_an_entry_that_these_rows_do_not_need_goes_unnoticed():
    full = ROWS.assign(weight=1.0)
    assert unnoticed(FROZEN, lambda frozen: full["weight"].fillna(frozen.median)) != []
    assert "median" in unnoticed(FROZEN, lambda frozen: full["weight"].fillna(frozen.median))


@pytest.mark.parametrize("frozen", [{"median": 2.0}, Named(2.0)])
def test_states_of_other_kinds_are_changed_too(frozen: Any):
    [(name, mutant)] = mutants(frozen)
    assert name == "median"
    assert (mutant["median"] if isinstance(mutant, dict) else mutant.median) == 3.2
    assert frozen == type(frozen)(median=2.0) if isinstance(frozen, Named) else frozen["median"]


def test_a_change_that_breaks_the_rows_is_noticed():
    def fragile(frozen: Frozen) -> Any:
        if frozen.unused != 1.0:
            raise ValueError
        return ROWS

    assert "unused" not in unnoticed(FROZEN, fragile)
