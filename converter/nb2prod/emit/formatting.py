"""
Sorts imports, drops unused ones and formats, with the exact ruff that the project pins for
itself.
"""

import ast
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import PlanRefused

_FIXES = "I,F401,F811,UP,C4,SIM,W,PIE"


def formatted(sources: Mapping[str, str], package: str) -> dict[str, str]:
    """The sources (path -> text) in the project's own style, lines of 100 characters."""
    with tempfile.TemporaryDirectory(prefix="nb2prod-") as held:
        folder = Path(held)
        for path, text in sources.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        project = f'lint.isort.known-first-party = ["{package}", "samples", "conftest"]'
        _ruff(["check", "--select", _FIXES, "--fix", "--exit-zero", "--config", project], folder)
        _ruff(["format"], folder)
        done = {path: (folder / path).read_text("utf-8") for path in sources}
    for path, text in done.items():
        _check_python(path, text)
    return done


def _check_python(path: str, text: str) -> None:
    #   a hundred levels of `if` are Python's limit; in a function there is one more
    try:
        ast.parse(text)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise PlanRefused(
            "NB114",
            f"moved into {path}, the code is no Python any more: {error}",
            "Put the innermost part of the most deeply nested statement into a function.",
        ) from None


def _ruff(arguments: list[str], folder: Path) -> None:
    shared = ["--isolated", "--quiet", "--no-cache", "--line-length=100", "--target-version=py311"]
    command = [sys.executable, "-m", "ruff", *arguments, *shared, "."]
    #   if ...: if ...: if ...:     sixty levels down, ruff's threads need more than two megabytes
    room = {**os.environ, "RUST_MIN_STACK": str(256 * 1024 * 1024)}
    done = subprocess.run(
        command, cwd=folder, env=room, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = f"{done.stdout}{done.stderr}"[:2000]
        raise RuntimeError(f"the generated code could not be formatted: {told}")
