"""`--fresh-env`: the proof runs in an environment that is made of the project's lock alone."""

from importlib.metadata import version
from pathlib import Path

import pytest

from tests.command import Command, check_failure, files_below
from tests.notebooks import write_notebook
from tests.running.wheels import only, put
from tests.test_cli_prove import NOTEBOOK

pytestmark = pytest.mark.slow
NEEDED = ("mypy", "pytest", "ruff")  # what each project is checked with


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All of the internet: the three, in the versions that are installed here."""
    folder = only(tmp_path_factory.mktemp("internet") / "shelf", monkeypatch)
    for name in NEEDED:
        put(folder, name, version(name))
    return folder


def test_the_proof_runs_on_the_lock_alone_or_not_at_all(
    command: Command, shelf: Path, tmp_path: Path
) -> None:
    notebook = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    made = command("convert", notebook, "--fresh-env")
    assert made.code == 0, made.err
    assert "3 distributions of requirements-dev.lock, each with the hash" in made.out
    again = command("prove", tmp_path / "stops", "--fresh-env", "--json")
    assert again.code == 0, again.err
    assert {claim["status"] for claim in again.document["claims"]} == {"proven"}

    for wheel in shelf.glob("pytest-*"):
        wheel.unlink()
    asked = ("prove", tmp_path / "stops", "--fresh-env")
    words = f"No matching distribution found for pytest=={version('pytest')}"
    check_failure(command, tmp_path, *asked, exit_code=3, code="NB606", words=words)
    (tmp_path / "stops" / "requirements-dev.lock").unlink()
    (tmp_path / "stops" / "requirements.lock").unlink(missing_ok=True)
    check_failure(command, tmp_path, *asked, exit_code=3, code="NB606", words="has no lock")


def test_a_conversion_that_cannot_have_one_writes_nothing(
    command: Command, shelf: Path, tmp_path: Path
) -> None:
    for wheel in shelf.glob("pytest-*"):
        wheel.unlink()
    write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    before = files_below(tmp_path)
    ended = command("convert", tmp_path / "stops.ipynb", "--fresh-env")
    assert ended.code == 3, ended.out
    assert "NB606" in ended.err
    assert files_below(tmp_path) == before


def test_what_is_not_run_is_not_proven_in_any_environment(command: Command, tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    ended = command("convert", notebook, "--fresh-env", "--no-run")
    assert (ended.code, ended.out) == (2, "")
    assert "--no-run proves nothing" in ended.err
