"""Converting the seed's notebook gives the seed back, so what we show is what users get."""

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.templates.seed import SEED, TEMPLATES


@pytest.mark.slow
def test_the_seeds_notebook_becomes_the_seed(tmp_path: Path) -> None:
    shutil.copy(SEED / "notebooks" / "seed_service.ipynb", tmp_path)
    shutil.copytree(SEED / "data", tmp_path / "data")
    made = converted(tmp_path / "seed_service.ipynb")
    paths = sorted(
        path.relative_to(made)
        for folder in ("src", "tests")
        for path in (made / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    different = [str(path) for path in paths if not same(made / path, SEED / path)]
    if different and os.environ.get("UPDATE_SEED"):
        for path in different:
            (SEED / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(made / path, SEED / path)
    assert different == [], "UPDATE_SEED=1 takes them over into the seed; read the difference"


def converted(notebook: Path) -> Path:
    """The project that the command makes of the notebook."""
    path = os.pathsep.join([str(TEMPLATES.parents[1]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "nb2prod", "convert", notebook.name, "--package", "seed_service"],
        cwd=notebook.parent,
        env=os.environ | {"PYTHONPATH": path.rstrip(os.pathsep)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    return notebook.parent / "seed_service"


def same(made: Path, kept: Path) -> bool:
    """Whether both files have the same bytes."""
    return kept.exists() and filecmp.cmp(made, kept, shallow=False)
