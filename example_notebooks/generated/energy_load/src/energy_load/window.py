"""The counts of the last day, hour by hour, and where they are kept over a restart."""

import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from .drift import Counts
from .versions import models_folder

HOURS = 24


class Window:
    """Counts that forget what is older than a day; sums of integers, so windows can be merged."""

    def __init__(self, version: str, hours: Mapping[int, dict[str, Counts]] | None = None) -> None:
        self.version = version
        self._hours = dict(hours or {})

    def add(self, counted: Mapping[str, Counts], now: float) -> None:
        """Count them in the hour of `now` (seconds since 1970)."""
        hour = int(now // 3600)
        for old in [known for known in self._hours if known <= hour - HOURS]:
            del self._hours[old]
        self._hours[hour] = _sum([self._hours.get(hour, {}), counted])

    def total(self, now: float) -> dict[str, Counts]:
        """The counts of the last day."""
        first = int(now // 3600) - HOURS
        return _sum([counted for hour, counted in self._hours.items() if hour > first])

    def save(self, path: Path) -> None:
        """Write them in one step."""
        hours = {
            str(hour): {name: n.tolist() for name, n in counted.items()}
            for hour, counted in self._hours.items()
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps({"version": self.version, "hours": hours}), encoding="utf-8")
        os.replace(draft, path)


def saved(path: Path, version: str) -> Window:
    """The window that was saved there for this version, else an empty one."""
    try:
        content = json.loads(path.read_bytes())
        hours = content["hours"] if content["version"] == version else {}
        return Window(
            version,
            {
                int(hour): {name: np.array(n) for name, n in counted.items()}
                for hour, counted in hours.items()
            },
        )
    except (OSError, ValueError, LookupError):
        return Window(version)


def own_file() -> Path:
    """Where this machine keeps its window: one file for each replica."""
    return models_folder() / "observed" / f"{socket.gethostname()}.json"


def all_replicas(version: str, now: float) -> dict[str, Counts]:
    """The counts of the last day, of all replicas that share the folder of the versions."""
    files = sorted(own_file().parent.glob("*.json"))
    return _sum([saved(path, version).total(now) for path in files])


def _sum(parts: list[Mapping[str, Counts]]) -> dict[str, Counts]:
    total: dict[str, Counts] = {}
    for counted in parts:
        for name, n in counted.items():
            total[name] = total[name] + n if name in total else n
    return total
