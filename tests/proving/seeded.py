"""The seed project with a claims map, a registered version, and a run of its notebook."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nb2prod.model.proof import Proof
from nb2prod.model.run import Run
from nb2prod.proving.prove import prove
from tests.proving.tiny import run_cells

SEED = Path(__file__).parents[2] / "converter" / "nb2prod" / "templates" / "service"
PROBES = {
    6: ("rides",),
    8: ("rides",),
    10: ("rides", "test_share", "seed"),
    12: ("train",),
    14: ("test", "features", "model"),
    16: ("mae", "test", "features", "model"),
    17: ("minutes", "mae"),
}
CLAIMS = """
[tool.nb2prod]
schema_version = 1
package = "seed_service"
source = "src"
notebook_folder = "."
rung = "raw rows"
row_wise = true

[[tool.nb2prod.chains]]
id = "function:prep.fill_gaps"
before = 6
after = 8

[[tool.nb2prod.chains.calls]]
function = "seed_service.prep:fill_gaps"
inputs = ["rides"]
outputs = ["rides", "distance_median"]

[[tool.nb2prod.chains]]
id = "function:train.fit_model"
before = 12
after = 14

[[tool.nb2prod.chains.calls]]
function = "seed_service.train:fit_model"
inputs = ["train"]
outputs = ["features", "model"]

[tool.nb2prod.pipeline]
run = "seed_service.pipeline:run"
results = ["mae", "minutes"]
after = 17

[tool.nb2prod.service]
request_table = "rides"
request_before = 6
columns = ["distance_km", "rain", "hour"]
prediction = "minutes"
prediction_after = 17
row_ids = "index"
label = "minutes"

[tool.nb2prod.features]
table = "test"
before = 16
"""


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
    return run_cells(folder, cells, PROBES, files)


def seed_project(folder: Path) -> Path:
    """A copy of the seed with its claims map."""
    for part in ("src", "data"):
        shutil.copytree(
            SEED / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    shutil.copy(SEED / "pyproject.toml", folder)
    with (folder / "pyproject.toml").open("a") as file:
        file.write(CLAIMS)
    return folder
