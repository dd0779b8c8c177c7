"""The only writer of projects: beside the target first, then into its place in one step."""

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .errors import WriteRefused
from .model.project import File, Project
from .target import KEPT_WHOLE, MANIFEST, baseline, checked_target, is_generated, kept_edits

_CACHES = frozenset({".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"})
_SIBLING = re.compile(r"\.nb2prod-(?P<what>new|old)-(?P<pid>\d+)$")


def write_project(project: Project, target: Path) -> None:
    """Put the project in place, whole or not at all."""
    with staged(target) as sibling:
        write_files(project.files, sibling, target)
        commit(sibling, target)


def write_drawing(path: Path, text: str) -> None:
    """Put the text in place, whole or not at all."""
    beside = path.with_name(f".{path.name}.nb2prod-new-{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise WriteRefused(
            "NB703",
            f"the picture could not be written to {path} ({error.strerror or error}).",
            "Name a file in a folder in which you may write.",
        ) from error


def check_target(target: Path) -> None:
    """Raise where the target cannot become a project; asked before hours of work."""
    with _system_errors(target):
        target = checked_target(target)
        present = next(folder for folder in (target, *target.parents) if folder.exists())
        if not present.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        beside = target.parent if target.exists() else present
        if not os.access(beside, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """
    Give a folder beside the target to write and prove in; it is gone when anything goes wrong.

    Whatever the system refuses (a full disk, no permission) becomes one WriteRefused.
    """
    with _system_errors(target):
        missing = [folder for folder in target.absolute().parents if not folder.exists()]
    try:
        sibling = prepare(target)
        try:
            with _system_errors(target, only_full=True):
                yield sibling
        finally:
            shutil.rmtree(sibling, ignore_errors=True)
    except BaseException:
        for folder in missing:  # made by us, deepest first; a folder that is in use stays
            try:
                folder.rmdir()
            except OSError:
                break
        raise


def prepare(target: Path) -> Path:
    """Return a new empty folder beside the target, or raise where the target cannot be ours."""
    with _system_errors(target):
        target = checked_target(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(target)
        checked_target(target)  # an interrupted move may just have been undone
        sibling = _sibling(target, "new")
        shutil.rmtree(sibling, ignore_errors=True)
        sibling.mkdir()
        return sibling


def write_files(files: Iterable[File], sibling: Path, target: Path) -> None:
    """
    Write the files into the sibling; where the target holds a user's edit, the edit stays.

    What we generated is noted in the manifest, so that an edit is known as one next time.
    May be called again with further files.
    """
    files = tuple(files)
    with _system_errors(target):
        edits = kept_edits(checked_target(target), files)
        for file in files:
            if file.path != MANIFEST:
                _write(sibling / file.path, edits.get(file.path, file.content), file.executable)
        _write(sibling / MANIFEST, _manifest(files, sibling), executable=False)


def commit(sibling: Path, target: Path) -> None:
    """Move the sibling into the target's place; what is not ours in the target moves with it."""
    target = checked_target(target)
    with _system_errors(target):
        _drop_caches(sibling)
        if not target.exists():
            sibling.rename(target)
            return
        ours = baseline(target)
        old = _sibling(target, "old")
        target.rename(old)
        try:
            sibling.rename(target)
        except BaseException:
            old.rename(target)
            raise
        _carry_over(old, target, ours)
        shutil.rmtree(old, ignore_errors=True)


def _carry_over(old: Path, new: Path, ours: Mapping[str, str], inside: str = "") -> None:
    """Move what is not ours from the old project into the new one."""
    #   models/ data/ .venv/ .git/        moved whole, the user's versions win
    #   src/service_time/extra.py         a file of the user's own, moved
    #   src/service_time/prep.py          ours: gone, replaced, or an edit that is in the new one
    #   src/service_time/old.py           was ours, no longer generated: moved where it was edited
    for entry in sorted(old.iterdir()):
        path = f"{inside}{entry.name}"
        place = new / entry.name
        if entry.name in _CACHES:
            continue
        is_folder = entry.is_dir() and not entry.is_symlink()
        if not inside and entry.name in KEPT_WHOLE and is_folder:
            if place.exists():
                shutil.rmtree(place)
            entry.rename(place)
        elif is_folder and (place.is_dir() or any(known.startswith(f"{path}/") for known in ours)):
            _carry_into(entry, place, ours, f"{path}/")
        elif not os.path.lexists(place) and not is_generated(entry, ours.get(path)):
            entry.rename(place)


def _carry_into(entry: Path, place: Path, ours: Mapping[str, str], inside: str) -> None:
    existed = place.exists()
    place.mkdir(exist_ok=True)
    _carry_over(entry, place, ours, inside)
    if not existed and not any(place.iterdir()):
        place.rmdir()


def _clear_up(target: Path) -> None:
    """Remove what a killed process left beside the target, and finish or undo its move."""
    for entry in sorted(target.parent.glob(f"{_escaped(target.name)}.nb2prod-*")):
        found = _SIBLING.search(entry.name)
        if found is None or _is_alive(int(found["pid"])):
            continue
        if found["what"] == "old":
            # killed between two renames: the old project, with the user's files, is all there is
            if not target.exists():
                entry.rename(target)
                continue
            _carry_over(entry, target, baseline(entry))
        shutil.rmtree(entry, ignore_errors=True)


def _sibling(target: Path, what: str) -> Path:
    return target.with_name(f"{target.name}.nb2prod-{what}-{os.getpid()}")


def _escaped(name: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", name)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def _manifest(files: tuple[File, ...], sibling: Path) -> bytes:
    """Return the manifest with a hash of each file as we generated it."""
    given = next((file.content for file in files if file.path == MANIFEST), None)
    present = sibling / MANIFEST
    before = json.loads(present.read_bytes()) if present.exists() else {}
    manifest = {**before, **(json.loads(given) if given else {})}
    hashes = {
        file.path: hashlib.sha256(file.content).hexdigest()
        for file in files
        if file.path != MANIFEST
    }
    manifest["files"] = dict(sorted({**before.get("files", {}), **hashes}.items()))
    return (json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _write(path: Path, content: bytes, executable: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if executable:
        path.chmod(path.stat().st_mode | 0o111)


def _drop_caches(folder: Path) -> None:
    for root, folders, _ in os.walk(folder):
        for name in _CACHES.intersection(folders):
            shutil.rmtree(Path(root) / name)
            folders.remove(name)


@contextmanager
def _system_errors(target: Path, *, only_full: bool = False) -> Iterator[None]:
    """Turn what the system refuses into one message about the target."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        if only_full and not full:
            raise
        raise WriteRefused(
            "NB704" if full else "NB703",
            f"the project could not be written to {target} ({reason}). Nothing was left behind.",
            "Free some space, or choose another place with --output DIR."
            if full
            else "Choose a folder in which you may write: --output DIR.",
        ) from error
