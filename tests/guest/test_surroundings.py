import os
import sys
from pathlib import Path

import pytest

from nb2prod.guest.surroundings import OpenedFiles, environment


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenedFiles:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stops.csv").write_text("a")
    return OpenedFiles()


def names(paths: list[str]) -> list[str]:
    return [os.path.basename(path) for path in paths]


def test_a_file_is_an_input_when_it_was_there_and_was_read_first(files: OpenedFiles) -> None:
    files("open", ("stops.csv", "r", 0))
    files("open", (b"stops.csv", "rb", 0))
    files("open", ("absent.csv", "r", 0))
    files("open", ("made.csv", "w", 0))
    Path("made.csv").write_text("b")
    files("open", ("made.csv", "r", 0))
    Path("absent.csv").write_text("made after it was missed")
    found = files.inputs()
    assert names(found["files"]) == ["stops.csv"]
    assert found["rewritten"] == []


def test_opening_by_flags_counts_as_well(files: OpenedFiles) -> None:
    files("open", ("stops.csv", None, os.O_RDONLY))
    files("open", ("made.csv", None, os.O_WRONLY | os.O_CREAT))
    assert names(files.inputs()["files"]) == ["stops.csv"]


def test_a_database_is_read(files: OpenedFiles) -> None:
    Path("orders.db").write_bytes(b"")
    files("sqlite3.connect", ("orders.db",))
    files("sqlite3.connect", (":memory:",))
    assert names(files.inputs()["files"]) == ["orders.db"]


def test_an_input_that_is_changed_later_is_said(files: OpenedFiles) -> None:
    files("open", ("stops.csv", "r", 0))
    files("open", ("stops.csv", "a", 0))
    assert names(files.inputs()["rewritten"]) == ["stops.csv"]


def test_the_environments_own_files_are_no_inputs(files: OpenedFiles) -> None:
    for path in (os.__file__, pytest.__file__, "/etc/hostname", "/proc/self/status"):
        files("open", (path, "r", 0))
    assert files.inputs()["files"] == []


def test_what_libraries_remember_between_runs_is_no_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = tmp_path / "matplotlib" / "fontlist.json"
    fonts.parent.mkdir()
    fonts.write_text("{}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    files = OpenedFiles()
    files("open", (str(fonts), "r", 0))
    assert files.inputs()["files"] == []


def test_packages_that_a_path_file_leads_to_are_no_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "lib" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "shop.py").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(packages))
    files = OpenedFiles()
    files("open", (str(packages / "shop.py"), "r", 0))
    assert files.inputs()["files"] == []


def test_a_compiled_module_stands_for_its_source(files: OpenedFiles, tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "cleaning.cpython-311.pyc").write_bytes(b"")
    (tmp_path / "cleaning.py").write_text("")
    files("open", ("__pycache__/cleaning.cpython-311.pyc", "rb", 0))
    assert names(files.inputs()["files"]) == ["cleaning.py"]


def test_the_folder_of_that_moment_counts(files: OpenedFiles, tmp_path: Path) -> None:
    files("open", ("stops.csv", "r", 0))
    os.chdir("/")
    assert files.inputs()["files"] == [str(tmp_path / "stops.csv")]


def test_nothing_is_noted_while_it_is_paused_and_nothing_ever_raises(files: OpenedFiles) -> None:
    files.paused = True
    files("open", ("stops.csv", "r", 0))
    files.paused = False
    for arguments in ((), (None, None, None), (object(), "r", 0), (3, "r", 0)):
        files("open", arguments)
    files("os.listdir", (3,))
    files("import", ("x",))
    assert files.inputs() == {"files": [], "folders": [], "rewritten": []}


def test_the_environment_names_the_distribution_of_each_imported_module() -> None:
    told = environment()
    assert told["executable"] == sys.executable
    assert told["packages"]["pytest"] == "pytest"
    assert told["distributions"]["pytest"] == pytest.__version__
    assert "os" not in told["packages"]


def test_what_is_installed_is_read_once(tmp_path: Path) -> None:
    first = environment(str(tmp_path))
    kept = list(tmp_path.iterdir())
    assert len(kept) == 1
    assert environment(str(tmp_path)) == first == environment()
    kept[0].write_text("{broken")
    assert environment(str(tmp_path)) == first


def test_another_path_is_another_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = tmp_path / "added"
    (added / "extra-1.0.dist-info").mkdir(parents=True)
    (added / "extra-1.0.dist-info" / "METADATA").write_text("Name: extra\nVersion: 1.0\n")
    environment(str(tmp_path))
    monkeypatch.syspath_prepend(str(added))
    assert environment(str(tmp_path))["distributions"]["extra"] == "1.0"
