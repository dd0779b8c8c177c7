"""What stands in the target folder: nothing, a project of ours with edits, or something else."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from .errors import WriteRefused
from .model.project import File

MANIFEST = ".nb2prod/manifest.json"
KEPT_WHOLE = frozenset({".git", ".venv", "data", "models"})  # the user's, whatever is in them


def checked_target(target: Path) -> Path:
    """Return the target without links, or raise where it holds something that is not ours."""
    target = target.resolve()
    if target.exists() and not target.is_dir():
        raise WriteRefused(
            "NB701", f"{target} is a file, and the project is a folder.", "Choose another --output."
        )
    if target == Path.cwd() or target in Path.cwd().parents:
        raise WriteRefused(
            "NB706",
            f"you are inside {target}, and that folder is about to be replaced.",
            "Run the command from the folder above, or choose another --output.",
        )
    if target.exists() and any(target.iterdir()) and _manifest(target) is None:
        raise WriteRefused(
            "NB702",
            f"{target} holds something else: it is not empty, and it is no project of nb2prod.",
            "Choose a new folder with --output DIR, or empty this one.",
        )
    return target


def baseline(target: Path) -> dict[str, str]:
    """Return path and hash of each file as it was last generated; empty for a new project."""
    manifest = _manifest(target) or {}
    files = manifest.get("files")
    return dict(files) if isinstance(files, dict) else {}


def kept_edits(target: Path, files: Iterable[File]) -> dict[str, bytes]:
    """
    Return the files that the user edited and this conversion leaves alone, with their content.

    A file that both changed is a conflict, and all conflicts are refused together.
    """
    #   generated then | in the target | generated now
    #         a        |       a       |      b           ours: replaced
    #         a        |       x       |      a           an edit: kept
    #         a        |       x       |      x           the same on both sides
    #         a        |       x       |      b           a conflict
    known = baseline(target)
    edits: dict[str, bytes] = {}
    conflicts: list[str] = []
    for file in files:
        place = target / file.path
        if file.path == MANIFEST or file.path.split("/")[0] in KEPT_WHOLE or not place.is_file():
            continue
        present = place.read_bytes()
        before = known.get(file.path)
        if _hash(present) == before or present == file.content:
            continue
        if before == _hash(file.content):
            edits[file.path] = present
        else:
            conflicts.append(file.path)
    if conflicts:
        listed = "".join(f"\n      {path}" for path in sorted(conflicts))
        raise WriteRefused(
            "NB705",
            f"files of {target} that you changed would change in this conversion too:{listed}",
            "Nothing was written. Keep your change in a file of its own, or convert into another "
            "folder with --output DIR and compare.",
        )
    return edits


def is_generated(path: Path, known: str | None) -> bool:
    """Whether the file is as we generated it, by the hash in the manifest."""
    return known is not None and path.is_file() and _hash(path.read_bytes()) == known


def _manifest(target: Path) -> Mapping[str, object] | None:
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
