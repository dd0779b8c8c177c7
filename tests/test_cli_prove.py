"""A project is proven again as it stands, and an edit that changes a result is found."""

import json
from pathlib import Path

import pytest

from tests.command import Command
from tests.notebooks import write_notebook

NOTEBOOK = """
    # %% load
    stops = [3, 1, 2]
    # %% prep:sort_stops
    stops = sorted(stops)
    # %% evaluate
    longest = max(stops)
"""


def test_a_project_is_proven_again_and_an_edit_is_found_and_kept(
    command: Command, tmp_path: Path
) -> None:
    path = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    before = path.read_bytes()
    made = command("convert", path, "--json")
    assert made.code == 0, made.out
    statuses = {claim["id"]: claim["status"] for claim in made.document["claims"]}
    assert set(statuses.values()) == {"proven"}

    again = command("prove", tmp_path / "stops", "--json")
    assert again.code == 0, again.out
    assert {claim["id"]: claim["status"] for claim in again.document["claims"]} == statuses

    prep = tmp_path / "stops" / "src" / "stops" / "prep.py"
    edited = prep.read_text().replace("sorted(stops)", "sorted(stops)[:2]")
    prep.write_text(edited)
    refuted = command("prove", tmp_path / "stops", "--json")
    assert refuted.code == 1
    assert "refuted" in [claim["status"] for claim in refuted.document["claims"]]
    noted = json.loads((tmp_path / "stops" / ".nb2prod" / "proof.json").read_text())
    assert noted == refuted.document

    converted = command("convert", path)
    assert converted.code == 1
    assert prep.read_text() == edited
    assert path.read_bytes() == before


def test_a_folder_that_is_no_project(command: Command, tmp_path: Path) -> None:
    ended = command("prove", tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "NB602 there is nothing to prove" in ended.err


@pytest.mark.parametrize(
    "text", ["[tool", "[tool.other]\n", "[tool.nb2prod]\nschema_version = 1\n"]
)
def test_a_pyproject_without_claims(command: Command, tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    ended = command("prove", tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "Traceback" not in ended.err
