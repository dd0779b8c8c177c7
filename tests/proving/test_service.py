"""The seed project itself is proven as a service; broken at any place, it is refuted there."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from nb2prod.model.proof import NOT_CHECKED, PROVEN, REFUTED, Claim, Proof
from nb2prod.model.run import Run
from nb2prod.proving.server import NotUp, free_port, running_service
from nb2prod.proving.worker import Place
from tests.proving.seeded import Seeded, seed_project, seed_run

ANSWERS = (
    "train:same model",
    "rows:features",
    "service:one row",
    "service:all rows in shuffled batches",
    "service:without the label",
    "service:probes",
    "batch:all rows",
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return seed_run(tmp_path_factory.mktemp("run"))


@pytest.fixture
def seeded(run: Run, tmp_path: Path) -> Seeded:
    return Seeded(seed_project(tmp_path / "project"), run)


def claim_of(proof: Proof, name: str) -> Claim:
    return next(claim for claim in proof.claims if claim.id == name)


def statuses(proof: Proof) -> dict[str, str]:
    return {name: claim_of(proof, name).status for name in ANSWERS}


def test_a_port_is_free_and_none_that_the_system_gives_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        number = taken.getsockname()[1]
        wanted = iter([number, number + 1 if number < 31_999 else 20_000])
        monkeypatch.setattr("secrets.choice", lambda numbers: next(wanted))
        assert free_port() != number
        assert number < 32_768


@pytest.mark.slow
def test_the_seed_project_is_proven_and_nothing_in_it_changes(seeded: Seeded):
    seeded.train()
    files = {path: path.stat().st_mtime_ns for path in seeded.folder.rglob("*") if path.is_file()}
    proof = seeded.prove()
    assert {claim.status for claim in proof.claims} == {PROVEN}, proof.claims
    assert claim_of(proof, "batch:all rows").rows == 100
    after = {path: path.stat().st_mtime_ns for path in seeded.folder.rglob("*") if path.is_file()}
    del after[seeded.folder / ".nb2prod" / "proof.json"]
    assert after == files


def test_without_a_version_answers_are_not_checked(seeded: Seeded):
    proof = seeded.prove()
    assert set(statuses(proof).values()) == {NOT_CHECKED}
    assert "no version is registered" in claim_of(proof, "service:one row").reason


@pytest.mark.slow
def test_a_wrong_step_between_row_and_model_is_refuted_at_the_features(seeded: Seeded):
    text = (seeded.folder / "src/seed_service/prep.py").read_text()
    before, after = text.split("def prep_rows")
    after = after.replace(".isin(RUSH_HOURS)", ".isin(RUSH_HOURS[:-1])")
    (seeded.folder / "src/seed_service/prep.py").write_text(f"{before}def prep_rows{after}")
    seeded.train()
    proof = seeded.prove()
    found = statuses(proof)
    assert found["rows:features"] == REFUTED
    assert "`rush`" in claim_of(proof, "rows:features").reason
    assert {found[name] for name in ANSWERS if name != "service:probes"} == {REFUTED}
    assert claim_of(proof, "pipeline:run").status == PROVEN


@pytest.mark.slow
def test_a_version_of_another_training_is_refuted_as_another_model(seeded: Seeded):
    seeded.edit(
        "pipeline.py",
        "model = train_model(train)",
        "model = train_model(train[5:])",
    )
    seeded.train()
    seeded.edit(
        "pipeline.py",
        "model = train_model(train[5:])",
        "model = train_model(train)",
    )
    proof = seeded.prove()
    same = claim_of(proof, "train:same model")
    assert same.status == REFUTED
    assert "`model`" in same.reason
    assert claim_of(proof, "service:one row").status == REFUTED
    assert claim_of(proof, "pipeline:run").status == PROVEN


@pytest.mark.slow
def test_a_service_that_does_not_start_says_its_last_words(seeded: Seeded):
    seeded.train()
    seeded.edit(
        "service.py",
        "routes = APIRouter()\n",
        "routes = APIRouter()\nraise ValueError('no route')\n",
    )
    with serving(seeded) as port:
        assert port == NotUp(
            REFUTED, "the service does not start (exit code 1): ValueError: no route"
        )
    seeded.edit("service.py", "raise ValueError('no route')", "import not_installed_here")
    with serving(seeded) as port:
        assert port == NotUp(
            NOT_CHECKED, "no environment: not_installed_here is not installed here"
        )


@pytest.mark.slow
def test_the_service_ends_with_the_block_and_with_its_children(seeded: Seeded):
    seeded.train()
    seeded.edit(
        "service.py",
        "routes = APIRouter()\n",
        "routes = APIRouter()\nimport subprocess\nsubprocess.Popen(['sleep', '987'])\n",
    )
    with serving(seeded) as port:
        assert isinstance(port, int)
        assert b"987" in sleepers()
    deadline = time.monotonic() + 10
    while b"987" in sleepers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert b"987" not in sleepers()
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.1", port)):
        pass


def sleepers() -> bytes:
    """The command lines of all processes called sleep."""
    found = subprocess.run(["ps", "-C", "sleep", "-o", "args="], capture_output=True, check=False)
    return found.stdout


@contextmanager
def serving(seeded: Seeded) -> Iterator[int | NotUp]:
    with TemporaryDirectory() as scratch:
        source, data = seeded.folder / "src", seeded.folder
        place = Place(sys.executable, data, source, "seed_service", data, Path(scratch))
        with running_service(place) as port:
            yield port


@pytest.mark.slow
def test_an_answer_that_depends_on_its_neighbours_is_only_found_in_batches(seeded: Seeded):
    seeded.train()
    seeded.edit(
        "predict.py",
        "    test = prep_rows(rows, artifacts",
        '    if len(rows) > 7:\n        rows = rows.assign(hour=rows["hour"].shift(fill_value=9))\n'
        "    test = prep_rows(rows, artifacts",
    )
    found = statuses(seeded.prove())
    assert found["service:one row"] == PROVEN
    assert found["service:all rows in shuffled batches"] == REFUTED
