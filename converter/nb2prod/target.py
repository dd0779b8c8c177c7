"""What stands in the target folder: nothing, a project of ours with edits, or something else."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import WriteRefused

RECORDS = ".nb2prod/"  # ours alone: nobody edits what is in there
MANIFEST = f"{RECORDS}manifest.json"
BASELINE = f"{RECORDS}baseline.zip"
PROOF_PAGE = "docs/proof.html"  # a record that people read: each proof makes it anew
KEPT_WHOLE = frozenset({".git", ".venv", "data", "models"})  # the user's, whatever is in them
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content is the same archive


@dataclass(frozen=True, slots=True)
class Baseline:
    """The files as they were last generated: a hash of each, and the content of texts."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)


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
    if target.exists() and any(target.iterdir()) and manifest(target) is None:
        raise WriteRefused(
            "NB702",
            f"{target} holds something else: it is not empty, and it is no project of nb2prod.",
            "Choose a new folder with --output DIR, or empty this one.",
        )
    return target


def baseline(target: Path) -> Baseline:
    """Return the files as they were last generated; nothing for a new project."""
    files = (manifest(target) or {}).get("files")
    hashes = dict(files) if isinstance(files, dict) else {}
    return Baseline(hashes, _unpacked(target / BASELINE, hashes))


def packed(contents: Mapping[str, bytes]) -> bytes:
    """Return the contents as one archive: as plain files they would be linted and searched."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for path, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, content)
    return archive.getvalue()


def is_generated(path: Path, known: str | None) -> bool:
    """Whether the file is as we generated it, by the hash in the manifest."""
    return (
        known is not None
        and path.is_file()
        and not path.is_symlink()
        and sha256(path.read_bytes()) == known
    )


def manifest(target: Path) -> Mapping[str, object] | None:
    """Return what we noted about the project; None where the folder is no project of ours."""
    try:
        found = json.loads((target / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def sha256(content: bytes) -> str:
    """Return the hash of the content, as the manifest has it."""
    return hashlib.sha256(content).hexdigest()


def _unpacked(path: Path, hashes: Mapping[str, str]) -> dict[str, bytes]:
    """Return the texts of the archive that the manifest agrees with; a broken one holds none."""
    try:
        with zipfile.ZipFile(path) as archive:
            contents = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile):
        return {}
    return {
        name: content for name, content in contents.items() if sha256(content) == hashes.get(name)
    }
