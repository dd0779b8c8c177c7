"""A fresh environment holds what the lock names, checked by its hashes, and nothing else."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from nb2prod.errors import EnvironmentRefused
from nb2prod.running.fresh_environment import FreshEnvironment, fresh_environment, lock_of
from tests.running.wheels import put

Told = list[tuple[str, int, int, str]]


def locked(tmp_path: Path, shelf: Path, *pins: str, hashes: bool = True) -> Path:
    lines = []
    for pin in pins:
        name, _, version = pin.partition("==")
        wheel = (shelf / f"{name}-{version}-py3-none-any.whl").read_bytes()
        shown = f" \\\n    --hash=sha256:{hashlib.sha256(wheel).hexdigest()}" if hashes else ""
        lines.append(f"{name}=={version}{shown}\n")
    lock = tmp_path / "requirements-dev.lock"
    lock.write_text("# all of it\n" + "".join(lines))
    return lock


def refused(tmp_path: Path, lock: Path) -> EnvironmentRefused:
    """The one message; nothing is left of the attempt."""
    with (
        pytest.raises(EnvironmentRefused) as raised,
        fresh_environment(sys.executable, lock, cache=tmp_path / "cache", progress=lambda *_: None),
    ):
        pytest.fail("it was made")
    assert list((tmp_path / "cache" / "environments").iterdir()) == []
    assert raised.value.code == "NB606"
    assert "\n" not in raised.value.message
    return raised.value


def says(environment: FreshEnvironment, code: str) -> str:
    command = [environment.python, "-I", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() + done.stderr.strip()


@pytest.fixture(autouse=True)
def without_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)


def test_it_holds_what_the_lock_names_and_nothing_of_the_kernel(tmp_path: Path, shelf: Path):
    put(shelf, "tiny_framework", "1.5", "tiny_part")
    put(shelf, "tiny_framework", "2.0")
    put(shelf, "tiny_part", "0.3")
    lock = locked(tmp_path, shelf, "tiny_framework==1.5", "tiny_part==0.3")
    told: Told = []

    def progress(step: str, done: int, total: int, detail: str = "") -> None:
        told.append((step, done, total, detail))

    with fresh_environment(
        sys.executable, lock, cache=tmp_path / "cache", progress=progress
    ) as made:
        code = "import tiny_framework, tiny_part; print(tiny_framework.VERSION, tiny_part.VERSION)"
        assert says(made, code) == "1.5 0.3"
        assert "No module named 'pytest'" in says(made, "import pytest")
        assert "No module named 'nb2prod'" in says(made, "import nb2prod")
        assert "2 distributions of requirements-dev.lock, each with the hash" in made.told
        assert made.installer == "pip"
    assert told[0] == ("fresh environment", 0, 2, "from requirements-dev.lock")
    assert told[-1] == ("fresh environment", 2, 2, "")
    assert list((tmp_path / "cache" / "environments").iterdir()) == []


def test_a_file_that_is_not_the_one_of_the_lock_is_named(tmp_path: Path, shelf: Path):
    put(shelf, "tiny_framework", "1.5")
    lock = locked(tmp_path, shelf, "tiny_framework==1.5")
    put(shelf, "tiny_framework", "1.5", text="VERSION = 'changed by somebody'\n")
    error = refused(tmp_path, lock)
    assert "the file of tiny_framework==1.5 is not the one that the lock has the hash of" in str(
        error
    )


def test_without_hashes_the_versions_count(tmp_path: Path, shelf: Path):
    put(shelf, "tiny_framework", "1.5")
    put(shelf, "tiny_framework", "2.0")
    lock = locked(tmp_path, shelf, "tiny_framework==1.5", hashes=False)
    with fresh_environment(
        sys.executable, lock, cache=tmp_path / "cache", progress=lambda *_: None
    ) as made:
        assert says(made, "import tiny_framework; print(tiny_framework.VERSION)") == "1.5"
        assert "hash" not in made.told


def test_a_version_that_is_gone_is_named(tmp_path: Path, shelf: Path):
    put(shelf, "tiny_framework", "1.5")
    lock = locked(tmp_path, shelf, "tiny_framework==1.5")
    (shelf / "tiny_framework-1.5-py3-none-any.whl").unlink()
    assert "No matching distribution found for tiny_framework==1.5" in str(refused(tmp_path, lock))


def test_a_network_that_does_not_answer_is_called_that(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        monkeypatch.delenv("PIP_NO_INDEX")
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{taken.getsockname()[1]}/simple")
        put(shelf, "tiny_framework", "1.5")
        lock = locked(tmp_path, shelf, "tiny_framework==1.5", hashes=False)
        (shelf / "tiny_framework-1.5-py3-none-any.whl").unlink()
        assert "the network did not answer" in str(refused(tmp_path, lock))


def test_a_project_without_a_lock_says_which_files_would_do(tmp_path: Path):
    with pytest.raises(EnvironmentRefused, match=r"requirements-dev\.lock"):
        lock_of(tmp_path)
    (tmp_path / "requirements.txt").write_text("tiny_framework==1.5\n")
    assert lock_of(tmp_path).name == "requirements.txt"


UV = """#!{python}
import json, os, subprocess, sys
wanted = {{name: value for name, value in os.environ.items() if name.startswith("UV_")}}
json.dump([sys.argv[1:], wanted], open({seen!r}, "w"))
at = sys.argv.index("--python")
target = sys.argv[at + 1]
ours = ("--no-progress", "--index-strategy", "unsafe-best-match")
rest = [given for given in sys.argv[3:at] + sys.argv[at + 2:] if given not in ours]
if {broken!r}:
    sys.exit({broken!r})
sys.exit(subprocess.call(
    [sys.executable, "-m", "pip", "--python", target, "install", "--quiet", *rest]
))
"""


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str = "") -> Path:
    """A program that is called as uv is, and hands the work to pip."""
    program, seen = tmp_path / "uv", tmp_path / "seen.json"
    program.write_text(UV.format(python=sys.executable, seen=str(seen), broken=broken))
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    return seen


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")
def test_uv_does_it_where_it_is_found_and_hears_where_packages_are(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("UV_NO_INDEX", "UV_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    put(shelf, "tiny_framework", "1.5")
    lock = locked(tmp_path, shelf, "tiny_framework==1.5")
    seen = stand_in(tmp_path, monkeypatch)
    with fresh_environment(
        sys.executable, lock, cache=tmp_path / "cache", progress=lambda *_: None
    ) as made:
        assert made.installer == "uv"
        assert says(made, "import tiny_framework; print(tiny_framework.VERSION)") == "1.5"
    text = seen.read_text()
    assert '"UV_NO_INDEX": "1"' in text
    assert f'"UV_FIND_LINKS": "{shelf}"' in text
    assert "--require-hashes" in text


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")
def test_what_uv_says_in_a_tree_is_told_in_a_line(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
):
    put(shelf, "tiny_framework", "1.5")
    lock = locked(tmp_path, shelf, "tiny_framework==1.5")
    tree = "  \u00d7 No solution found when resolving dependencies:\n  \u2570\u2500\u25b6 Because"
    stand_in(tmp_path, monkeypatch, f"{tree} tiny-framework was not found\n      in any index.")
    error = refused(tmp_path, lock)
    assert "lock: No solution found when resolving dependencies: Because tiny-framework was" in str(
        error
    )
