"""Which exact distributions a project needs, with the hashes of their files, as pip tells."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from ..frameworks.torch import CPU_BUILDS
from ..replacing import replace_file
from .cache import RESOLUTIONS
from .guest import ask_guest
from .patience import patiently
from .project_environment import pins_of

_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """Each distribution with its version, the sha256 of its files here, and its requirements."""

    versions: Mapping[str, str]
    hashes: Mapping[tuple[str, str], tuple[str, ...]]
    requirements: Mapping[str, tuple[str, ...]]


def resolution(
    python: str,
    requirements: Sequence[str],
    constraints: Mapping[str, str],
    *,
    cache: Path,
    stop: Event | None = None,
) -> Resolution | None:
    """All that these requirements bring, in the kernel's versions; None where pip is offline."""
    pins = pins_of(constraints)
    content = json.dumps([2, python, sorted(requirements), pins])
    kept = cache / RESOLUTIONS / f"{hashlib.sha256(content.encode()).hexdigest()[:24]}.json"
    try:
        told: list[list[Any]] = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        report = _report(python, requirements, pins, stop or Event())
        if report is None:
            return None
        told = [_entry(item) for item in report.get("install", ())]
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_file(kept, json.dumps(told))
    versions = {name: version for name, version, _, _ in told}
    hashes = {(name, version): tuple(found) for name, version, found, _ in told if found}
    return Resolution(versions, hashes, {name: tuple(lines) for name, _, _, lines in told})


def needed(
    python: str, resolved: Resolution, requirements: Sequence[str], folder: Path
) -> Mapping[str, str] | None:
    """The part of what was resolved that these requirements need; None where that fails."""
    asked = {"requirements": list(requirements), "distributions": dict(resolved.requirements)}
    names = ask_guest(python, "closure", asked, folder).get("names")
    return None if names is None else {name: resolved.versions[name] for name in names}


def _entry(item: Mapping[str, Any]) -> list[Any]:
    info = item.get("download_info", {}).get("archive_info", {})
    sha256 = info.get("hashes", {}).get("sha256") or str(info.get("hash", "")).removeprefix(
        "sha256="
    )
    metadata = item["metadata"]
    hashes, lines = [sha256] if sha256 else [], metadata.get("requires_dist", [])
    return [metadata["name"], metadata["version"], hashes, lines]


def _report(
    python: str, requirements: Sequence[str], pins: Sequence[str], stop: Event
) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory(prefix="nb2prod-") as held:
        limits, report = Path(held) / "constraints.txt", Path(held) / "report.json"
        limits.write_text("\n".join(pins) + "\n", encoding="utf-8")
        command = [
            python, "-m", "pip", "install", "--dry-run", "--ignore-installed",
            "--quiet", "--no-input", "--disable-pip-version-check",
            "--retries", "1", "--timeout", "15",
            "--report", str(report), "--constraint", str(limits), *requirements,
        ]  # fmt: skip
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        tries = [command]
        if any(pin.endswith("+cpu") for pin in pins):
            tries.append([*command, "--extra-index-url", CPU_BUILDS])
        if all(patiently(tried, kept, _SECONDS, stop).code != 0 for tried in tries):
            return None
        try:
            found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found
