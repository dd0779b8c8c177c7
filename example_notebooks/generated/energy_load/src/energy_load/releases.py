"""
Which version answers: `current.txt` in the folder of the versions, replaced in one step.

Each change is a line of `history.jsonl` (when, what, from, to, why), so that there is a way back.
"""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from . import answers, contract, drift, predict
from .errors import RefusedError
from .versions import PACKAGE, Version, load, models_folder, register

POINTER = "current.txt"
HISTORY = "history.jsonl"


def release(
    artifacts: Mapping[str, Any],
    *,
    requests: pd.DataFrame,  # rows of the training table, for the comparison with those to come
    metrics: Mapping[str, float],
    lineage: Mapping[str, Any],
    folder: Path | None = None,
) -> str:
    """The name of the version that these artifacts became; it answers from now on."""
    rows = requests[list(contract.COLUMNS)]
    answered = answers.with_answers(rows, predict.predict_rows(rows, artifacts))
    name = register(
        artifacts,
        metrics=metrics,
        lineage=lineage,
        sample=answers.recorded(artifacts),
        reference=drift.reference(answered),
        folder=folder,
    )
    promote(name, "trained", folder=folder)
    return name


def current(folder: Path | None = None) -> str | None:
    """The name of the version that answers, if there is one."""
    path = (folder or models_folder()) / POINTER
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def require_current(folder: Path | None = None) -> str:
    """The name of the version that answers; without one, an error that says what to do."""
    if name := current(folder):
        return name
    raise RefusedError(
        f"no model in {folder or models_folder()} yet: run python -m {PACKAGE} train, "
        "or set ENERGY_LOAD_MODELS to the folder of the versions"
    )


def ready(name: str | None = None, *, folder: Path | None = None) -> Version:
    """The version, loaded, warm, and found to answer its sample rows as it did in training."""
    name = name or require_current(folder)
    version = load(name, folder=folder)
    sample = version.card["sample"]
    try:
        given = answers.answered(sample["rows"], version.artifacts)
    except Exception as error:
        raise RefusedError(f"{name} cannot answer its own sample rows: {error!r}") from error
    if not answers.same(given, sample["answers"]):
        raise RefusedError(
            f"{name} answers its sample rows differently than in training: the code has changed "
            f"since; train again: python -m {PACKAGE} train"
        )
    return version


def promote(name: str, why: str, *, folder: Path | None = None) -> None:
    """Let that version answer; one that is broken, foreign or out of date is refused."""
    _point("promote", ready(name, folder=folder).name, why, folder or models_folder())


def rollback(why: str, *, folder: Path | None = None) -> str:
    """The version that answered before the current one, and does again."""
    folder = folder or models_folder()
    # promote v1, promote v2, promote v3, rollback to v2: the way back is v1
    trail: list[str] = []
    for change in history(folder):
        trail = trail[:-1] if change["what"] == "rollback" else [*trail, change["to"]]
    if len(trail) < 2:
        raise RefusedError("there is no earlier version to go back to")
    _point("rollback", ready(trail[-2], folder=folder).name, why, folder)
    return trail[-2]


def history(folder: Path | None = None) -> list[dict[str, str]]:
    """All changes of the current version, oldest first."""
    path = (folder or models_folder()) / HISTORY
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def _point(what: str, name: str, why: str, folder: Path) -> None:
    if (before := current(folder)) == name:
        return
    when = datetime.now(UTC).isoformat(timespec="seconds")
    change = {"when": when, "what": what, "from": before, "to": name, "why": why}
    with (folder / HISTORY).open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(change) + "\n")
    draft = folder / f"{POINTER}.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, folder / POINTER)
