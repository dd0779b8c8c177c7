"""
An environment made of nothing but a project's lock, as whoever installs the project gets it.

It is made anew each time and gone afterwards; only the files that were fetched are kept, by uv or
pip themselves.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from ..errors import EnvironmentRefused
from ..model.run import Progress
from ..origins import pinned
from .cache import ENVIRONMENTS
from .project_environment import StepFailed, asked, own_pip, python_in, ran

# what a project may keep its exact versions in; that of development has what the proof needs
LOCKS = (
    "requirements-dev.lock",
    "requirements.lock",
    "requirements-serve.lock",
    "requirements.txt",
)
_SECONDS = 3600.0
#   Collecting pandas==3.0.1 (from -r requirements-dev.lock (line 7))        pip
#   Installing collected packages: six, pandas                               pip
#   Downloading pandas (10.4MiB)                                             uv
_FETCHED = re.compile(r"^(?:Collecting|Downloading|Installing) ([^(:\n]+)", re.MULTILINE)
_UNREACHED = re.compile(
    r"connection broken|NewConnectionError|error sending request|dns error|name resolution"
    r"|Connection(?:Refused| refused|Reset)|ReadTimeout|Max retries exceeded",
    re.IGNORECASE,
)
_HASH = re.compile(
    r"DO NOT MATCH THE HASHES.*?\n\s+(\S+?==\S+|\S+)|[Hh]ash mismatch for `([^`]+)`", re.S
)
#   uv does not read pip's settings: those that lie in the environment are handed on
_HANDED_ON = {
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_NO_INDEX": "UV_NO_INDEX",
}


@dataclass(frozen=True, slots=True)
class FreshEnvironment:
    """An interpreter that has what the lock names, and how it came to be."""

    python: str
    lock: str
    installer: str  # uv or pip
    distributions: int
    hashed: bool  # every file that was installed has the hash that the lock holds

    @property
    def told(self) -> str:
        """How it came to be, in one sentence."""
        checked = ", each with the hash that stands there" if self.hashed else ""
        return (
            f"Proven in a fresh environment: {self.distributions} distributions of {self.lock}"
            f"{checked}, installed with {self.installer}."
        )


def lock_of(folder: Path) -> Path:
    """The project's lock; raises where it has none."""
    for name in LOCKS:
        if (folder / name).is_file():
            return folder / name
    raise EnvironmentRefused(
        "NB606",
        f"a fresh environment cannot be made: {folder} has no lock ({', '.join(LOCKS)}).",
        "Write one (`pip freeze`, `uv pip compile`), or prove without --fresh-env.",
    )


@contextmanager
def fresh_environment(
    kernel_python: str, lock: Path, *, cache: Path, progress: Progress, stop: Event | None = None
) -> Iterator[FreshEnvironment]:
    """The environment while it lasts, of the kernel's Python; raises where it cannot be made."""
    text = lock.read_text(encoding="utf-8", errors="replace")
    (cache / ENVIRONMENTS).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".fresh-", dir=cache / ENVIRONMENTS))
    try:
        pins, hashed = len(pinned(text)), "--hash=" in text
        progress("fresh environment", 0, pins, f"from {lock.name}")
        try:
            installer = _made(folder, kernel_python, lock, hashed, _listener(progress, pins), stop)
        except (StepFailed, OSError) as error:
            raise _refused(lock, error) from None
        progress("fresh environment", pins, pins)
        yield FreshEnvironment(str(python_in(folder)), lock.name, installer, pins, hashed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(
    folder: Path,
    kernel_python: str,
    lock: Path,
    hashed: bool,
    heard: Callable[[str], None],
    stop: Event | None,
) -> str:
    """Make the environment with uv, where it is found, else with pip; return which."""
    ran([kernel_python, "-m", "venv", "--without-pip", str(folder)])
    python = python_in(folder)
    more = ["--require-hashes"] if hashed else []
    uv = shutil.which("uv")
    if uv is not None:
        command = [uv, "pip", "install", "--python", str(python), "--no-progress"]
        # with hashes no other file can take a place, whichever index it comes from
        command += ["--index-strategy", "unsafe-best-match"] if hashed else []
        variables = {
            ours: os.environ[theirs].replace(" ", ",")
            for theirs, ours in _HANDED_ON.items()
            if theirs in os.environ and ours not in os.environ
        }
    else:
        has_pip = asked(kernel_python)["pip"]
        pip = [kernel_python, "-m", "pip", "--python", str(python)] if has_pip else own_pip(python)
        options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        command = [*pip, "install", *options, "--retries", "1", "--timeout", "15"]
        variables = {}
    command += [*more, "--requirement", str(lock)]
    ran(command, stop, more=variables, seconds=_SECONDS, heard=heard)
    return "uv" if uv else "pip"


def _listener(progress: Progress, total: int) -> Callable[[str], None]:
    last = 0

    def heard(text: str) -> None:
        nonlocal last
        names = _FETCHED.findall(text)
        if len(names) > last:  # it is told again and again, until something new is said
            last = len(names)
            progress("fresh environment", min(last, total), total, names[-1].strip())

    return heard


def _refused(lock: Path, error: Exception) -> EnvironmentRefused:
    """The one message about an environment that cannot be made."""
    said = getattr(error, "errors", "")
    changed = _HASH.search(said)
    if changed:
        why = f"the file of {changed[1] or changed[2]} is not the one that the lock has the hash of"
        remedy = "Find out who changed it before you trust it; then make a new lock."
    elif _UNREACHED.search(said):
        why = f"the network did not answer ({_told(said, error)})"
        remedy = "Try again with a network, or with PIP_NO_INDEX and PIP_FIND_LINKS set to wheels."
    else:
        why = _told(said, error)
        remedy = "Convert again, for a lock of versions that there are, or prove without it."
    message = f"a fresh environment cannot be made from {lock.name}: {why}."
    return EnvironmentRefused("NB606", message, remedy)


def _told(said: str, error: Exception) -> str:
    """What the installer said, in one line: uv draws a tree of several."""
    text = said if said and "ERROR:" not in said else str(error)
    text = text.partition("error:")[2] or text
    return " ".join(re.sub(r"[^\x20-\x7e]", " ", text).split())[:300].rstrip(".")
