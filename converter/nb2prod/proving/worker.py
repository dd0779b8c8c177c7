"""Runs guest code in the project's interpreter, and collects its answers even when it dies."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model.proof import NOT_CHECKED, REFUTED
from .child import child
from .endings import told_ending

GUEST = Path(__file__).parent.parent / "guest"
START_SECONDS = 180.0  # to import the user's libraries on a busy machine

KILLED = "the process was killed from outside, most often for want of memory"

Enough = Callable[[Mapping[str, Mapping[str, Any]]], bool]  # asked about the answers so far


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answered, the claim it was looking at when it ended, and how it ended."""

    answers: Mapping[str, Mapping[str, Any]]
    unfinished: str | None
    ending: str  # "" when it ended by itself and well

    @property
    def verdict(self) -> str:
        """The word for the claim that was being looked at when the process ended."""
        return NOT_CHECKED if self.ending == KILLED else REFUTED


@dataclass(frozen=True, slots=True)
class Place:
    """Where and with what a project is run."""

    python: str
    project: Path
    source: Path
    package: str
    data: Path  # the notebook's folder: its files resolve there
    scratch: Path  # for requests, answers and whatever the project writes where it stands
    models: Path | None = None  # the registered versions; None: the project's own

    def variables(self, hash_seed: int = 1, **more: str) -> dict[str, str]:
        """The environment: the project first, the notebook's data, nothing of our own settings."""
        prefix = f"{self.package.upper()}_"
        kept = {
            name: value
            for name, value in os.environ.items()
            # a parameter that is set here would be another notebook
            if not name.startswith((prefix, "PYTHON"))
        }
        return kept | {
            "PYTHONPATH": str(self.source),
            "PYTHONSAFEPATH": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": str(hash_seed),
            "PYTHONIOENCODING": "utf-8",
            "MPLBACKEND": "Agg",
            f"{prefix}DATA_DIR": str(self.data),
            f"{prefix}MODELS": str(self.models or self.project / "models"),
            **more,
        }


def ask_guest(
    module: str,
    request: Mapping[str, Any],
    place: Place,
    *,
    limit: Callable[[str], float],
    hash_seed: int = 1,
    told: Callable[[str], None] = lambda claim: None,
    enough: Enough | None = None,
) -> Reply:
    """
    The answers of one guest process.

    Each claim has its own time limit, counted from the moment when the guest begins with it. The
    process is ended as soon as its answers so far are enough.
    """
    answers, path = place.scratch / "answers.jsonl", place.scratch / "request.json"
    answers.write_bytes(b"")
    shared = {
        "answers": str(answers),
        "source": str(place.source),
        "package": place.package,
        "scratch": str(place.scratch),
        # another hash seed and another hour: no result may hang on either
        "later": hash_seed * 3600,
    }
    path.write_text(json.dumps({**request, **shared}), encoding="utf-8")
    command = [place.python, str(GUEST / "start.py"), module, str(path)]
    noise = place.scratch / "noise.txt"
    variables = place.variables(hash_seed)
    with noise.open("wb") as sink, child(command, place.data, variables, sink) as process:
        late = _wait(process, answers, limit, told, enough)
    lines = _lines(answers)
    given = _given(lines)
    if enough is not None and enough(given):
        return Reply(given, None, "")
    begun = [line["begin"] for line in lines if "begin" in line]
    unfinished = next((claim for claim in begun if claim not in given), None)
    return Reply(given, unfinished, late or _ending(process.returncode, noise))


def _wait(
    process: subprocess.Popen[bytes],
    answers: Path,
    limit: Callable[[str], float],
    told: Callable[[str], None],
    enough: Enough | None,
) -> str:
    """Wait for the end, for enough answers, or until a claim takes too long, which is told."""
    claim, since = "", time.monotonic()
    while True:
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            lines = _lines(answers)
            if enough is not None and enough(_given(lines)):
                return ""
            current = next((line["begin"] for line in reversed(lines) if "begin" in line), "")
            if current != claim:
                claim, since = current, time.monotonic()
                told(claim)
            allowed = limit(claim) if claim else START_SECONDS
            if time.monotonic() - since > allowed:
                return f"it took longer than {allowed:.0f} seconds"
        else:
            return ""


def _given(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {line["id"]: line for line in lines if "id" in line}


def _lines(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # the last one may be half written
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _ending(code: int, noise: Path) -> str:
    if code == 0:
        return ""
    last = ending_of(noise)
    if code == -signal.SIGKILL:
        return KILLED  # nobody can kill itself so by accident
    if code < 0:
        return (
            f"the process was ended by signal {-code} ({signal.Signals(-code).name}) {last}".strip()
        )
    return f"the process ended with exit code {code}: {last}"


def ending_of(noise: Path) -> str:
    """What a process said last, from the file that holds all it wrote."""
    return told_ending(noise.read_text(encoding="utf-8", errors="replace")) or "it said nothing"
