"""Reads what the kernel wrote about a boundary and about its surroundings."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model.run import Boundary, Environment, FileRead, TypeName, Value
from ..wire import from_json, to_json

OF_NOTEBOOK = "its class stands in the notebook"  # the guest's words
_LOST = "not captured: "


@dataclass(frozen=True, slots=True)
class Captured:
    """A boundary with what a later lookup has to know about it."""

    boundary: Boundary
    asked: tuple[str, ...] | None  # None: every public name of the notebook

    def holds(self, names: tuple[str, ...]) -> bool:
        """Whether these names were looked for, be they bound or not."""
        if self.asked is not None:
            return set(names) <= set(self.asked)
        left_out = {value.name for value in self.boundary.values if value.note == OF_NOTEBOOK}
        return not any("=" in name or name.startswith("_") or name in left_out for name in names)

    @property
    def lost(self) -> bool:
        """Whether something kept the kernel from capturing at all."""
        return any(value.note.startswith(_LOST) for value in self.boundary.values)

    def only(self, before: int, names: tuple[str, ...]) -> Boundary:
        """The boundary as if nothing but these names had been captured."""
        wanted = {name.partition("=")[0] for name in names}  # "predictions=_": a shown value
        values = tuple(value for value in self.boundary.values if value.name in wanted)
        return Boundary(before, self.boundary.pickle, values)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the kernel told at its end."""

    environment: Environment
    files: tuple[FileRead, ...]
    folders: Mapping[str, str]  # folders that were listed, with a hash of their listing
    rewritten: tuple[str, ...]  # files that were read and then changed: no input can be named
    complete: bool = True


def captured(question: Mapping[str, Any], answer: Path) -> tuple[Captured, ...]:
    """What was captured at one place: what was asked for, and all else where it was small."""
    try:
        told = json.loads(answer.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        told = {"error": str(error)}
    before, asked = question["before"], question["names"]
    found = []
    if asked is not None:
        part = told.get("asked") or {"values": [_lost(name, told) for name in asked]}
        found.append(Captured(_boundary(before, question["pickle"], part), tuple(asked)))
    if told.get("spare") and "values" in told["spare"]:
        spare = _boundary(before, question["spare_pickle"], told["spare"])
        found.append(Captured(spare, None))
    return tuple(found)


def _boundary(before: int, pickle: str, told: Mapping[str, Any]) -> Boundary:
    values = tuple(from_json(Value, value) for value in told["values"])
    return Boundary(before, Path(pickle), values)


def _lost(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """A value that could not be captured: its disk was full, its kernel ran out of memory."""
    unknown = to_json(TypeName("", ""))
    note = f"{_LOST}{told.get('error', 'no answer')}"
    return {"name": name, "kind": "other", "type": unknown, "pickled": False, "note": note}


def surroundings(folder: Path) -> Surroundings:
    """The interpreter, files and folders; empty and incomplete where the kernel could not tell."""
    try:
        told = json.loads((folder / "surroundings.json").read_text(encoding="utf-8"))
        environment = from_json(Environment, told["environment"])
    except (OSError, ValueError, KeyError, TypeError):
        return Surroundings(Environment("", "", {}, {}), (), {}, (), complete=False)
    files = tuple(file for path in told["files"] if (file := file_read(Path(path))))
    folders = {path: listing_hash(Path(path)) for path in told["folders"]}
    return Surroundings(environment, files, folders, tuple(told["rewritten"]))


def file_read(path: Path) -> FileRead | None:
    """The file with its hash, or None where it is gone."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileRead(path, digest, path.stat().st_size)
    except OSError:
        return None


def listing_hash(path: Path) -> str:
    """A hash of the names in a folder; what tools leave behind does not count."""
    try:
        names = sorted(entry.name for entry in path.iterdir())
    except OSError:
        return ""
    kept = [name for name in names if name not in ("__pycache__", ".ipynb_checkpoints")]
    return hashlib.sha256("\0".join(kept).encode()).hexdigest()
