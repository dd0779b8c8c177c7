"""The check as a whole: notebooks that were really recorded, then a changed world."""

import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nb2prod.api_check import check
from nb2prod.model.verdict import CAUSES, DIFFERS, FAILS, REMARKS, REPRODUCES, UNVERIFIED
from tests.notebooks import write_notebook

# a builder of notebooks with known verdicts; it lives outside of this repository
CASES = Path(os.environ.get("NB2PROD_TRUTH_TABLE", "no-truth-table"))
WANTED = {
    REPRODUCES: "pass",
    REMARKS: "pass",
    DIFFERS: "fail",
    FAILS: "fail",
    UNVERIFIED: "unverified",
}

pytest.importorskip("ipykernel")


def quiet(step: str, done: int, total: int, detail: str = "") -> None:
    """Nobody watches a test."""


def recorded(path: Path, text: str, *printed: str | None) -> Path:
    """The text's notebook, saved as if each cell had been run and printed this."""
    write_notebook(path, text)
    document = json.loads(path.read_text(encoding="utf-8"))
    for count, (cell, shown) in enumerate(zip(document["cells"], printed, strict=True), start=1):
        cell["execution_count"] = count
        if shown is not None:
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": shown}]
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_notebook_that_prints_the_same_reproduces(tmp_path):
    path = recorded(tmp_path / "a.ipynb", "# %%\nx = 1\n# %%\nprint(x + 1)", None, "2\n")
    (found,) = check([path], 20, False, quiet)
    assert (found.verdict, found.cause, found.message) == (REPRODUCES, "", "")
    assert [cell.cell_index for cell in found.cells] == [0, 1]


def test_a_change_is_accepted_into_that_cell_alone(tmp_path):
    path = recorded(tmp_path / "a.ipynb", "# %%\nprint(1)\n# %%\nprint(2)", "1\n", "3\n")
    before = json.loads(path.read_text(encoding="utf-8"))
    (found,) = check([path], 20, False, quiet)
    assert (found.verdict, found.cell_index, found.cause) == (DIFFERS, 1, "stale code or output")
    assert "3 -> 2" in found.message
    assert json.loads(path.read_text(encoding="utf-8")) == before

    (accepted,) = check([path], 20, True, quiet)
    assert accepted.verdict == REMARKS
    after = json.loads(path.read_text(encoding="utf-8"))
    assert after["cells"][0] == before["cells"][0]
    assert after["cells"][1]["outputs"][0]["text"] in ("2\n", ["2\n"])
    (again,) = check([path], 20, False, quiet)
    assert again.verdict == REPRODUCES


def test_a_missing_file_fails_with_its_cause_and_later_cells_stay_open(tmp_path):
    path = recorded(
        tmp_path / "a.ipynb", "# %%\ntext = open('gone.txt').read()\n# %%\nprint(text)", None, "x\n"
    )
    (found,) = check([path], 20, False, quiet)
    assert (found.verdict, found.cause, found.cell_index) == (FAILS, "missing file", 0)
    assert [cell.verdict for cell in found.cells] == [FAILS, UNVERIFIED]


def test_a_file_that_is_no_notebook_is_told_and_the_next_one_is_still_checked(tmp_path):
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    path = write_notebook(tmp_path / "never_run.ipynb", "# %%\nprint(1)")
    first, second = check([broken, path], 20, False, quiet)
    assert first.verdict == FAILS
    assert (second.verdict, second.cause) == (UNVERIFIED, "nothing recorded")


def case_builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_cases", CASES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_cases"] = module  # its data classes look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.skipif(not CASES.is_file(), reason="NOT SCORED: NB2PROD_TRUTH_TABLE names no builder")
@pytest.mark.filterwarnings("ignore")  # the builder records with nbclient, past our runner
def test_the_truth_table_of_reproducibility_is_right(tmp_path):
    builder: Any = case_builder()
    expected = builder.expected()
    wrong = {}
    for made in builder.CASES:
        builder.build(made, tmp_path)
        limit = 8 if made.reason == "timeout" else 60  # a busy computer is no endless loop
        (found,) = check([tmp_path / made.name / "nb.ipynb"], limit, False, quiet)
        want = expected[made.name]
        first = want["bad_code_cell"]
        if (
            WANTED[found.verdict] != want["expect"]
            or (first is not None and found.cell_index != first + 1)
            or (found.verdict in (DIFFERS, FAILS) and found.cause not in CAUSES)
        ):
            wrong[made.name] = found
    assert not wrong, f"{len(expected) - len(wrong)} of {len(expected)} right: {wrong}"
