"""How a job ended: from the exit code and the document of `nb2prod`, never from one alone."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jupyter_prod.answers import ATTENTION, CONVERT, FAILED, SUCCEEDED, Job, JobError
from nb2prod.errors import DONE, NOTEBOOK_FAILED, REFUTED

_MOST = 4000  # characters of a message


def ended(job: Job, exit_code: int, printed: bytes, now: float) -> Job:
    """The job as it ended; without a whole document nothing counts as a success."""
    job = replace(job, ended=now, step="", detail="", done=0, total=0)
    try:
        document = json.loads(printed)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        error = JobError(
            "NB902",
            f"nb2prod ended without an answer (exit code {exit_code}).",
            "The log may say why: often the memory was used up.",
        )
        return replace(job, state=FAILED, summary=error.message, error=error)
    if "error" in document:
        error = _error(document["error"])
        return replace(job, state=FAILED, summary=error.message, error=error, result=document)
    if job.kind == CONVERT:
        return _converted(job, exit_code, document)
    return _checked(job, exit_code, document)


def _converted(job: Job, exit_code: int, document: Mapping[str, Any]) -> Job:
    statuses = [claim["status"] for claim in document["claims"]]
    counted = [(statuses.count(name), name) for name in ("proven", "refuted", "not checked")]
    tally = ", ".join(f"{count} {name}" for count, name in counted if count) or "no claims"
    conflicts = sum(change["what"] == "conflict" for change in document.get("changes", ()))
    if conflicts:
        tally += f"; {conflicts} file{'s' if conflicts > 1 else ''} with a conflict to decide"
    state = SUCCEEDED if exit_code == DONE else ATTENTION if exit_code == REFUTED else FAILED
    return replace(job, state=state, summary=f"The project is written: {tally}.", result=document)


def _checked(job: Job, exit_code: int, document: Mapping[str, Any]) -> Job:
    verdict = document["notebooks"][0]
    state = SUCCEEDED if exit_code == DONE else ATTENTION
    error = None
    if exit_code == NOTEBOOK_FAILED:
        state = FAILED
        error = JobError(
            "", verdict["message"][:_MOST], "Mend the cell and check again.", verdict["cell_index"]
        )
    words = {
        "reproduces": "The notebook gives again what it shows.",
        "reproduces with remarks": "The notebook gives again what it shows, with remarks.",
        "differs": "The notebook gives something else than it shows.",
        "unverified": "Not everything could be compared.",
        "fails": "The notebook fails when it is run from top to bottom.",
    }
    summary = words.get(verdict["verdict"], verdict["verdict"])
    return replace(job, state=state, summary=summary, result=document, error=error)


def _error(found: Mapping[str, Any]) -> JobError:
    return JobError(
        str(found.get("code", "")),
        str(found.get("message", ""))[:_MOST],
        str(found.get("remedy") or "")[:_MOST],
        found.get("cell_index"),
        found.get("line"),
    )
