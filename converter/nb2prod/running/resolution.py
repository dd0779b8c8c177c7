"""Which exact distributions a project needs, with the hashes of their files, as pip tells."""

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .project_environment import pins_of

_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """Each distribution with its version, and the sha256 of the files for this platform."""

    versions: Mapping[str, str]
    hashes: Mapping[tuple[str, str], tuple[str, ...]]


def resolution(
    python: str, requirements: Sequence[str], constraints: Mapping[str, str], *, cache: Path
) -> Resolution | None:
    """All that these requirements bring, in the kernel's versions; None where pip is offline."""
    pins = pins_of(constraints)
    content = json.dumps([1, python, sorted(requirements), pins])
    kept = cache / "resolutions" / f"{hashlib.sha256(content.encode()).hexdigest()[:24]}.json"
    try:
        told: list[list[Any]] = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        report = _report(python, requirements, pins)
        if report is None:
            return None
        told = [_entry(item) for item in report.get("install", ())]
        _keep(kept, json.dumps(told))
    versions = {name: version for name, version, _ in told}
    hashes = {(name, version): tuple(found) for name, version, found in told if found}
    return Resolution(versions, hashes)


def _entry(item: Mapping[str, Any]) -> list[Any]:
    info = item.get("download_info", {}).get("archive_info", {})
    sha256 = info.get("hashes", {}).get("sha256") or str(info.get("hash", "")).removeprefix(
        "sha256="
    )
    return [item["metadata"]["name"], item["metadata"]["version"], [sha256] if sha256 else []]


def _report(python: str, requirements: Sequence[str], pins: Sequence[str]) -> dict[str, Any] | None:
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
        try:
            subprocess.run(
                command,
                capture_output=True,
                env=kept,
                stdin=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=True,
            )
            found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        except (subprocess.SubprocessError, OSError, ValueError):
            return None
        return found


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
