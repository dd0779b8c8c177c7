"""Docstrings: the author's words where they tell something, else what the function does."""

from dataclasses import replace
from pathlib import Path

import pytest

from nb2prod.model.run import Column, TypeName, Value
from nb2prod.planning.sentences import Seen, sentence_for
from tests.planning.stories import parts

FRAME = TypeName("pandas", "DataFrame")
HEAD = "# %%\nimport pandas as pd\nfrom sklearn.svm import SVC\n"


def nothing(name: str) -> Value | None:
    return None


def table(*columns: str, rows: int = 10) -> Seen:
    listed = tuple(Column(name, "number", "float64", 0, 5) for name in columns)
    return lambda name: Value(name, "frame", FRAME, rows=rows, columns=listed)


def docs(story: str, folder: Path, before: Seen = nothing, after: Seen = nothing) -> list[str]:
    return [sentence_for(part, before, after) for part in parts(HEAD + story, folder)]


LOADING = '# %% load\ndf = pd.read_csv("data/a.csv")\n'
PREP = '# %% prep\ndf["b"] = 1\n'
ASKING = "# %% predict\np = len(df)\n"


def test_loading_names_the_file_and_the_observed_columns(tmp_path: Path) -> None:
    told = docs(LOADING + ASKING, tmp_path, after=table("id", "x"))
    assert told[0] == "Read `df` from `a.csv`, with the columns `id` and `x`."


def test_columns_whose_names_would_break_the_text_are_not_listed(tmp_path: Path) -> None:
    told = docs(LOADING + ASKING, tmp_path, after=table('"""', "x"))
    assert told[0] == "Read `df` from `a.csv`."


def test_preparing_tells_what_came_and_what_went(tmp_path: Path) -> None:
    text = LOADING + PREP + ASKING
    assert docs(text, tmp_path, table("a"), table("a", "b"))[1] == "Add `b` to `df`."
    assert docs(text, tmp_path, table("a", "b"), table("a"))[1] == "Drop `b` from `df`."
    fewer = docs(text, tmp_path, table("a", rows=10), table("a", rows=8))[1]
    assert fewer == "Drop rows of `df`."
    assert docs(text, tmp_path)[1] == "Set `b`."


def test_training_names_the_class_of_the_model(tmp_path: Path) -> None:
    story = "# %% train\nmodel = SVC().fit(df, df)\n# %% predict\np = model.predict(df)\n"
    told = docs(LOADING + story, tmp_path)
    assert told[1:] == ["Fit the SVC `model`.", "The predictions of `model` for the rows of `df`."]


def test_a_heading_that_tells_something_is_kept(tmp_path: Path) -> None:
    heading = "# %% [markdown]\n# ## 2. Fill the gaps:\n"
    assert docs(LOADING + heading + PREP + ASKING, tmp_path)[1] == "Fill the gaps."


def test_below_a_heading_that_tells_nothing_the_first_sentence_counts(tmp_path: Path) -> None:
    heading = "# %% [markdown]\n# ## Is it worth it?\n#\n# Errors in *seconds*, as we pay. More.\n"
    told = docs(LOADING + heading + PREP + ASKING, tmp_path)
    assert told[1] == "Errors in seconds, as we pay."


def test_what_is_told_to_the_notebooks_reader_is_not_taken_over(tmp_path: Path) -> None:
    heading = "# %% [markdown]\n# ## We can use this\n#\n# Now let us see.\n"
    assert docs(LOADING + heading + PREP + ASKING, tmp_path)[1] == "Set `b`."


def test_one_word_is_completed_by_what_is_done(tmp_path: Path) -> None:
    heading = "# %% [markdown]\n# ## Fare\n"
    assert docs(LOADING + heading + PREP + ASKING, tmp_path)[1] == "Fare: set `b`."


@pytest.mark.parametrize("role", ["load", "prep", "train", "evaluate", "predict"])
def test_a_function_that_gives_nothing_has_a_docstring_too(role: str, tmp_path: Path) -> None:
    part = replace(
        parts(f"# %% {role}\nx = list([1])\n# %% predict\np = x\n", tmp_path)[0],
        outputs=(),
        inputs=(),
    )
    assert sentence_for(part, nothing, nothing).endswith(".")
