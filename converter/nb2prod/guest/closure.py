"""
Which of some resolved distributions a few requirements need.

`python start.py closure request.json`; markers are evaluated where the project will run.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def main(request_path: str) -> None:
    """Write the names that are needed."""
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    names = closure(request["requirements"], request["distributions"])
    Path(request["answer"]).write_text(json.dumps({"names": names}), encoding="utf-8")


def closure(requirements: Sequence[str], distributions: Mapping[str, Sequence[str]]) -> list[str]:
    """The names of the distributions that these requirements bring; each has lines of its own."""
    made = _requirement_class()
    home = {_normal(name): name for name in distributions}
    waiting = [(made(line), "") for line in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted, asked_for = waiting.pop()
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": asked_for}):
            continue
        name = home.get(_normal(wanted.name))
        if name is None:
            raise LookupError(f"{wanted.name} was not resolved")
        for extra in ("", *sorted(wanted.extras)):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [(made(line), extra) for line in distributions[name]]
    return sorted({name for name, _ in seen})


def _requirement_class() -> Any:
    try:
        from packaging.requirements import Requirement
    except ImportError:
        # pip made the resolution, so pip is here
        from pip._vendor.packaging.requirements import Requirement  # type: ignore[assignment]
    return Requirement


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
