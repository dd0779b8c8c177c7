"""A project appears whole or not at all, and what its user wrote is never lost."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nb2prod import disk
from nb2prod.disk import check_target, commit, prepare, staged, write_files, write_project
from nb2prod.errors import WriteRefused
from nb2prod.model.project import File, Project


def project(**files: str) -> Project:
    """A project whose file names are given as `src__prep` for src/prep.py."""
    made = tuple(
        File(f"{name.replace('__', '/')}.py", text.encode()) for name, text in files.items()
    )
    return Project("service_time", (*made, File(".nb2prod/manifest.json", b'{"tool": "x"}')))


FIRST = project(README="one", src__prep="a = 1\n", src__train="b = 1\n")


def contents(folder: Path) -> dict[str, str]:
    """Each file of the folder but our notes."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".nb2prod" not in path.parts
    }


def check_refused(target: Path, code: str, words: str, made: Project = FIRST) -> None:
    """Writing raises that code, and nothing in or beside the target has changed."""
    before = contents(target.parent) if target.parent.is_dir() else {}
    with pytest.raises(WriteRefused) as caught:
        write_project(made, target)
    assert caught.value.code == code
    assert words in str(caught.value)
    assert caught.value.remedy
    after = contents(target.parent) if target.parent.is_dir() else {}
    assert after == before


def test_a_new_project_stands_there_complete(tmp_path: Path) -> None:
    target = tmp_path / "made" / "service"
    write_project(FIRST, target)
    assert contents(target) == {
        "README.py": "one",
        "src/prep.py": "a = 1\n",
        "src/train.py": "b = 1\n",
    }
    manifest = json.loads((target / ".nb2prod/manifest.json").read_text())
    assert manifest["tool"] == "x"
    assert list(manifest["files"]) == ["README.py", "src/prep.py", "src/train.py"]
    assert [entry.name for entry in target.parent.iterdir()] == ["service"]


def test_an_empty_folder_may_be_the_target(tmp_path: Path) -> None:
    target = tmp_path / "service"
    target.mkdir()
    write_project(FIRST, target)
    assert "README.py" in contents(target)


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "service"
    write_project(FIRST, target)
    before = contents(target), (target / ".nb2prod/manifest.json").read_bytes()
    write_project(FIRST, target)
    assert (contents(target), (target / ".nb2prod/manifest.json").read_bytes()) == before


def test_a_script_may_be_run(tmp_path: Path) -> None:
    made = Project("x", (File("run.sh", b"", executable=True),))
    write_project(made, tmp_path / "x")
    assert os.access(tmp_path / "x" / "run.sh", os.X_OK)


def test_what_is_no_longer_generated_goes(tmp_path: Path) -> None:
    target = tmp_path / "service"
    write_project(FIRST, target)
    write_project(project(README="two"), target)
    assert contents(target) == {"README.py": "two"}
    assert not (target / "src").exists()


def test_models_data_and_files_of_the_users_own_stay(tmp_path: Path) -> None:
    target = tmp_path / "service"
    write_project(FIRST, target)
    for name in ("models/v1/m.bin", "data/stops.csv", ".venv/bin/x", "src/mine.py", "notes/a.md"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(name)
    (target / "src" / "__pycache__").mkdir()
    inode = (target / "models" / "v1" / "m.bin").stat().st_ino
    with staged(target) as sibling:
        write_files(project(src__prep="a = 2\n").files, sibling, target)
        (sibling / "models").mkdir()
        (sibling / "models" / "fresh").write_text("made by the proof")
        commit(sibling, target)
    assert contents(target) == {
        ".venv/bin/x": ".venv/bin/x", "data/stops.csv": "data/stops.csv",
        "models/v1/m.bin": "models/v1/m.bin", "notes/a.md": "notes/a.md",
        "src/mine.py": "src/mine.py", "src/prep.py": "a = 2\n",
    }  # fmt: skip
    assert (target / "models" / "v1" / "m.bin").stat().st_ino == inode
    assert [entry.name for entry in tmp_path.iterdir()] == ["service"]


def test_fresh_models_stay_where_there_were_none(tmp_path: Path) -> None:
    target = tmp_path / "service"
    with staged(target) as sibling:
        write_files(FIRST.files, sibling, target)
        (sibling / "models").mkdir()
        (sibling / "models" / "v1").write_text("1")
        commit(sibling, target)
    assert (target / "models" / "v1").exists()


def test_an_edit_stays_where_we_would_change_nothing(tmp_path: Path) -> None:
    target = tmp_path / "service"
    write_project(FIRST, target)
    (target / "src/prep.py").write_text("a = 1  # mine\n")
    second = project(README="two", src__prep="a = 1\n", src__train="b = 1\n")
    for _ in range(2):
        write_project(second, target)
        assert contents(target)["src/prep.py"] == "a = 1  # mine\n"
        assert contents(target)["README.py"] == "two"


def test_an_edit_in_a_file_that_is_no_longer_generated_stays(tmp_path: Path) -> None:
    target = tmp_path / "service"
    write_project(FIRST, target)
    (target / "src/prep.py").write_text("a = 1  # mine\n")
    write_project(project(README="two"), target)
    assert contents(target) == {"README.py": "two", "src/prep.py": "a = 1  # mine\n"}


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    target = tmp_path / "service"
    write_project(FIRST, target)
    (target / "docs").write_text("precious")
    check_refused(target, "NB707", "needs a folder", project(docs__more="ours\n"))


def test_the_same_change_on_both_sides_is_no_conflict(tmp_path: Path) -> None:
    target = tmp_path / "service"
    write_project(FIRST, target)
    (target / "src/prep.py").write_text("a = 2\n")
    write_project(project(src__prep="a = 2\n"), target)
    assert contents(target) == {"src/prep.py": "a = 2\n"}


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("precious")
    check_refused(tmp_path / "thesis", "NB702", "something else")


@pytest.mark.parametrize("manifest", ["", "{", "[]", "\x00"])
def test_a_broken_manifest_makes_it_something_else(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "x" / ".nb2prod").mkdir(parents=True)
    (tmp_path / "x" / ".nb2prod" / "manifest.json").write_text(manifest)
    check_refused(tmp_path / "x", "NB702", "something else")


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "service").write_text("precious")
    check_refused(tmp_path / "service", "NB701", "is a file")


