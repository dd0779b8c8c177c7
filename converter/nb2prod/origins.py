"""What a project was made of, then and now: exact versions, data files, settings."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .model.difference import FactChange, LockChange

LINEAGE = "lineage.json"
_EARLIER = ".nb2prod/lineage.json"
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*==\s*([^\s;\\]+)", re.MULTILINE)


def pinned(lock: str) -> dict[str, str]:
    """Each distribution that the text of a lock pins, with its version."""
    return dict(_PIN.findall(lock))


def lock_changes(name: str, before: str, after: str) -> Iterator[LockChange]:
    """What the second text of a lock pins otherwise than the first."""
    old, new = pinned(before), pinned(after)
    for distribution in sorted({*old, *new}):
        was, is_now = old.get(distribution, ""), new.get(distribution, "")
        if was != is_now:
            yield LockChange(name, distribution, was, is_now)


def recorded(folder: Path) -> Mapping[str, Any]:
    """What was noted about the project's origin when it was made; nothing where it was not."""
    for name in (LINEAGE, _EARLIER):
        try:
            found = json.loads((folder / name).read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(found, dict):
            return found
    return {}


def fact_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FactChange]:
    """Each fact of the origin that is another one now, as `data.stops.csv.sha256`."""
    old, new = dict(facts(before)), dict(facts(after))
    for subject in dict.fromkeys([*old, *new]):
        if old.get(subject, "") != new.get(subject, ""):
            yield FactChange(subject, old.get(subject, ""), new.get(subject, ""))


def facts(
    told: Mapping[str, Any], aside: tuple[str, ...] = (), inside: str = ""
) -> Iterator[tuple[str, str]]:
    """Each fact by its path, as text; some paths are left aside."""
    for name, value in told.items():
        path = f"{inside}{name}"
        if path in aside:
            continue
        if isinstance(value, Mapping):
            yield from facts(value, aside, f"{path}.")
        elif isinstance(value, list):
            yield path, ", ".join(map(str, value))
        else:
            yield path, "" if value is None else str(value)
