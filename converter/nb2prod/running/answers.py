"""Reads what the kernel wrote about a boundary and about its surroundings."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model.run import Boundary, Column, Environment, FileRead, TypeName, Value

OF_NOTEBOOK = "its class stands in the notebook"  # the guest's words


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
        return not any(name.startswith("_") or name in left_out for name in names)

    def only(self, before: int, names: tuple[str, ...]) -> Boundary:
        """The boundary as if nothing but these names had been captured."""
        values = tuple(value for value in self.boundary.values if value.name in names)
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
    except (OSError, ValueError):
        return ()
    asked = question["names"]
    found = []
    for part, pickle in (("asked", question["pickle"]), ("spare", question["spare_pickle"])):
        if told.get(part) and "values" in told[part]:
            values = tuple(value_from_json(value) for value in told[part]["values"])
            boundary = Boundary(question["before"], Path(pickle), values)
            found.append(Captured(boundary, tuple(asked) if part == "asked" else None))
    return tuple(found)


def value_from_json(told: Mapping[str, Any]) -> Value:
    """The described value; its fields are the guest's."""
    columns = tuple(_column(column) for column in told["columns"])
    known = {"type": _type(told["type"]), "columns": columns, "shape": tuple(told["shape"])}
    return Value(**{**told, **known})


def _column(told: Mapping[str, Any]) -> Column:
    lists = {key: tuple(told[key]) for key in ("levels", "examples")}
    return Column(**{**told, **lists})


def _type(told: Mapping[str, Any]) -> TypeName:
    return TypeName(told["module"], told["name"], tuple(_type(one) for one in told["arguments"]))


def surroundings(folder: Path) -> Surroundings:
    """The interpreter, files and folders; empty and incomplete where the kernel could not tell."""
    try:
        told = json.loads((folder / "surroundings.json").read_text(encoding="utf-8"))
        environment = Environment(**told["environment"])
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
