"""Tags go into the file, and every byte that is not theirs stays."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2prod.reading.tag_text import with_tags
from tests.notebooks import notebook_json

STORY = """
    # %%
    name = "Zoë \\u2028 {\\"cells\\": [1]} \\\\"
    # %% prep hide-input
    df = df.dropna()
    # %% [markdown]
    # # Words: "metadata": {}
    # %%
    model.fit(df)
"""
FORMS: dict[str, dict[str, Any]] = {
    "as Jupyter writes": {"indent": 1, "ensure_ascii": False, "sort_keys": True},
    "as an editor writes": {"indent": 2},
    "with tabs": {"indent": "\t"},
    "on one line": {},
    "without a blank": {"separators": (",", ":")},
}


def without_tags(document: dict[str, Any]) -> dict[str, Any]:
    for cell in document["cells"]:
        cell.get("metadata", {}).pop("tags", None)
    return document


def is_insertion(before: str, after: str) -> bool:
    """Whether leaving out one part of the longer text gives the shorter."""
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return before[at:] == after[len(after) - len(before) + at :]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_nothing_but_the_tags_changes(form: str, end: str) -> None:
    text = json.dumps(notebook_json(STORY), **FORMS[form]) + end
    if end == "\r\n":
        text = text.replace("\n", "\r\n").replace("\r\r", "\r")
    after = with_tags(text, {3: ["train"]})
    assert is_insertion(text, after)
    changed = json.loads(after)
    assert changed["cells"][3]["metadata"] == {"tags": ["train"]}
    assert list(changed) == list(json.loads(text))
    assert without_tags(changed) == without_tags(json.loads(text))
    assert ("\r\n" in after) == ("\r\n" in text)
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in after


def test_the_new_lines_look_like_those_around_them() -> None:
    document = notebook_json("# %%\nx = 1\n# %% other\ny = 2")
    document["cells"][1]["metadata"]["zebra"] = {"deep": [1]}
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    for cell in document["cells"]:
        cell["metadata"] = {"tags": [*cell["metadata"].get("tags", []), "load"]} | {
            key: value for key, value in cell["metadata"].items() if key != "tags"
        }
    wanted = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    assert with_tags(text, {0: ["load"], 1: ["load"]}) == wanted


def test_tags_of_others_stay_before_ours() -> None:
    text = json.dumps(notebook_json(STORY), indent=1)
    changed = json.loads(with_tags(text, {1: ["train", "predict"]}))
    assert changed["cells"][1]["metadata"]["tags"] == ["prep", "hide-input", "train", "predict"]


@pytest.mark.parametrize("metadata", ["absent", None, {}, {"tags": None}, {"a": 1, "z": 2}])
def test_metadata_of_any_kind_takes_tags(metadata: Any) -> None:
    document = notebook_json("# %%\nx = 1")
    if metadata == "absent":
        del document["cells"][0]["metadata"]
    else:
        document["cells"][0]["metadata"] = metadata
    for form in FORMS.values():
        changed = json.loads(with_tags(json.dumps(document, **form), {0: ["load"]}))
        kept = {} if metadata in ("absent", None) else metadata
        assert changed["cells"][0]["metadata"] == {**kept, "tags": ["load"]}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(
    st.lists(st.dictionaries(st.text(max_size=4), _VALUES, max_size=3), min_size=1, max_size=3),
    st.sampled_from(sorted(FORMS)),
    st.data(),
)
def test_whatever_else_the_file_holds_is_read_back(
    metadata: list[dict[str, Any]], form: str, data: st.DataObject
) -> None:
    for entry in metadata:
        entry.pop("tags", None)
    cells = [{"cell_type": "code", "metadata": entry, "source": "x"} for entry in metadata]
    document = {"nbformat": 4, "cells": cells, "metadata": {"cells": []}}
    chosen = data.draw(st.sets(st.integers(0, len(cells) - 1)))
    after = with_tags(json.dumps(document, **FORMS[form]), {at: ["prep"] for at in chosen})
    changed = json.loads(after)
    tagged = {n for n, cell in enumerate(changed["cells"]) if cell["metadata"].get("tags")}
    assert tagged == chosen
    assert without_tags(changed) == document
