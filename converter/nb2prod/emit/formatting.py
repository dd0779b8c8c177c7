"""Sorts imports, drops unused ones and formats, with the exact ruff that the project pins for itself."""

import subprocess
import sys
from pathlib import Path


def format_folder(folder: Path) -> None:
    """Put every Python file below the folder in the project's own style."""
    ruff = [sys.executable, "-m", "ruff"]
    quiet = {"capture_output": True, "text": True, "cwd": folder}
    subprocess.run([*ruff, "check", "--select", "I,F401,F811", "--fix", "--quiet", "--exit-zero", "."], **quiet, check=False)  # type: ignore[call-overload]
    done = subprocess.run([*ruff, "format", "--quiet", "."], **quiet, check=False)  # type: ignore[call-overload]
    if done.returncode:
        raise RuntimeError(f"ruff could not format the project: {done.stderr[:400]}")
