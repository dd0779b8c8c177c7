"""Runs of notebooks that are written as text."""

from pathlib import Path
from typing import Any

from nb2prod.model.notebook import Notebook
from nb2prod.model.run import Probe, Run
from nb2prod.reading.ipynb import read
from nb2prod.running.kernel import execute
from tests.notebooks import write_notebook


def quiet(step: str, done: int, total: int, detail: str = "") -> None:
    """Progress that nobody watches."""


def notebook_of(folder: Path, text: str, **metadata: Any) -> Notebook:
    """The notebook of the text, read from a file in the folder."""
    return read(write_notebook(folder / "work.ipynb", text, **metadata))


def run_text(folder: Path, text: str, *probes: Probe, **choices: Any) -> Run:
    """A run of the text's notebook in the folder."""
    choices = {"timeout": 60.0, **choices}
    return execute(
        notebook_of(folder, text),
        probes=probes,
        working_folder=folder,
        progress=choices.pop("progress", quiet),
        **choices,
    )
