"""What the converter writes without a run, for whole notebooks: read a difference like a review."""

import os
from pathlib import Path

import pytest

from nb2prod.api_source import read_source
from tests.checks import planned, written
from tests.notebooks import corpus_names, corpus_notebook

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("name", corpus_names())
def test_the_modules_of_a_notebook_are_the_expected_ones(name: str, tmp_path: Path) -> None:
    made = written(planned(read_source(corpus_notebook(name, tmp_path)), None))
    folder = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in made.items():
            (folder / file).write_text(text, encoding="utf-8")
    kept = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
    assert made == kept, "UPDATE_GOLDEN=1 takes them over; read the difference"
