"""Converting an example again gives the project that stands beside it, byte for byte."""

import filecmp
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "example_notebooks"
# data of one run and of its machine: locks, versions found, timings and figures of the proof
RUN_DATA = (".nb2prod/", "lineage.json", "requirements-serve.lock", "requirements-dev.lock")
NOT_KEPT = (".venv", "models", "__pycache__", ".ruff_cache", ".mypy_cache", ".pytest_cache")


def _example(path: Path) -> Any:
    """The example's name; one that needs a heavy library is for the run that has it."""
    lock = (path / "requirements-serve.lock").read_text(encoding="utf-8")
    heavy = re.search(r"^(torch|keras)==", lock, re.M)
    there = heavy is None or importlib.util.find_spec(heavy[1]) is not None
    absent = pytest.mark.skipif(not there, reason="PyTorch or Keras is not installed")
    marks = [pytest.mark.networks, absent] if heavy else []
    return pytest.param(path.name, marks=marks)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*map(_example, sorted((EXAMPLES / "generated").iterdir()))])
def test_an_example_becomes_the_project_beside_it(name: str, tmp_path: Path) -> None:
    kept = EXAMPLES / "generated" / name
    other = _other_versions(kept / "requirements-serve.lock")
    if other and not os.environ.get("UPDATE_EXAMPLES"):
        pytest.skip(f"the project was made with other versions: {', '.join(other)}")
    made = _converted(name, tmp_path)
    paths = sorted(_files(made) | _files(kept))
    different = [path for path in paths if not _same(made / path, kept / path)]
    if different and os.environ.get("UPDATE_EXAMPLES"):
        _take_over(made, kept)
    told = [path for path in different if not path.startswith(RUN_DATA)]
    assert told == [], "UPDATE_EXAMPLES=1 takes them over; read the difference"


def _other_versions(lock: Path) -> list[str]:
    """Distributions of the lock that are here in another version: other models, other figures."""
    found = []
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text("utf-8"), re.M):
        try:
            here = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if here != version:
            found.append(f"{name} {here} instead of {version}")
    return found


def _converted(name: str, folder: Path) -> Path:
    shutil.copy(EXAMPLES / f"{name}.ipynb", folder)
    shutil.copytree(EXAMPLES / "data", folder / "data")
    done = subprocess.run(
        [sys.executable, "-m", "nb2prod", "convert", f"{name}.ipynb"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr
    return folder / name


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not set(path.relative_to(folder).parts) & set(NOT_KEPT)
    }


def _same(made: Path, kept: Path) -> bool:
    return made.exists() and kept.exists() and filecmp.cmp(made, kept, shallow=False)


def _take_over(made: Path, kept: Path) -> None:
    for path in _files(kept) - _files(made):
        (kept / path).unlink()
    for path in _files(made):
        (kept / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made / path, kept / path)
