"""
Versions of the model: folders that never change once written.

    models/
      v1/             artifacts.joblib  model.json  and files of formats.py
      v2/             ...
      current.txt     "v2": the one that answers; see releases.py
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .checksums import checked, hashes
from .errors import RefusedError
from .formats import dumped, fingerprint, loaded
from .lineage import differences, libraries

PACKAGE = "energy_load"
CARD = "model.json"


@dataclass(frozen=True)
class Version:
    """A version in memory: what prediction needs, and its `model.json`."""

    name: str
    artifacts: Mapping[str, Any]
    card: Mapping[str, Any]


def models_folder() -> Path:
    """The folder of the versions: `ENERGY_LOAD_MODELS`, else `models` in the current folder."""
    return Path(os.environ.get("ENERGY_LOAD_MODELS") or "models")


def versions(folder: Path | None = None) -> list[str]:
    """All versions, oldest first."""
    found = (entry.name for entry in (folder or models_folder()).glob("v*") if entry.is_dir())
    return sorted((n for n in found if re.fullmatch(r"v[1-9]\d*", n)), key=lambda n: int(n[1:]))


def register(artifacts: Mapping[str, Any], *, folder: Path | None = None, **facts: Any) -> str:
    """The name of the new version; one that is there already, to the byte, keeps its name."""
    folder = folder or models_folder()
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        contents = dumped(artifacts)
        for file, content in contents.items():
            (draft / file).write_bytes(content)
        files = hashes(contents)
        # no clock in here: the same training gives the same card, but for its files
        made = {"content": fingerprint(dict(artifacts)), "libraries": libraries(artifacts)}
        card = {"package": PACKAGE, "files": files, **made, **facts}
        text = json.dumps(card, indent=2, allow_nan=False) + "\n"
        (draft / CARD).write_text(text, encoding="utf-8")
        draft.chmod(0o755)  # a draft is private, a version is for the service's user too
        return _settled(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def load(name: str, *, folder: Path | None = None) -> Version:
    """The version, checked before a byte of it is unpickled: a pickle can run code."""
    card = read_card(name, folder=folder)
    contents = checked((folder or models_folder()) / name, card["files"])
    if different := differences(card["libraries"]):
        why = f"{name} was trained with other libraries: {'; '.join(different)}"
        raise RefusedError(f"{why}; install those, or train here: python -m {PACKAGE} train")
    try:
        return Version(name, loaded(contents), card)
    except Exception as error:
        raise RefusedError(f"{name} does not fit the code any more: {error!r}") from error


def read_card(name: str, *, folder: Path | None = None) -> dict[str, Any]:
    """The `model.json` of a version of this project."""
    folder = folder or models_folder()
    if name not in (known := versions(folder)):
        there = ", ".join(known) or "none"
        raise RefusedError(f"there is no version {name!r} in {folder}, there is {there}")
    try:
        card: dict[str, Any] = json.loads((folder / name / CARD).read_bytes())
        package = card["package"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise RefusedError(f"{name}: {CARD} is broken ({error}); copy it again") from error
    if package != PACKAGE:
        raise RefusedError(f"{name} is a version of {package}, not of {PACKAGE}")
    return card


def _settled(draft: Path, folder: Path) -> str:
    taken = versions(folder)
    for name in taken:
        if (folder / name / CARD).exists() and _facts(folder / name) == _facts(draft):
            return name
    number = int(taken[-1][1:]) if taken else 0
    while True:
        number += 1
        try:
            return draft.rename(folder / f"v{number}").name
        except OSError:
            if not (folder / f"v{number}").exists():  # else another training was faster
                raise


def _facts(version: Path) -> dict[str, Any]:
    """The card without the hashes of files: some formats write a date."""
    return {**json.loads((version / CARD).read_bytes()), "files": {}}
