"""A notebook is converted, its project edited by hand, the notebook changed: converted again."""

import json
from pathlib import Path
from typing import Any

import pytest

from nb2prod.running import guest
from tests.command import Command
from tests.notebooks import write_notebook

pytestmark = pytest.mark.slow

NOTEBOOK = """
    # %% load
    stops = [3, 1, 2]
    # %% prep:sort_stops
    stops = sorted(stops)
    # %% evaluate:find_longest
    longest = max(stops)
"""


def test_edits_meet_a_changed_notebook(command: Command, tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    project = tmp_path / "stops"
    first = command("convert", notebook, "--no-data-sample", "--json")
    assert (first.code, {change["what"] for change in first.document["changes"]}) == (0, {"new"})
    again = command("convert", notebook, "--json")
    assert {change["what"] for change in again.document["changes"]} == {"unchanged"}
    noted = json.loads((project / ".nb2prod" / "manifest.json").read_text())
    assert noted["options"]["data_sample"] is False

    prep = project / "src" / "stops" / "prep.py"
    prep.write_text(prep.read_text() + "\n\ndef mine() -> int:\n    return 1\n")
    (project / "Makefile").unlink()
    write_notebook(notebook, NOTEBOOK.replace("sorted(stops)", "sorted(stops)[:2]"))
    merged = command("convert", notebook, "--json")
    assert merged.code == 0, merged.out
    fates = {change["path"]: change["what"] for change in merged.document["changes"]}
    assert (fates["src/stops/prep.py"], fates["Makefile"]) == ("merged", "deleted")
    assert "sorted(stops)[:2]" in prep.read_text()
    assert "def mine()" in prep.read_text()
    assert {claim["status"] for claim in merged.document["claims"]} == {"proven"}
    assert [finding["code"] for finding in merged.document["findings"]].count("NB710") == 1


def test_a_conflict_is_shown_and_its_claims_are_not_checked(
    command: Command, tmp_path: Path
) -> None:
    notebook = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    project = tmp_path / "stops"
    assert command("convert", notebook).code == 0
    prep = project / "src" / "stops" / "prep.py"
    prep.write_text(prep.read_text().replace("sorted(stops)", "sorted(stops, key=abs)"))
    write_notebook(notebook, NOTEBOOK.replace("sorted(stops)", "sorted(stops)[:2]"))
    ended = command("convert", notebook, "--json")
    assert ended.code == 1
    text = prep.read_text()
    assert "sorted(stops, key=abs)" in text
    assert "sorted(stops)[:2]" in text
    statuses = {claim["id"]: claim for claim in ended.document["claims"]}
    assert statuses["function:prep.sort_stops"]["status"] == "not checked"
    assert statuses["function:prep.sort_stops"]["reason"] == "conflict in stops/prep.py"
    assert statuses["function:evaluate.find_longest"]["status"] == "proven"
    assert statuses["pipeline:run"]["reason"] == "conflict in stops/prep.py"
    assert "NB705" in [finding["code"] for finding in ended.document["findings"]]

    prep.write_text(text.split("<<<<<<<")[0] + "    return sorted(stops)[:2]\n")
    solved = command("prove", project, "--json")
    assert "conflict" not in solved.out


def test_a_claims_map_in_conflict_proves_nothing(command: Command, tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    assert command("convert", notebook).code == 0
    pyproject = tmp_path / "stops" / "pyproject.toml"
    pyproject.write_text(pyproject.read_text().replace("sort_stops", "sorted_by_me"))
    write_notebook(notebook, NOTEBOOK.replace("sort_stops", "put_in_order"))
    ended = command("convert", notebook, "--json")
    assert ended.code == 1, ended.out
    assert {claim["reason"] for claim in ended.document["claims"]} == {"conflict in pyproject.toml"}
    assert "sorted_by_me" in pyproject.read_text()


def test_a_changed_tag_runs_nothing_again(command: Command, tmp_path: Path) -> None:
    ran = tmp_path / "ran.txt"
    count = f"    # %% skip\n    print(1, file=open({str(ran)!r}, 'a'))\n"
    notebook = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK + count)
    assert command("convert", notebook).code == 0
    renamed = (NOTEBOOK + count).replace("prep:sort_stops", "prep:order_stops")
    write_notebook(notebook, renamed.replace("stops = [3", "stops = [3"))
    assert command("convert", notebook).code == 0
    assert ran.read_text() == "1\n"
    assert "def order_stops" in (tmp_path / "stops/src/stops/prep.py").read_text()


def test_samples_that_could_not_be_made_are_told_and_never_half(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    made = command("convert", notebook, "--json").document
    sampled = {one for one in made["files"] if one.startswith("tests/data/functions/")}
    assert sampled

    def too_late(python: str, script: str, request: dict[str, Any], *rest: Any, **more: Any) -> Any:
        if script != "fixtures":
            return asked(python, script, request, *rest, **more)
        half = Path(request["project"]) / "tests" / "data" / "functions" / "half"
        half.mkdir(parents=True)
        (half / "case.json").write_text("{}")
        return {"error": {"text": "it took longer than 300 s"}}

    asked = guest.ask_guest
    monkeypatch.setattr(guest, "ask_guest", too_late)
    again = command("convert", notebook, "--json").document
    assert {claim["status"] for claim in again["claims"]} == {"proven"}
    fates = {one["path"]: one["what"] for one in again["changes"] if one["what"] != "unchanged"}
    assert fates.pop("README.md", "changed") == "changed"
    assert fates == dict.fromkeys(sampled, "removed")
    told = {one["code"]: one["message"] for one in again["findings"]}
    assert "no samples of the notebook's values: it took longer than 300 s." in told["NB711"]
