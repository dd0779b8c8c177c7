import json
import os
import pickle
from pathlib import Path

import pytest

from nb2prod.model.run import CellRun, Environment, Probe, Run
from nb2prod.running import cache
from nb2prod.running.answers import Surroundings
from nb2prod.running.environment import Kernel, installed_kernel
from tests.running.runs import notebook_of, run_text

TEXT = """
# %% load
import pandas as pd
stops = pd.read_csv("stops.csv")
# %% prep
class Cleaner:
    pass
cleaner = Cleaner()
weights = stops["weight"].fillna(0)
# %% evaluate
total = weights.sum()
"""
PROBES = (Probe(1, ("stops",)), Probe(3, ("total",)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cached")
    (folder / "stops.csv").write_text("city,weight\nRome,1.5\nOslo,\nRome,4.0\n")
    return folder


@pytest.fixture(scope="module")
def first(folder: Path) -> Run:
    return run_text(folder, TEXT, *PROBES)


def found(folder: Path, text: str, *probes: Probe) -> Run | None:
    """What is known of this text's notebook, without running anything."""
    notebook = notebook_of(folder, text)
    place = cache.place_of(notebook, installed_kernel(notebook, None), folder, {}, {})
    return cache.lookup(place, notebook, probes)


def test_the_same_notebook_is_not_run_again(folder: Path, first: Run) -> None:
    again = run_text(folder, TEXT, *PROBES)
    assert (first.from_cache, again.from_cache) == (False, True)
    assert again.cells == first.cells
    assert again.boundaries == first.boundaries
    assert again.environment == first.environment
    assert again.files == first.files
    assert again.folder == first.folder


def test_tags_headings_and_outputs_are_no_reason_to_run_again(folder: Path, first: Run) -> None:
    edited = TEXT.replace("# %% prep", "# %% [markdown]\n# ## Prepare\n# %% prep:fill_weights")
    again = found(folder, edited, Probe(1, ("stops",)), Probe(4, ("total",)))
    assert again is not None
    assert [cell.cell_index for cell in again.cells] == [0, 2, 3]
    assert [boundary.before for boundary in again.boundaries] == [1, 4]
    assert again.notebook_sha256 != first.notebook_sha256


def test_a_new_probe_is_answered_by_what_was_captured_besides(folder: Path, first: Run) -> None:
    again = found(folder, TEXT, Probe(2, ("weights", "pd", "never_bound")))
    assert again is not None
    boundary = again.boundary(2)
    assert boundary is not None
    assert [value.name for value in boundary.values] == ["pd", "weights"]
    values = pickle.loads(boundary.pickle.read_bytes())["values"]
    assert list(values["weights"]) == [1.5, 0.0, 4.0]


def test_a_value_of_the_notebooks_own_class_needs_a_probe_of_its_own(
    folder: Path, first: Run
) -> None:
    assert found(folder, TEXT, Probe(2, ("cleaner",))) is None


@pytest.mark.parametrize(
    "edited",
    [
        TEXT.replace("fillna(0)", "fillna(1)"),
        TEXT + "# %%\n1",
        TEXT.replace("# %% evaluate", "# %% evaluate raises-exception"),
        TEXT.replace("# %% evaluate", "# %% evaluate nbval-skip"),
    ],
)
def test_other_code_is_another_run(folder: Path, first: Run, edited: str) -> None:
    assert found(folder, edited, *PROBES) is None


def test_changed_data_are_another_run(folder: Path, first: Run) -> None:
    data = folder / "stops.csv"
    before = data.read_text()
    data.write_text("city,weight\nRome,1.0\n")
    assert found(folder, TEXT, *PROBES) is None
    data.write_text(before)
    assert found(folder, TEXT, *PROBES) is not None


def test_parameters_variables_and_folder_are_part_of_the_key(folder: Path, first: Run) -> None:
    notebook = notebook_of(folder, TEXT)
    kernel = Kernel("python3", "/usr/bin/python3")
    places = [
        cache.place_of(notebook, kernel, folder, {}, {}),
        cache.place_of(notebook, kernel, folder, {"seed": 1}, {}),
        cache.place_of(notebook, kernel, folder, {}, {"PYTHONHASHSEED": "1"}),
        cache.place_of(notebook, kernel, folder.parent, {}, {}),
        cache.place_of(notebook, Kernel("other", "/usr/bin/python3"), folder, {}, {}),
    ]
    assert len({place.key for place in places}) == len(places)


def test_a_broken_entry_is_as_good_as_none(folder: Path, first: Run) -> None:
    entry = first.folder / "run.json"
    sound = entry.read_text()
    for broken in ("", "{", "[]", sound.replace('"files"', '"foils"')):
        entry.write_text(broken)
        assert found(folder, TEXT, *PROBES) is None
    entry.write_text(sound)

    cut = first.boundaries[0].pickle
    whole = cut.read_bytes()
    cut.write_bytes(whole[:-1])
    assert found(folder, TEXT, *PROBES) is None
    cut.write_bytes(whole)
    assert found(folder, TEXT, *PROBES) is not None


def test_a_failed_run_is_tried_again(tmp_path: Path) -> None:
    text = '# %%\nopen("comes_later.txt").read()'
    assert run_text(tmp_path, text).failed is not None
    (tmp_path / "comes_later.txt").write_text("here")
    again = run_text(tmp_path, text)
    assert again.failed is None
    assert not again.from_cache


def test_a_cell_that_may_no_longer_fail_is_run_again(tmp_path: Path) -> None:
    text = "# %% skip\n1 / 0"
    assert run_text(tmp_path, text).cells[0].status == "skipped"
    assert found(tmp_path, text) is not None
    assert found(tmp_path, "# %%\n1 / 0") is None


def test_helper_modules_and_listed_folders_count_as_data(tmp_path: Path) -> None:
    (tmp_path / "cleaning.py").write_text("LIMIT = 1\n")
    (tmp_path / "parts").mkdir()
    text = "# %%\nimport cleaning, glob\nsorted(glob.glob('parts/*'))"
    run = run_text(tmp_path, text)
    assert [file.path.name for file in run.files] == ["cleaning.py"]
    assert found(tmp_path, text) is not None

    (tmp_path / "parts" / "new.csv").write_text("")
    assert found(tmp_path, text) is None
    (tmp_path / "parts" / "new.csv").unlink()
    assert found(tmp_path, text) is not None

    (tmp_path / "cleaning.py").write_text("LIMIT = 2\n")
    assert found(tmp_path, text) is None


def test_a_notebook_that_changes_its_own_input_is_never_stored(tmp_path: Path) -> None:
    (tmp_path / "count.txt").write_text("1")
    text = "# %%\nn = int(open('count.txt').read())\nopen('count.txt', 'w').write(str(n + 1))"
    run_text(tmp_path, text)
    assert found(tmp_path, text) is None


def stored(folder: Path, text: str) -> Run:
    """A run that was never run, stored as if it had been."""
    notebook = notebook_of(folder, text)
    place = cache.place_of(notebook, Kernel("python3", "python"), folder, {}, {})
    environment = Environment("python", "3.11.7", {}, {})
    cells = (CellRun(0, (), 0.1, "ok"),)
    run = Run("", cells, (), environment, (), place.new_folder(), folder, 0.1)
    cache.store(place, notebook, run, (), Surroundings(environment, (), {}, ()))
    assert cache.lookup(place, notebook, ()) is not None
    return run


def test_clean_empties_the_cache_and_says_how_much_that_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NB2PROD_CACHE", str(tmp_path / "cache"))
    assert cache.clean() == (0, 0)
    run = stored(tmp_path, "# %%\nx = 1")
    size = sum(file.stat().st_size for file in run.folder.iterdir())
    assert run.folder.parent == tmp_path / "cache" / "runs"
    assert cache.clean() == (1, size)
    assert cache.clean() == (0, 0)


def test_clean_removes_environments_too_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NB2PROD_CACHE", str(tmp_path))
    (tmp_path / "environments" / "one" / "lib").mkdir(parents=True)
    (tmp_path / "environments" / "one" / "lib" / "tiny.py").write_text("x = 1")
    (tmp_path / "thesis.txt").write_text("mine")
    assert cache.clean() == (0, 5)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_environments_outlive_the_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NB2PROD_CACHE", str(tmp_path / "cache"))
    kept = tmp_path / "cache" / "environments"
    kept.mkdir(parents=True)
    os.utime(kept, (1, 1))
    stored(tmp_path, "# %%\nx = 1")
    assert kept.is_dir()


def test_the_cache_follows_the_systems_conventions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NB2PROD_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.cache_root() == tmp_path / "nb2prod"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.cache_root() == tmp_path / ".cache" / "nb2prod"


def test_the_oldest_runs_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NB2PROD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "MOST_RUNS", 1)
    old = stored(tmp_path, "# %%\nx = 1")
    os.utime(old.folder / "run.json", (1, 1))
    new = stored(tmp_path, "# %%\nx = 2")
    assert not old.folder.exists()
    assert json.loads((new.folder / "run.json").read_text())["cells"]
