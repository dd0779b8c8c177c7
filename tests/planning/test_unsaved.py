"""A function that no name leads to is told with its cell, its line and the remedy; no traceback."""

from pathlib import Path

import pytest

from nb2prod.model.run import Boundary, Environment, Run, TypeName, Value
from nb2prod.planning.unsaved import unsaved, unsaved_findings
from nb2prod.reading.ipynb import read
from tests.notebooks import write_notebook

NOTEBOOK = """
# %% load
rows = [1.0, 2.0]
# %% train
most = max(rows)
# scaled
model = FunctionTransformer(lambda x: x / most)
# %%
def build():
    class Clip:
        high = 3
    return Clip()
"""
LAMBDA = "it holds a lambda, line 3 of its cell: `model = FunctionTransformer(lambda x: x / most)`"


def value(name: str, note: str) -> Value:
    return Value(name, "estimator", TypeName("x", "Y"), pickled=not note, note=note)


def run_with(folder: Path, *values: Value) -> Run:
    boundary = Boundary(2, folder / "none", values)
    return Run("", (), (boundary,), Environment("", "", {}, {}), (), folder, folder, 0.0)


@pytest.mark.parametrize(
    ("note", "place"),
    [
        (LAMBDA, (1, 3)),
        ("it holds the class `Clip`, which stands inside a function", (2, 2)),
        ("it holds a lambda, line 7 of its cell: `nobody wrote this`", (None, None)),
    ],
)
def test_the_finding_names_the_place_and_what_to_do(
    note: str, place: tuple[int | None, int | None], tmp_path: Path
) -> None:
    notebook = read(write_notebook(tmp_path / "n.ipynb", NOTEBOOK))
    held, plain = value("model", note), value("rows", "")
    (found,) = unsaved_findings(run_with(tmp_path, plain, held, held), notebook)
    assert (found.cell_index, found.line) == place
    assert found.code == "NB213"
    assert "`model` holds" in found.message
    assert "functools.partial" in found.remedy


def test_what_cannot_be_saved_is_no_part_of_a_service() -> None:
    assert unsaved([value("rows", ""), None]) == ""
    assert unsaved([value("rows", ""), value("model", LAMBDA)]) == (
        f"`model` cannot be saved: {LAMBDA}"
    )
    assert "not pickle" in unsaved([value("lock", "it does not pickle: TypeError: a lock")])
    # the class of the notebook is in the project; a process without it did not open the value
    assert unsaved([value("model", "its class stands in the notebook")]) == ""


def test_nothing_is_told_without_a_run(tmp_path: Path) -> None:
    notebook = read(write_notebook(tmp_path / "n.ipynb", NOTEBOOK))
    assert unsaved_findings(None, notebook) == []
