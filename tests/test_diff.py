"""What converting again would change is shown before it happens, and nothing is written."""

import json
from importlib.metadata import version as distribution_version
from pathlib import Path

import pytest

from tests.command import Command, files_below
from tests.notebooks import write_notebook
from tests.running.wheels import only, put
from tests.test_converting_again import NOTEBOOK
from tests.test_fresh_env import NEEDED
from tests.test_schemas import check_follows


@pytest.mark.slow
def test_the_fate_of_each_file_is_shown_before(command: Command, tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    project = tmp_path / "stops"
    assert command("convert", notebook).code == 0
    nothing = command("diff", project, "--json")
    check_follows(nothing.document, "diff.json")
    assert (nothing.code, nothing.document["bump"]) == (0, "none")
    assert [one for one in nothing.document["files"] if one["what"] != "unchanged"] == []

    prep = project / "src" / "stops" / "prep.py"
    prep.write_text(prep.read_text().replace("sorted(stops)", "sorted(stops, key=abs)"))
    (project / "Makefile").unlink()
    write_notebook(notebook, NOTEBOOK.replace("sorted(stops)", "sorted(stops)[:2]"))
    before = files_below(project)
    shown = command("diff", project, "--unified", "--json")
    assert files_below(project) == before
    assert (shown.code, shown.document["bump"]) == (1, "patch")
    files = {one["path"]: one for one in shown.document["files"]}
    assert files["src/stops/prep.py"]["what"] == "conflict"
    assert "+    return sorted(stops)[:2]" in files["src/stops/prep.py"]["diff"].replace(
        "stops = ", "return "
    )
    assert files["Makefile"]["what"] == "deleted"
    told = command("diff", project)
    assert "Version bump: patch." in told.out
    assert "src/stops/prep.py" in told.out

    converted = command("convert", notebook, "--json")
    fates = {one["path"]: one["what"] for one in converted.document["changes"]}
    assert {path: one["what"] for path, one in files.items()}.items() <= fates.items()

    notebook.rename(tmp_path / "renamed.ipynb")
    check_wrong(command, "NB604", "--notebook", project)


def version(project: Path, name: str, **facts: object) -> None:
    (project / "models" / name).mkdir(parents=True)
    (project / "models" / name / "model.json").write_text(json.dumps(facts))


def test_two_versions_of_the_model_are_compared_by_their_cards(
    command: Command, tmp_path: Path
) -> None:
    same = {"package": "stops", "sample": [1]}
    version(tmp_path, "v1", **same, metrics={"mae": 1.0}, lineage={"data_sha256": "a", "seed": 1})
    version(tmp_path, "v2", **same, metrics={"mae": 0.5}, lineage={"data_sha256": "b", "seed": 1})
    ended = command("diff", tmp_path, "v1", "v2", "--json")
    assert ended.code == 0
    check_follows(ended.document, "diff_versions.json")
    assert ended.document["changes"] == [
        {"subject": "metrics.mae", "before": "1.0", "after": "0.5"},
        {"subject": "lineage.data_sha256", "before": "a", "after": "b"},
    ]
    assert ended.document["same"] == ["package", "lineage.seed"]
    assert "lineage.data_sha256  a    b" in command("diff", tmp_path, "v1", "v2").out


def check_wrong(command: Command, code: str, words: str, *arguments: object) -> None:
    """The command line is wrong: one message says how, and there is nothing else."""
    ended = command("diff", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert code in ended.err
    assert words in ended.err
    assert command("diff", *arguments, "--json").document["error"]["code"] == code


def test_what_cannot_be_compared(command: Command, tmp_path: Path) -> None:
    check_wrong(command, "NB602", "no project", tmp_path)
    version(tmp_path, "v1", package="stops")
    check_wrong(command, "NB605", "there is v1", tmp_path, "v1", "v7")
    (tmp_path / "models" / "v1" / "model.json").write_text("{")
    check_wrong(command, "NB605", "cannot be read", tmp_path, "v1", "v1")
    assert command("diff", tmp_path, "v1").code == 2


MADE_OF = """
    # %% parameters
    limit = 2
    # %% load
    stops = [int(line) for line in open("stops.txt")]
    # %% prep:sort_stops
    stops = sorted(stops)[:limit]
    # %% evaluate:find_longest
    longest = max(stops)
"""


@pytest.mark.slow
def test_what_it_is_made_of_is_compared_too(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = only(tmp_path / "shelf", monkeypatch)
    for name in NEEDED:
        put(shelf, name, distribution_version(name))
    (tmp_path / "stops.txt").write_text("3\n1\n2\n")
    notebook = write_notebook(tmp_path / "stops.ipynb", MADE_OF)
    project = tmp_path / "stops"
    assert command("convert", notebook).code == 0
    nothing = command("diff", project, "--json").document
    assert (nothing["bump"], nothing["locks"], nothing["origin"]) == ("none", [], [])
    fates = {one["path"]: one["what"] for one in nothing["files"]}
    assert fates["requirements-dev.lock"] == "unchanged"

    (tmp_path / "stops.txt").write_text("3\n1\n2\n4\n")
    write_notebook(notebook, MADE_OF.replace("limit = 2", "limit = 3"))
    lock = project / "requirements-dev.lock"
    lock.write_text(lock.read_text().replace(f"mypy=={distribution_version('mypy')}", "mypy==1.0"))
    shown = command("diff", project, "--json")
    check_follows(shown.document, "diff.json")
    changed = {one["subject"]: (one["before"], one["after"]) for one in shown.document["origin"]}
    assert changed["parameters.limit"] == ("2", "3")
    assert changed["data.stops.txt.bytes"] == ("6", "8")
    assert {"data.stops.txt.sha256", "notebook.sha256"} < changed.keys()
    assert shown.document["locks"] == [
        {
            "lock": "requirements-dev.lock",
            "distribution": "mypy",
            "before": "1.0",
            "after": distribution_version("mypy"),
        }
    ]
    told = command("diff", project).out
    assert f"dev   mypy          1.0  {distribution_version('mypy')}" in told
    assert "parameters.limit" in told
