"""A library's container of a table crosses no boundary: each section makes its own."""

from pathlib import Path

import pytest

from tests.planning.stories import parts

MADE_IN_PREP = """
# %% imports
import pandas as pd
import xgboost as xgb
# %% load
stops = pd.read_csv("stops.csv")
# %% prep:split
features, seconds = stops[["km", "hour"]], stops["seconds"]
later = features.tail(20)
known = xgb.DMatrix(features, label=seconds)
asked = xgb.DMatrix(later)
{more}
# %% train:fit
booster = xgb.train({{"seed": 0}}, known{watched})
# %% predict:ask
answers = booster.predict(asked)
"""


def crossing(folder: Path, more: str = "", watched: str = "") -> set[str]:
    text = MADE_IN_PREP.format(more=more, watched=watched)
    split, fit, ask = parts(text, folder)[1:]
    assert set(split.outputs) >= set(fit.inputs) | set(ask.inputs) - {"booster"}
    return {*fit.inputs, *ask.inputs}


def test_each_section_makes_what_it_reads(tmp_path: Path) -> None:
    assert crossing(tmp_path) == {"features", "seconds", "later", "booster"}


def test_one_that_two_sections_read_is_made_in_both(tmp_path: Path) -> None:
    watched = ', evals=[(asked, "later")]'
    assert crossing(tmp_path, watched=watched) == {"features", "seconds", "later", "booster"}


def test_a_look_at_it_elsewhere_is_no_hindrance(tmp_path: Path) -> None:
    look = "# %%\nprint(known.num_row())"
    assert crossing(tmp_path, more=look) == {"features", "seconds", "later", "booster"}


@pytest.mark.parametrize(
    "more",
    [
        "seconds[:] = 0",  # what it was made of is another value by now
        "features = features.head(3)",
        "known.feature_names = ['a', 'b']",
        "known = xgb.DMatrix(later)",
        "def size():\n    return known.num_row()\nrows = size()",
    ],
)
def test_what_would_be_another_one_there_is_handed_on(tmp_path: Path, more: str) -> None:
    assert "known" in crossing(tmp_path, more=more)


def test_what_changes_below_its_last_reader_does_not_matter(tmp_path: Path) -> None:
    text = MADE_IN_PREP.format(more="", watched="") + "later = later.head(0)\n"
    assert set(parts(text, tmp_path)[3].inputs) == {"later", "booster"}


@pytest.mark.parametrize("truth", ["label=truth", "truth", "label=truth, weight=truth"])
def test_a_question_to_the_model_comes_without_its_answer(tmp_path: Path, truth: str) -> None:
    text = MADE_IN_PREP.format(more="truth = seconds.tail(20)", watched="")
    lines = text.replace("asked = xgb.DMatrix(later)\n", "").replace(
        "truth = seconds.tail(20)",
        f"truth = seconds.tail(20)\nasked = xgb.DMatrix(later, {truth})",
    )
    assert set(parts(lines, tmp_path)[3].inputs) == {"later", "booster"}
    looked = lines + "errors = asked.get_label() - answers\n"
    assert set(parts(looked, tmp_path)[3].inputs) == {"later", "truth", "booster"}
