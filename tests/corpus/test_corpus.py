"""The notebooks that other tests convert run by themselves, on tables that can be made again."""

import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.notebooks import CORPUS, corpus_names, corpus_notebook

ROLES = {"imports", "parameters", "load", "prep", "train", "predict", "evaluate"}
EXAMPLE = Path(__file__).parents[2] / "example_notebooks" / "service_time.ipynb"


@pytest.mark.parametrize("name", corpus_names())
def test_the_script_makes_each_table_byte_for_byte(name: str) -> None:
    script = runpy.run_path(str(CORPUS / "make_tables.py"))
    committed = (CORPUS / f"{name}.csv").read_bytes()
    assert script["table_csv"](name).encode() == committed
    assert len(committed) < 60_000


@pytest.mark.parametrize("name", corpus_names())
def test_a_notebook_comes_with_its_table_and_all_roles(name: str, tmp_path: Path) -> None:
    notebook = corpus_notebook(name, tmp_path / "new")
    assert sorted(path.name for path in notebook.parent.iterdir()) == [
        f"{name}.csv",
        f"{name}.ipynb",
    ]
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    tags = [tag for cell in cells for tag in cell["metadata"].get("tags", ())]
    assert {tag.partition(":")[0] for tag in tags} == ROLES


@pytest.mark.slow
@pytest.mark.parametrize("name", corpus_names())
def test_a_notebook_runs_without_a_warning(name: str, tmp_path: Path) -> None:
    outputs = _outputs_of_a_run(corpus_notebook(name, tmp_path), tmp_path)
    assert outputs
    assert not [output["text"] for output in outputs if output.get("name") == "stderr"]


@pytest.mark.slow
def test_the_example_prints_again_what_it_recorded(tmp_path: Path) -> None:
    recorded = json.loads(EXAMPLE.read_text("utf-8"))
    again = _outputs_of_a_run(EXAMPLE, tmp_path)
    assert _printed(again) == _printed(
        [output for cell in recorded["cells"] for output in cell.get("outputs", ())]
    )


def _outputs_of_a_run(notebook: Path, folder: Path) -> list[dict[str, Any]]:
    """Return the outputs of a run in the kernel of this interpreter, beside the notebook's data."""
    executed = folder / "executed.ipynb"
    options = ["--cwd", str(notebook.parent), "--kernel", "python3", "--no-progress-bar"]
    command = [sys.executable, "-m", "papermill", str(notebook), str(executed), *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    cells = json.loads(executed.read_text("utf-8"))["cells"]
    return [output for cell in cells for output in cell.get("outputs", ())]


def _printed(outputs: list[dict[str, Any]]) -> list[str]:
    """Return the lines on stdout, without those of `%time`."""
    text = "".join("".join(out["text"]) for out in outputs if out.get("name") == "stdout")
    return [line for line in text.splitlines() if "time" not in line and "times:" not in line]
