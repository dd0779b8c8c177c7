"""One process decides what it can; the first version is made of the run that was looked at."""

import sys
from pathlib import Path

import pytest

from nb2prod.model.proof import NOT_CHECKED, PROVEN, Proof
from nb2prod.proving.prove import Training, prove
from tests.proving.seeded import Seeded, seed_project, seed_run
from tests.proving.tiny import Tiny, run_cells, write_project


def proven_with_training(project: Seeded | Tiny, asked: list[str]) -> Proof:
    training = Training(validation=False, command=lambda: asked.append("train"))
    return prove(
        project.folder,
        project.run,
        python=sys.executable,
        progress=lambda *told: None,
        training=training,
    )


@pytest.mark.slow
def test_the_first_version_is_made_of_the_run_that_was_proven(tmp_path: Path):
    seeded = Seeded(seed_project(tmp_path / "project"), seed_run(tmp_path / "run"))
    asked: list[str] = []
    proof = proven_with_training(seeded, asked)
    assert {claim.status for claim in proof.claims} == {PROVEN}, proof.claims
    assert asked == []
    assert (seeded.folder / "models" / "current.txt").read_text().strip() == "v1"


@pytest.mark.slow
def test_where_training_is_refused_the_command_is_asked_and_no_answer_is_proven(tmp_path: Path):
    seeded = Seeded(seed_project(tmp_path / "project"), seed_run(tmp_path / "run"))
    asked: list[str] = []
    seeded.edit(
        "pipeline.py", "    return releases.release(", "    raise OSError\n    return dict("
    )
    found = {claim.id: claim for claim in proven_with_training(seeded, asked).claims}
    assert asked == ["train"]
    assert found["pipeline:run"].status == PROVEN
    assert found["train:same model"].status == NOT_CHECKED


def test_a_pipeline_of_another_shape_is_left_alone_and_the_command_trains(tmp_path: Path):
    tiny = Tiny(write_project(tmp_path), run_cells(tmp_path / "run"))
    asked: list[str] = []
    proof = proven_with_training(tiny, asked)
    assert {claim.status for claim in proof.claims} == {PROVEN}, proof.claims
    assert asked == ["train"]
