"""A package that a person wrote for the example's notebook is proven like one of ours."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nb2prod.api import prove
from nb2prod.model.proof import PROVEN, REFUTED, Claim

BY_HAND = Path(__file__).parent / "door_time"
EXAMPLE = Path(__file__).parents[2] / "example_notebooks" / "service_time.ipynb"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BY_HAND, tmp_path / "door_time"))


def _claims(package: Path) -> dict[str, Claim]:
    def untold(step: str, done: int, total: int, detail: str = "") -> None:
        return None

    proof = prove(package, untold, notebook=EXAMPLE).proof
    return {claim.id: claim for claim in proof.claims}


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_another_structure_with_other_names_is_proven(package: Path) -> None:
    variables = {"DOOR_TIME_DATA_DIR": str(EXAMPLE.parent), "PYTHONPATH": "src"}
    command = [sys.executable, "-W", "ignore", "-m", "door_time", "train"]
    subprocess.run(command, cwd=package, env={**os.environ, **variables}, check=True)
    claims = _claims(package)
    assert {name: claim.reason for name, claim in claims.items() if claim.status != PROVEN} == {}
    assert {
        "preparation",
        "pipeline:run",
        "rows:features",
        "service:all rows in shuffled batches",
    } <= set(claims)


@pytest.mark.slow
def test_one_wrong_constant_is_refuted_with_row_column_and_cell(package: Path) -> None:
    _edit(package / "src" / "door_time" / "encoder.py", "TRUST = 5", "TRUST = 6")
    pyproject = package / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    head = text.partition('[[tool.nb2prod.chains]]\nid = "learning"')[0]
    pyproject.write_text(head, encoding="utf-8")
    claims = _claims(package)
    assert {claim.status for name, claim in claims.items() if name != "preparation"} == {PROVEN}
    wrong = claims["preparation"]
    assert wrong.status == REFUTED
    assert wrong.cell_index == 15
    assert "`usual_seconds`" in wrong.reason
    assert "row" in wrong.reason
