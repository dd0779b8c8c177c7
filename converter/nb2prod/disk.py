"""The only writer of projects: beside the target first, then into its place in one step."""

import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from .carrying import CACHES, carry_late, carry_over
from .errors import WriteRefused
from .exchange import exchanged
from .model.project import File, FileChange, Project
from .reconciling import Reconciled, is_record, is_text, reconciled, vanished
from .replacing import replace_file
from .target import BASELINE, MANIFEST, RECORDS, baseline, checked_target, manifest, packed, sha256

_SIBLING = re.compile(r"\.nb2prod-(?P<what>new|old)-(?P<pid>\d+)$")


def write_project(project: Project, target: Path) -> tuple[FileChange, ...]:
    """Put the project in place, whole or not at all; return what became of each file."""
    with staged(target) as sibling:
        changes = write_files(project.files, sibling, target)
        changes += gone(sibling, target)
        commit(sibling, target)
    return changes


def write_drawing(path: Path, text: str, what: str = "the picture") -> None:
    """Put the text in place, whole or not at all."""
    try:
        replace_file(path, text)
    except OSError as error:
        raise WriteRefused(
            "NB703",
            f"{what} could not be written to {path} ({error.strerror or error}).",
            "Name a file in a folder in which you may write.",
        ) from error


def add_text(path: Path, text: str) -> None:
    """Add the text at the end of a file that others write to as well."""
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise WriteRefused(
            "NB703",
            f"the summary could not be written to {path} ({error.strerror or error}).",
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


def check_records(folder: Path) -> None:
    """Raise where a proof could not be noted in the project; asked before hours of work."""
    place = folder / RECORDS
    try:
        place.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return
    except OSError as error:
        raise WriteRefused(
            "NB703",
            f"the proof could not be noted in {place} ({error.strerror or error}).",
            "Prove a copy of the project, in a folder in which you may write.",
        ) from error


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


def write_files(files: Iterable[File], sibling: Path, target: Path) -> tuple[FileChange, ...]:
    """
    Write the files into the sibling, merged with the user's edits in the target.

    What we generated is kept as the baseline of the next merge. May be called again with further
    files; `.nb2prod/` is ours, and nothing in it is told.
    """
    files = tuple(files)
    with _system_errors(target):
        target = checked_target(target)
        known = baseline(target)
        found = [
            one
            for file in files
            if file.path not in (MANIFEST, BASELINE)
            for one in reconciled(target, known, file)
        ]
        for one in found:
            if one.content is not None:
                _write(sibling / one.file.path, one.content, one.file.executable)
                _keep_mode(target / one.file.path, sibling / one.file.path)
        given = next((file.content for file in files if file.path == MANIFEST), b"{}")
        _note(json.loads(given), found, sibling, target)
    return tuple(one.change for one in found if not is_record(one.file.path))


def gone(sibling: Path, target: Path) -> tuple[FileChange, ...]:
    """What becomes of the files that were generated and, all files being written, no longer are."""
    with _system_errors(target):
        target = checked_target(target)
        known, written = baseline(target), baseline(sibling).hashes
        return tuple(one.change for one in vanished(target, known, written))


def commit(sibling: Path, target: Path, *, keep_champion: bool = False) -> None:
    """
    Put the sibling in the target's place; what is not ours in the target goes along.

    The sibling is complete before that one step, so whoever kills us leaves the old or the new.
    """
    target = checked_target(target)
    with _system_errors(target):
        _drop_caches(sibling)
        if not target.exists():
            sibling.rename(target)
            return
        ours = baseline(target).hashes
        carry_over(target, sibling, ours, keep_champion=keep_champion)
        old = _sibling(target, "old")
        if exchanged(sibling, target):
            old = sibling
        else:
            target.rename(old)
            try:
                sibling.rename(target)
            except BaseException:
                old.rename(target)
                raise
        with suppress(OSError):  # the new project stands; what came meanwhile is a bonus
            carry_late(old, target, ours)
        shutil.rmtree(old, ignore_errors=True)


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
            carry_late(entry, target, baseline(entry).hashes)
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


def _note(
    given: Mapping[str, object], found: Iterable[Reconciled], sibling: Path, target: Path
) -> None:
    """Write the manifest with a hash of each file as we generated it, and the texts themselves."""
    before, already = baseline(target), baseline(sibling)
    hashes, contents = dict(already.hashes), dict(already.contents)
    for one in found:
        path, content = one.file.path, one.file.content
        hashes[path] = sha256(content)
        if not one.settled:
            hashes[path] = before.hashes.get(path, "")
            content = before.contents.get(path, b"\0")
        if is_text(path, content) and not is_record(path):
            contents[path] = content
    noted = {**(manifest(sibling) or {}), **given, "files": dict(sorted(hashes.items()))}
    _write(sibling / BASELINE, packed(contents), executable=False)
    text = json.dumps(noted, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    _write(sibling / MANIFEST, text.encode(), executable=False)


def _keep_mode(present: Path, written: Path) -> None:
    """Leave the file as executable as its user made it."""
    if present.is_file() and present.stat().st_mode & 0o111:
        written.chmod(written.stat().st_mode | 0o111)


def _write(path: Path, content: bytes, executable: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if executable:
        path.chmod(path.stat().st_mode | 0o111)


def _drop_caches(folder: Path) -> None:
    for root, folders, _ in os.walk(folder):
        for name in CACHES.intersection(folders):
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
