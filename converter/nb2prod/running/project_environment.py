"""
The environment of the generated project: the kernel's packages, and above them what serving needs.

An overlay: a virtual environment on the kernel's interpreter whose path goes on into the kernel's
packages, so that only what is missing there is installed. It is kept: made once for each kernel.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from .cache import ENVIRONMENTS
from .patience import patiently

FORMAT = 1
_READY = "ready.json"
_HOUSE = ("nb2prod", "jupyter_prod")
_MODULE = "_project_alone"
_SECONDS = 900.0

# where the kernel's own folder holds the converter, the project must not find it there
_ALONE = Path(__file__).parent.parent / "guest" / "alone.py"

_ASK = """
import importlib.util, json, sys, sysconfig
print(json.dumps({
    "version": sys.version, "prefix": sys.prefix, "path": [p for p in sys.path if p],
    "stdlib": [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")],
    "purelib": sysconfig.get_path("purelib"), "pip": importlib.util.find_spec("pip") is not None,
}))
"""


@dataclass(frozen=True, slots=True)
class ProjectEnvironment:
    """An interpreter that has what the project needs."""

    python: str


@dataclass(frozen=True, slots=True)
class NoEnvironment:
    """There is none, and why; what needs it is `not checked` for that reason."""

    reason: str


class StepFailed(Exception):
    """A step of the making failed; the text says why, `errors` is all that the command said."""

    def __init__(self, reason: str, errors: str = "") -> None:
        super().__init__(reason)
        self.errors = errors


def project_environment(
    kernel_python: str,
    requirements: Sequence[str],
    constraints: Mapping[str, str],
    *,
    cache: Path,
    stop: Event | None = None,
) -> ProjectEnvironment | NoEnvironment:
    """
    The interpreter of an environment with these requirements, made now or found in the cache.

    It is given up when `stop` is set.

    The constraints are the kernel's distributions: nothing of the notebook changes its version.
    """
    try:
        kernel = asked(kernel_python)
        pins = pins_of(constraints)
        folder = cache / ENVIRONMENTS / _key(kernel_python, kernel, requirements, pins)
        if not (folder / _READY).exists():
            _make(folder, kernel_python, kernel, requirements, pins, stop or Event())
        return ProjectEnvironment(str(python_in(folder)))
    except (StepFailed, OSError) as error:
        return NoEnvironment(f"no environment: {error}")


def _make(
    folder: Path,
    kernel_python: str,
    kernel: Mapping[str, Any],
    requirements: Sequence[str],
    pins: Sequence[str],
    stop: Event,
) -> None:
    """Make the environment beside its place and move it there when it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        ran([kernel_python, "-m", "venv", "--without-pip", str(draft)])
        python = python_in(draft)
        packages = Path(asked(str(python))["purelib"])
        (packages / "kernel.pth").write_text(_path_lines(kernel), encoding="utf-8")
        shutil.copyfile(_ALONE, packages / f"{_MODULE}.py")
        _install(python, kernel, requirements, pins, draft, stop)
        (draft / _READY).write_text(json.dumps(list(requirements)), encoding="utf-8")
        try:
            draft.rename(folder)
        except OSError:
            if not (folder / _READY).exists():  # else somebody else was quicker
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _path_lines(kernel: Mapping[str, Any]) -> str:
    """
    The lines of a .pth file: our refusal of the converter, and the kernel's folders of packages.

    Folders are named one by one, and those with the converter's source are left out: a nested .pth
    file, as of an installed checkout, would bring it back.
    """
    standard = tuple(path for path in kernel["stdlib"] if path)
    folders = [
        path
        for path in kernel["path"]
        if os.path.isdir(path)
        and (not path.startswith(standard) or "-packages" in path)
        and not any(os.path.isdir(os.path.join(path, name)) for name in _HOUSE)
    ]
    if kernel["purelib"] not in folders:  # the converter is installed beside the kernel's packages
        folders.append(kernel["purelib"])
    return "\n".join([f"import {_MODULE}; {_MODULE}.be_alone()", *folders]) + "\n"


def _install(
    python: Path,
    kernel: Mapping[str, Any],
    requirements: Sequence[str],
    pins: Sequence[str],
    draft: Path,
    stop: Event,
) -> None:
    if not requirements:
        return
    # the kernel's pip is found over the path; else ours works on that interpreter
    pip = [str(python), "-m", "pip"] if kernel["pip"] else own_pip(python)
    limits = draft / "constraints.txt"
    limits.write_text("\n".join(pins) + "\n", encoding="utf-8")
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
    patience = ["--retries", "1", "--timeout", "15"]
    command = [*pip, "install", *options, *patience, "--constraint", str(limits), *requirements]
    ran(command, stop)


def own_pip(python: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, check=False
    )
    if done.returncode != 0:
        raise StepFailed("there is no pip, neither beside the kernel nor here")
    return [sys.executable, "-m", "pip", "--python", str(python)]


def pins_of(constraints: Mapping[str, str]) -> list[str]:
    """The kernel's versions as pip's constraints; a local or odd version cannot be one."""
    #   torch==2.13.0+cpu      without `+cpu` an index gives the build with several GB of CUDA
    return sorted(
        f"{name}=={version}"
        for name, version in constraints.items()
        if re.fullmatch(r"[A-Za-z0-9][\w.-]*", name)
        and re.fullmatch(r"[0-9][0-9A-Za-z.!]*(\+cpu)?", version)
        and name.replace("-", "_").lower() not in _HOUSE
    )


def _key(
    python: str, kernel: Mapping[str, Any], requirements: Sequence[str], pins: Sequence[str]
) -> str:
    content = [FORMAT, python, kernel["version"], kernel["path"], sorted(requirements), list(pins)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:24]


def asked(python: str) -> dict[str, Any]:
    """What an interpreter says about itself."""
    answer: dict[str, Any] = json.loads(ran([python, "-c", _ASK]).splitlines()[-1])
    return answer


def ran(
    command: Sequence[str],
    stop: Event | None = None,
    *,
    more: Mapping[str, str] | None = None,
    seconds: float = _SECONDS,
    heard: Callable[[str], None] | None = None,
) -> str:
    """What a command printed; where it fails, its last words as an error."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    variables = {**kept, **(more or {}), "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}
    done = patiently(command, variables, seconds, stop or Event(), heard)
    if done.code is None:
        raise StepFailed(f"{Path(command[0]).name} took longer than {seconds:.0f} seconds")
    if done.code != 0:
        raise StepFailed(_last_words(done.errors or done.output), done.errors)
    return done.output


def _last_words(text: str) -> str:
    """The line of a failed command that says what is wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["no message"])[-1].removeprefix("ERROR: ")[:300]


def python_in(folder: Path) -> Path:
    place = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    return folder / place
