"""What became of jobs, kept in a folder of this user: an outcome outlives the server."""

import json
import time
from dataclasses import replace
from pathlib import Path

from jupyter_prod.answers import INTERRUPTED, RUNNING, Job, JobError
from nb2prod.wire import WireError, from_json, to_json

MOST = 40


class Ledger:
    """One file for each job; a broken one is passed over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, job: Job) -> None:
        """Keep the job as it is now; a full disk costs the memory, not the job."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            place = self._folder / f"{job.id}.json"
            fresh = place.with_suffix(".new")
            fresh.write_text(json.dumps(to_json(job)), encoding="utf-8")
            fresh.replace(place)
            self._forget()
        except OSError:
            return

    def recall(self) -> list[Job]:
        """The jobs, oldest first; what ran when the server stopped was ended with it."""
        found = []
        for place in self._folder.glob("*.json"):
            try:
                found.append(from_json(Job, json.loads(place.read_text(encoding="utf-8"))))
            except (OSError, ValueError, WireError):
                continue
        jobs = [_interrupted(job) if job.state == RUNNING else job for job in found]
        return sorted(jobs, key=lambda job: job.started)

    def _forget(self) -> None:
        places = sorted(self._folder.glob("*.json"), key=lambda place: place.stat().st_mtime)
        for place in places[:-MOST]:
            place.unlink(missing_ok=True)


def _interrupted(job: Job) -> Job:
    said = "The server stopped in the middle."
    error = JobError("NB002", said, "What stood in the folder is untouched. Start it again.")
    return replace(job, state=INTERRUPTED, ended=time.time(), summary=said, error=error)
