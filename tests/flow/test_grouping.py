"""Cells belong together under one heading or one step; the sentence below a heading is kept."""

from pathlib import Path

import pytest

from nb2prod.flow.grouping import heading, opening
from tests.checks import read


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("## 2. Fill the *gaps* ##", "Fill the gaps"),
        ("# A\n### Step 3: B", "B"),
        ("# [A door](https://example.org/Door_(passage)) opens", "A door opens"),
        ("# " + "[" * 50_000, "[" * 50_000),
        ("no heading", None),
        ("```\n# a comment\n```", None),
    ],
)
def test_the_last_heading_without_number_and_mark_up(source: str, title: str | None) -> None:
    assert heading(source) == title


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("## A\n\nIt *says* this. And that.", "It says this."),
        ("## A\nThe `kg` are grams", "The kg are grams"),
        ("## A\n\n- a list", ""),
        ("## A\n\nsee https://example.org", ""),
        ("## A", ""),
    ],
)
def test_the_first_sentence_below_a_heading(source: str, sentence: str) -> None:
    assert opening(source) == sentence


def test_a_heading_parts_cells_of_one_role_and_a_step_joins_them(tmp_path: Path) -> None:
    story = """
        # %% load
        a = list([1])
        # %% [markdown]
        # ## More
        # %% load
        b = a + [2]
        # %% prep:clean
        c = b + [3]
        # %% [markdown]
        # ## Still the same step
        # %% prep:clean
        c = c + [4]
    """
    groups = read(story, tmp_path).flow.groups
    assert [(g.role.value, g.step, g.cells) for g in groups] == [
        ("load", None, (0,)),
        ("load", None, (2,)),
        ("prep", "clean", (3, 5)),
    ]
