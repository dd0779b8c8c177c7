"""A version never changes once it is written, and a doubtful one is never loaded."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from energy_load import formats, versions
from energy_load.errors import RefusedError


def register(more: int = 0) -> str:
    """Register a version without promoting it."""
    facts: dict[str, Any] = {"metrics": {}, "lineage": {}, "sample": {}, "reference": {}}
    return versions.register({"more": more}, **facts)


def edit_card(folder: Path, **changes: Any) -> None:
    """Write other values into a card."""
    card = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(card | changes))


def test_a_version_comes_back_as_it_went(models: Path) -> None:
    assert register(more=7) == "v1"
    assert versions.load("v1").artifacts == {"more": 7}


def test_versions_are_numbered_and_never_replaced(models: Path) -> None:
    assert [register(1), register(2)] == ["v1", "v2"]
    assert versions.load("v1").artifacts == {"more": 1}
    assert versions.versions() == ["v1", "v2"]


def test_the_same_training_is_the_same_version(models: Path) -> None:
    assert [register(1), register(2), register(1)] == ["v1", "v2", "v1"]
    assert not list(models.glob(".draft*"))


def test_the_tenth_version_comes_after_the_ninth(models: Path) -> None:
    assert [register(number) for number in range(10)][-1] == "v10"
    assert versions.versions()[-1] == "v10"


class Trap:
    """Leaves a trace when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.trace),)


def test_a_replaced_file_is_refused_before_its_code_runs(models: Path, tmp_path: Path) -> None:
    import joblib

    register()
    joblib.dump(Trap(tmp_path / "trace"), models / "v1" / formats.ARTIFACTS)
    with pytest.raises(RefusedError, match="sha256 differs"):
        versions.load("v1")
    assert not (tmp_path / "trace").exists()


def test_a_missing_file_is_refused(models: Path) -> None:
    register()
    (models / "v1" / formats.ARTIFACTS).unlink()
    with pytest.raises(RefusedError, match="not the file"):
        versions.load("v1")


def test_a_version_of_another_project_is_refused(models: Path) -> None:
    register()
    edit_card(models / "v1", package="another_service")
    with pytest.raises(RefusedError, match="another_service"):
        versions.load("v1")


@pytest.mark.parametrize(
    "libraries", [{"numpy": "0.1"}, {"a-library-that-is-not-here": "1.0"}, {"python": "2.7"}]
)
def test_other_libraries_are_refused_with_the_way_out(
    models: Path, libraries: dict[str, str]
) -> None:
    register()
    edit_card(models / "v1", libraries=libraries)
    name, version = next(iter(libraries.items()))
    with pytest.raises(RefusedError, match=rf"{name} {version} there, .* train"):
        versions.load("v1")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}"])
def test_a_broken_card_is_refused(models: Path, text: str) -> None:
    register()
    (models / "v1" / "model.json").write_text(text)
    with pytest.raises(RefusedError, match=r"model\.json is broken"):
        versions.load("v1")


@pytest.mark.parametrize("name", ["v2", "v0", "../v1", "", "current.txt"])
def test_a_version_that_is_not_there_is_refused(models: Path, name: str) -> None:
    register()
    with pytest.raises(RefusedError, match="no version"):
        versions.load(name)


def test_python_and_the_tables_library_are_always_recorded(models: Path) -> None:
    register()
    assert {"python", "numpy", "pandas"} <= versions.read_card("v1")["libraries"].keys()
