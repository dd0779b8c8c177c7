"""
Sorts imports, drops unused ones and formats, with the exact ruff that the project pins for
itself.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

_FIXES = "I,F401,F811,UP,C4,SIM,W,PIE"


def formatted(sources: Mapping[str, str], package: str) -> dict[str, str]:
    """The sources (path -> text) in the project's own style, lines of 100 characters."""
    with tempfile.TemporaryDirectory(prefix="nb2prod-") as held:
        folder = Path(held)
        for path, text in sources.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        project = f'lint.isort.known-first-party = ["{package}", "samples", "conftest"]'
        _ruff(["check", "--select", _FIXES, "--fix", "--exit-zero", "--config", project], folder)
        _ruff(["format"], folder)
        return {path: (folder / path).read_text() for path in sources}


def _ruff(arguments: list[str], folder: Path) -> None:
    shared = ["--isolated", "--quiet", "--no-cache", "--line-length=100", "--target-version=py311"]
    command = [sys.executable, "-m", "ruff", *arguments, *shared, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        told = f"{done.stdout}{done.stderr}"[:2000]
        raise RuntimeError(f"the generated code could not be formatted: {told}")
