"""The seed project, its versions, and a run of its notebook."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from nb2prod.model.proof import Proof
from nb2prod.model.run import Run
from nb2prod.proving.claims import read_claims_map
from nb2prod.proving.prove import prove
from tests.proving.tiny import run_cells

SEED = Path(__file__).parents[2] / "converter" / "nb2prod" / "templates" / "service"


@dataclass(frozen=True)
class Seeded:
    """The project's folder and the run of its notebook."""

    folder: Path
    run: Run

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one place of a module."""
        path = self.folder / "src" / "seed_service" / file
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new))

    def train(self) -> None:
        """Register a version of the project as it stands."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        command = [sys.executable, "-m", "seed_service", "train", "--no-validation", "--force"]
        subprocess.run(
            command,
            cwd=self.folder,
            env=kept | {"PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
            capture_output=True,
        )

    def prove(self) -> Proof:
        """The proof of the project as it stands."""
        return prove(self.folder, self.run, python=sys.executable, progress=lambda *told: None)


def seed_run(folder: Path) -> Run:
    """A run of the seed's notebook."""
    notebook = json.loads((SEED / "notebooks" / "seed_service.ipynb").read_text())
    cells = tuple(
        "".join(cell["source"]) if cell["cell_type"] == "code" else "" for cell in notebook["cells"]
    )
    files = {"data/seed.csv": (SEED / "data" / "seed.csv").read_text()}
    return run_cells(folder, cells, _probes(), files)


def _probes() -> dict[int, tuple[str, ...]]:
    """What the claims of the seed's own map are about, by the cell before which it is captured."""
    content = tomllib.loads((SEED / "pyproject.toml").read_text())
    claims = read_claims_map(content["tool"]["nb2prod"])
    assert claims.pipeline
    assert claims.service
    assert claims.features
    service = claims.service
    wanted = [
        *((chain.before, chain.inputs) for chain in claims.chains),
        *((chain.after, chain.outputs) for chain in claims.chains),
        (claims.pipeline.after, claims.pipeline.results),
        (service.request_before, (service.request_table,)),
        (service.prediction_after, (service.prediction,)),
        (claims.features.before, (claims.features.table,)),
    ]
    probes: dict[int, tuple[str, ...]] = {}
    for before, names in wanted:
        probes[before] = (*probes.get(before, ()), *names)
    return probes


def seed_project(folder: Path) -> Path:
    """A copy of the seed, without a version."""
    for part in ("src", "data"):
        shutil.copytree(
            SEED / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    shutil.copy(SEED / "pyproject.toml", folder)
    return folder
