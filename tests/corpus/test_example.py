"""The examples that a buyer opens first: tables that can be made again, clean notebooks."""

import re
import runpy
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import nbformat
import pytest

EXAMPLES = Path(__file__).parents[2] / "example_notebooks"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.ipynb"))
SECTIONS = {"load", "prep", "train", "predict", "evaluate"}


@pytest.fixture(scope="module", params=NAMES)
def example(request: pytest.FixtureRequest) -> Any:
    return nbformat.read(EXAMPLES / f"{request.param}.ipynb", as_version=nbformat.NO_CONVERT)


@pytest.mark.parametrize(
    ("script", "made", "name"),
    [
        ("service_time", lambda made: made["stops_csv"](), "stops.csv"),
        ("biopsies", lambda made: made["biopsies_csv"](), "biopsies.csv"),
        ("energy_load", lambda made: made["load_csv"](), "energy_load.csv"),
        ("movie_nights", lambda made: made["tables"]()["ratings.csv"], "ratings.csv"),
        ("movie_nights", lambda made: made["tables"]()["movies.csv"], "movies.csv"),
    ],
)
def test_the_script_makes_the_table_byte_for_byte(
    script: str, made: Callable[[dict[str, Any]], str], name: str
) -> None:
    namespace = runpy.run_path(str(EXAMPLES / f"make_{script}_data.py"))
    assert made(namespace).encode() == (EXAMPLES / "data" / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_notebook_is_valid_and_small(name: str) -> None:
    path = EXAMPLES / f"{name}.ipynb"
    example = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(example)
    assert (example.nbformat, example.nbformat_minor) == (4, 5)
    assert example.metadata.kernelspec.name == "python3"
    assert path.stat().st_size < 400_000


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
    assert roles - {"imports", "parameters"} == SECTIONS
    assert all("tags" not in cell.metadata for cell in example.cells if "plt.show" in cell.source)
