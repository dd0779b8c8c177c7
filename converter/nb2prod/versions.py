"""
Versions of the model, where a project is converted again: none is lost, the new one is added.

    models/v1/model.json  models/v2/...  models/current.txt  models/history.jsonl
"""

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .replacing import replace_file

CARD, POINTER, HISTORY = "model.json", "current.txt", "history.jsonl"
CERTIFICATE = "certificate.json"
AUTOMATIC = "trained"  # the reason that training itself notes


def version_names(models: Path) -> tuple[str, ...]:
    """The versions in the folder, oldest first."""
    if not models.is_dir():
        return ()
    found = [entry.name for entry in models.iterdir() if re.fullmatch(r"v[1-9]\d*", entry.name)]
    return tuple(sorted(found, key=lambda name: int(name[1:])))


def current_version(models: Path) -> str | None:
    """The version that answers, if there is one."""
    try:
        return (models / POINTER).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def card(models: Path, name: str) -> Mapping[str, Any]:
    """What a version says of itself; nothing where that cannot be read."""
    try:
        found = json.loads((models / name / CARD).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def was_chosen(models: Path) -> bool:
    """Whether a person decided which version answers, after the last training."""
    lines = _history(models)
    return bool(lines) and json.loads(lines[-1]).get("why") != AUTOMATIC


def add_versions(fresh: Path, models: Path, *, keep_champion: bool) -> None:
    """
    Move the fresh versions beside those that are there; the last one answers, if it may.

    A version that is there already, to the byte of its card, is not added a second time.
    """
    names = {name: _added(fresh, name, models) for name in version_names(fresh)}
    answering = names.get(current_version(fresh) or "")
    before = current_version(models)
    if answering is None or answering == before or (before and keep_champion):
        return
    lines = _history(fresh)
    change = {**(json.loads(lines[-1]) if lines else {}), "from": before, "to": answering}
    # written anew: the file is linked, and the old project keeps its own
    replace_file(
        models / HISTORY, "".join(f"{line}\n" for line in [*_history(models), _json(change)])
    )
    replace_file(models / POINTER, f"{answering}\n")


def _added(fresh: Path, name: str, models: Path) -> str:
    text = _bytes(fresh / name / CARD)
    taken = version_names(models)
    for known in taken:
        if _bytes(models / known / CARD) == text:
            _renew(fresh / name, models / known)
            return known
    number = int(taken[-1][1:]) + 1 if taken else 1
    shutil.move(fresh / name, models / f"v{number}")
    return f"v{number}"


def _renew(fresh: Path, known: Path) -> None:
    """Take over what was proven of the version just now."""
    if (fresh / CERTIFICATE).exists():
        os.replace(fresh / CERTIFICATE, known / CERTIFICATE)


def _history(models: Path) -> Sequence[str]:
    try:
        lines = (models / HISTORY).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [line for line in lines if _is_object(line)]


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _json(change: Mapping[str, Any]) -> str:
    keys = ("when", "what", "from", "to", "why")
    ordered = {key: change[key] for key in keys if key in change}
    return json.dumps({**ordered, **change})


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
