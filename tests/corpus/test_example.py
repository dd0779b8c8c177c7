"""The example that a buyer opens first: its table can be made again, its notebook is clean."""

import re
import runpy
from itertools import count
from pathlib import Path
from typing import Any

import nbformat
import pytest

EXAMPLES = Path(__file__).parents[2] / "example_notebooks"


@pytest.fixture(scope="module")
def example() -> Any:
    path = EXAMPLES / "service_time.ipynb"
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def test_the_script_makes_the_table_byte_for_byte() -> None:
    script = runpy.run_path(str(EXAMPLES / "make_service_time_data.py"))
    assert script["stops_csv"]().encode() == (EXAMPLES / "data" / "stops.csv").read_bytes()


def test_the_notebook_is_valid_and_small(example: Any) -> None:
    nbformat.validate(example)
    assert (example.nbformat, example.nbformat_minor) == (4, 5)
    assert example.metadata.kernelspec.name == "python3"
    assert (EXAMPLES / "service_time.ipynb").stat().st_size < 400_000


def test_the_outputs_were_recorded_in_one_run_from_top_to_bottom(example: Any) -> None:
    code = [cell for cell in example.cells if cell.cell_type == "code" and cell.source]
    counts = [cell.execution_count for cell in code]
    assert counts == [number for number, _ in zip(count(1), code, strict=False)]


def test_no_path_of_a_machine_and_no_warning_was_recorded(example: Any) -> None:
    outputs = [output for cell in example.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert not re.search(r"/(home|root|tmp|work|Users)/|papermill", nbformat.writes(example))


def test_each_role_is_tagged_and_exploration_is_not(example: Any) -> None:
    roles = {
        tag.partition(":")[0] for cell in example.cells for tag in cell.metadata.get("tags", ())
    }
    assert roles == {"imports", "parameters", "load", "prep", "train", "predict", "evaluate"}
    assert all("tags" not in cell.metadata for cell in example.cells if "plt.show" in cell.source)
