"""What the user made of a project and what the conversion makes of it, file by file."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import WriteRefused
from .merging import is_marked, merged, unix_ends
from .model.project import File, FileChange
from .target import KEPT_WHOLE, PROOF_PAGE, RECORDS, Baseline, is_generated, sha256

BESIDE = ".nb2prod-new"
_DATA = frozenset({".csv", ".ipynb", ".json", ".jsonl", ".parquet", ".tsv"})


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One file of the conversion: what becomes of it, and what is written there."""

    file: File  # as it was generated
    change: FileChange
    content: bytes | None  # None: nothing is written, whatever stands there stays
    before: bytes | None = None  # what stood there
    settled: bool = True  # off: an old conflict is still open, so the old baseline still counts


def reconciled(target: Path, known: Baseline, file: File) -> tuple[Reconciled, ...]:
    """The file, and the second one that lies beside it where two cannot be merged."""
    #   generated then | in the target | generated now
    #         a        |       a       |      b           ours: changed
    #         a        |       x       |      a           an edit: kept
    #         a        |       x       |      x           the same on both sides
    #         a        |       x       |      b           merged, or a conflict
    #         -        |       x       |      b           both made it: a conflict
    #         a        |       -       |      b           deleted
    place = target / file.path
    if is_record(file.path) or file.path.split("/")[0] in KEPT_WHOLE:
        return (Reconciled(file, FileChange(file.path, "unchanged"), file.content),)
    if not os.path.lexists(place):
        return (_missing(target, known, file),)
    if place.is_symlink() or not place.is_file():
        return _beside(target, file, known, None, "a link or a folder of yours stands there")
    present = place.read_bytes()
    if present == file.content:
        return (Reconciled(file, FileChange(file.path, "unchanged"), present, present),)
    before = known.hashes.get(file.path)
    if before in (sha256(present), sha256(unix_ends(present))):
        same = before == sha256(file.content)
        change = FileChange(file.path, "unchanged" if same else "changed")
        return (Reconciled(file, change, present if same else file.content, present),)
    if before == sha256(file.content):
        kept = FileChange(file.path, "conflict" if is_marked(present) else "kept", _open(present))
        return (Reconciled(file, kept, present, present),)
    if is_marked(present):
        change = FileChange(file.path, "conflict", _open(present))
        return (Reconciled(file, change, present, present, settled=False),)
    if not is_text(file.path, present) or not is_text(file.path, file.content):
        return _beside(target, file, known, present, "data is not merged")
    return (_merged(file, known, present),)


def vanished(target: Path, known: Baseline, written: Iterable[str]) -> Iterator[Reconciled]:
    """The files that were generated and no longer are: removed, unless somebody edited them."""
    for path in sorted(known.hashes.keys() - set(written)):
        place = target / path
        if is_record(path) or not os.path.lexists(place):
            continue
        before = place.read_bytes() if place.is_file() else None
        if is_generated(place, known.hashes[path]):
            yield Reconciled(File(path, b""), FileChange(path, "removed"), None, before)
        else:
            yield Reconciled(
                File(path, b""), FileChange(path, "left", "you edited it"), None, before
            )


def is_record(path: str) -> bool:
    """Whether the file is a note of ours about the project, not a part of it."""
    return path.startswith(RECORDS) or path == PROOF_PAGE


def is_text(path: str, content: bytes) -> bool:
    """Whether lines of the file can be merged and the file still is what it was."""
    return Path(path.replace(BESIDE, "")).suffix.lower() not in _DATA and b"\0" not in content


def _missing(target: Path, known: Baseline, file: File) -> Reconciled:
    if file.path in known.hashes and not file.path.endswith(BESIDE):
        return Reconciled(file, FileChange(file.path, "deleted", "you deleted it"), None)
    folders = [target / folder for folder in Path(file.path).parents]
    for folder in folders:
        if os.path.lexists(folder) and not folder.is_dir():
            raise WriteRefused(
                "NB707",
                f"{folder} is a file of yours, and the project needs a folder of that name.",
                "Rename it and convert again; nothing was written.",
            )
    return Reconciled(file, FileChange(file.path, "new"), file.content)


def _beside(
    target: Path, file: File, known: Baseline, present: bytes | None, why: str
) -> tuple[Reconciled, ...]:
    if known.hashes.get(file.path) == sha256(file.content):
        return (Reconciled(file, FileChange(file.path, "kept"), present, present),)
    beside = f"{file.path}{BESIDE}"
    note = f"yours stays, the new one is {beside}: {why}"
    kept = Reconciled(file, FileChange(file.path, "beside", note), present, present)
    return kept, *reconciled(target, known, File(beside, file.content))


def _merged(file: File, known: Baseline, present: bytes) -> Reconciled:
    found = merged(known.contents.get(file.path), present, file.content)
    if found.conflicts:
        places = "1 place" if found.conflicts == 1 else f"{found.conflicts} places"
        change = FileChange(file.path, "conflict", f"{places} to decide")
    elif found.content == present:
        change = FileChange(file.path, "kept")
    else:
        change = FileChange(file.path, "merged")
    return Reconciled(file, change, found.content, present)


def _open(present: bytes) -> str:
    return "an earlier conflict is still marked in it" if is_marked(present) else ""