def test_a_file_as_parent_cannot_be_written_into(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    check_refused(tmp_path / "file" / "service", "NB703", "could not be written")


def test_the_folder_in_which_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "service" / "inside").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "service" / "inside")
    check_refused(tmp_path / "service", "NB706", "inside")


def test_a_link_to_a_project_is_followed(tmp_path: Path) -> None:
    write_project(FIRST, tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_project(project(README="two"), tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert contents(tmp_path / "real") == {"README.py": "two"}


def test_a_target_is_checked_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_target(tmp_path / "new" / "service")
    (tmp_path / "file").write_text("x")
    for target, code in ((tmp_path, "NB702"), (tmp_path / "file" / "x", "NB703")):
        with pytest.raises(WriteRefused, match=code):
            check_target(target)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WriteRefused, match="NB703"):
        check_target(tmp_path / "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "NB704"), (errno.EROFS, "NB703"), (errno.EACCES, "NB703")],
)
@pytest.mark.parametrize("method", ["write_bytes", "mkdir", "rename"])
@pytest.mark.parametrize("new", [True, False])
def test_what_the_system_refuses_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, method: str, new: bool
) -> None:
    target = tmp_path / "here" / "service"
    if not new:
        write_project(FIRST, target)

    def refuse(self: Path, *_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number), str(self))

    before = contents(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(Path, method, refuse)
        patched.setattr(disk, "exchanged", lambda *_: False)
        with pytest.raises(WriteRefused) as caught:
            write_project(project(README="two"), target)
    assert caught.value.code == code
    assert os.strerror(number) in str(caught.value)
    assert contents(tmp_path) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ([] if new else ["here"])


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interruption_leaves_nothing_behind(tmp_path: Path, error: type[BaseException]) -> None:
    def interrupted() -> None:
        with staged(tmp_path / "made" / "service") as sibling:
            write_files(FIRST.files, sibling, tmp_path / "made" / "service")
            raise error

    with pytest.raises(error):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_the_proof_is_not_taken_for_a_write_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), staged(tmp_path / "service"):
        raise FileNotFoundError("some interpreter")


def killed(script: str, folder: Path) -> None:
    """Run the script in a process that kills itself with SIGKILL."""
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from nb2prod import disk\n"
        "from nb2prod.model.project import File\n"
        f"target = Path({str(folder / 'service')!r})\n"
        "die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n" + script
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def test_what_a_killed_process_left_is_cleared_next_time(tmp_path: Path) -> None:
    killed("disk.prepare(target); die()", tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    write_project(FIRST, tmp_path / "service")
    assert [entry.name for entry in tmp_path.iterdir()] == ["service"]


@pytest.mark.parametrize(
    "moment",
    [
        "disk.carry_over = die",  # nothing is in place yet
        "disk.carry_late = die",  # the new project is in place
        "disk.exchanged = die",
        "disk.exchanged = lambda *_: setattr(Path, 'rename', second)",  # between two renames
    ],
)
def test_killed_in_the_middle_of_a_move_nothing_is_lost(tmp_path: Path, moment: str) -> None:
    target = tmp_path / "service"
    write_project(FIRST, target)
    (target / "models").mkdir()
    (target / "models" / "v1").write_text("precious")
    (target / "src" / "mine.py").write_text("mine")
    killed(
        "real, count = Path.rename, [0]\n"
        "def second(self, to):\n"
        "    count[0] += 1\n"
        "    return die() if count[0] == 2 else real(self, to)\n"
        f"{moment}\n"
        "with disk.staged(target) as s:\n"
        "    disk.write_files((File('README.py', b'two'),), s, target)\n"
        "    disk.commit(s, target)\n",
        tmp_path,
    )
    write_project(project(README="three"), target)
    assert contents(target)["models/v1"] == "precious"
    assert contents(target)["src/mine.py"] == "mine"
    assert contents(target)["README.py"] == "three"
    assert [entry.name for entry in tmp_path.iterdir()] == ["service"]


def test_a_running_neighbour_is_left_alone(tmp_path: Path) -> None:
    neighbour = tmp_path / f"service.nb2prod-new-{os.getppid()}"
    neighbour.mkdir()
    assert prepare(tmp_path / "service").is_dir()
    assert neighbour.is_dir()
