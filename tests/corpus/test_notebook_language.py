"""The tiny notebook language says what the tests that are written in it rely on."""

import json
from pathlib import Path

import nbformat
import pytest

from tests.notebooks import notebook_json, write_notebook


def test_a_cell_line_starts_a_cell_and_carries_its_tags() -> None:
    cells = notebook_json("""
        # %% prep:clean_orders
        df = df.dropna()
        # %% train, predict volatile
        fit(df)
        # %%
        df.head()
    """)["cells"]
    assert [cell["id"] for cell in cells] == ["cell-0", "cell-1", "cell-2"]
    assert [cell["metadata"] for cell in cells] == [
        {"tags": ["prep:clean_orders"]},
        {"tags": ["train", "predict", "volatile"]},
        {},
    ]
    assert [cell["source"] for cell in cells] == [["df = df.dropna()"], ["fit(df)"], ["df.head()"]]


def test_lines_before_the_first_cell_line_are_an_untagged_cell() -> None:
    cells = notebook_json("import os\n# %% load\ndf = os.getcwd()")["cells"]
    assert [cell["source"] for cell in cells] == [["import os"], ["df = os.getcwd()"]]


def test_an_empty_cell_is_kept_and_an_empty_text_has_no_cell() -> None:
    assert [cell["source"] for cell in notebook_json("# %%\n\n# %% prep\n")["cells"]] == [[], []]
    assert notebook_json("\n  \n")["cells"] == []


@pytest.mark.parametrize("line", ["# ## Clean", "## Clean"])
def test_markdown_may_be_commented_or_plain(line: str) -> None:
    (cell,) = notebook_json(f"# %% [markdown]\n{line}\n")["cells"]
    assert cell["cell_type"] == "markdown"
    assert cell["source"] == ["## Clean"]
    assert "outputs" not in cell


def test_markdown_and_raw_cells_take_tags_too() -> None:
    cells = notebook_json("# %% [markdown] skip\nText\n# %% [raw]\n# as it is")["cells"]
    assert [(cell["cell_type"], cell["metadata"]) for cell in cells] == [
        ("markdown", {"tags": ["skip"]}),
        ("raw", {}),
    ]
    assert cells[1]["source"] == ["# as it is"]


def test_magics_and_indentation_inside_a_cell_are_left_alone() -> None:
    (cell,) = notebook_json("""
        # %%

        %%time
        # %%timeit is no cell line
        if ready:
            text = '''
              two spaces
        '''
    """)["cells"]
    assert "".join(cell["source"]) == (
        "%%time\n# %%timeit is no cell line\nif ready:\n    text = '''\n      two spaces\n'''"
    )


def test_the_written_notebook_is_valid_and_the_same_each_time(tmp_path: Path) -> None:
    text = "# %% load\nx = 'é'\n# %% [markdown]\nText"
    path = write_notebook(tmp_path / "new" / "small.ipynb", text, title="Small")
    nbformat.validate(nbformat.read(path, as_version=4))
    assert json.loads(path.read_text("utf-8"))["metadata"]["title"] == "Small"
    first = path.read_bytes()
    assert write_notebook(path, text, title="Small").read_bytes() == first
