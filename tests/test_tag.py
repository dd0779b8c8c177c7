"""`nb2prod tag`: proposes, writes when told to, and touches nothing else."""

import json
from pathlib import Path

from nb2prod.api import tag
from nb2prod.errors import DONE, REFUSED
from nb2prod.reading.ipynb import read
from tests.command import Command, check_failure, files_below
from tests.notebooks import notebook_json, write_notebook

STORY = """
    # %%
    import pandas as pd
    from sklearn.linear_model import Ridge
    # %%
    df = pd.read_csv("orders.csv")
    # %%
    df.describe()
    # %% hide-input
    model = Ridge().fit(df[["km"]], df["minutes"])
    # %% predict:minutes
    answers = model.predict(df[["km", "items"]])
"""


def test_proposals_are_shown_and_nothing_is_written(command: Command, tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "story.ipynb", STORY)
    before = files_below(tmp_path)
    ended = command("tag", path)
    assert ended.code == DONE
    assert "3 cells would get tags; --write adds them to the file." in ended.out
    assert "reads data into `df`" in ended.out
    assert files_below(tmp_path) == before


def test_written_tags_join_those_that_are_there(command: Command, tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "story.ipynb", STORY)
    told = command("tag", path, "--write", "--json")
    assert (told.code, told.document["written"], told.document["refusal"]) == (DONE, True, "")
    assert [cell.raw_tags for cell in read(path).cells] == [
        ("imports",), ("load",), (), ("hide-input", "train"), ("predict:minutes",)
    ]  # fmt: skip
    again = path.read_bytes()
    assert "No tags to add." in command("tag", path, "--write").out
    assert path.read_bytes() == again
    planned = command("plan", path, "--no-run")
    assert (planned.code, "predict.minutes" in planned.out) == (DONE, True)


def test_a_notebook_that_would_not_be_valid_is_left_alone(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "story.ipynb"
    document = notebook_json(STORY)
    document["cells"][0]["execution_count"] = "seven"
    path.write_text(json.dumps(document))
    check_failure(
        command, tmp_path, "tag", path, "--write", exit_code=REFUSED, code="NB120", words="valid"
    )


def test_an_old_format_is_proposed_for_but_not_written(command: Command, tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": "x = pd.read_csv('a')", "language": "python"}
    cells = [{**cell, "outputs": [], "metadata": {}}]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(old))
    assert tag(path).proposed
    check_failure(
        command, tmp_path, "tag", path, "--write", exit_code=REFUSED, code="NB120", words="format"
    )
