"""The converter as a child process: its progress, its log, its end."""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from jupyter_prod.answers import CANCELLED, CONVERT, RUNNING, Job
from jupyter_prod.ledger import Ledger
from jupyter_prod.outcomes import ended
from jupyter_prod.refusals import Refused

LONGEST_LINE = 1 << 20
LOG_LINES = 400
AT_ONCE = 4  # running jobs on one server
PATIENCE = 20.0  # seconds for the leash to end what it holds
NB2PROD = (sys.executable, "-m", "nb2prod")
LEASH = (sys.executable, "-m", "jupyter_prod.leash")


class Jobs:
    """All jobs of one server; `tell` hears of each change."""

    def __init__(self, ledger: Ledger, tell: Callable[[Job], None]) -> None:
        self._ledger = ledger
        self._tell = tell
        self._jobs = {job.id: job for job in ledger.recall()}
        self._processes: dict[str, Process] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def get(self, job_id: str) -> Job:
        """The job as of now."""
        if job_id not in self._jobs:
            raise Refused(404, "There is no such job.")
        return self._jobs[job_id]

    def latest(self, path: str) -> list[Job]:
        """The notebook's latest job of each kind, newest first."""
        kinds = {job.kind: job for job in self._jobs.values() if job.path == path}
        return sorted(kinds.values(), key=lambda job: -job.started)

    async def start(self, job: Job, notebook: Path, folder: Path | None) -> Job:
        """Start the job; refuses where it would meet another one of the same notebook."""
        running = [one for one in self._jobs.values() if one.state == RUNNING]
        if any(one.path == job.path for one in running):
            raise Refused(409, f"{job.path} is being worked on already; wait for it or cancel it.")
        if len(running) >= AT_ONCE:
            raise Refused(409, f"{AT_ONCE} jobs are running already; wait for one of them.")
        self._jobs[job.id] = job
        try:
            process = await asyncio.create_subprocess_exec(
                *LEASH,
                *command(job, notebook, folder),
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                limit=LONGEST_LINE,
                cwd=notebook.parent,
            )
        except BaseException:
            del self._jobs[job.id]
            raise
        self._processes[job.id] = process
        self._tasks[job.id] = asyncio.create_task(self._follow(job.id, process))
        self._change(job)
        return job

    async def cancel(self, job_id: str) -> Job:
        """End the job with all its children; one that has ended stays as it is."""
        job = self.get(job_id)
        if job.state == RUNNING and job_id in self._processes:
            said = "Cancelled; what stood in the folder is untouched."
            self._change(replace(job, state=CANCELLED, summary=said, ended=time.time()))
            await self._end(job_id)
        return self.get(job_id)

    async def close(self) -> None:
        """End all jobs: the server stops."""
        await asyncio.gather(*(self._end(job_id) for job_id in list(self._processes)))

    async def _end(self, job_id: str) -> None:
        process, task = self._processes[job_id], self._tasks[job_id]
        assert process.stdin is not None
        process.stdin.close()  # the leash does the rest
        done, _ = await asyncio.wait([task], timeout=PATIENCE)
        if not done and process.returncode is None:
            process.kill()
            await asyncio.wait([task], timeout=PATIENCE)

    async def _follow(self, job_id: str, process: Process) -> None:
        """Note what the process says until it ends."""
        assert process.stdout is not None
        assert process.stderr is not None
        printed, _ = await asyncio.gather(
            process.stdout.read(), self._listen(job_id, process.stderr)
        )
        code = await process.wait()
        if process.stdin is not None:
            process.stdin.close()
        job = self._jobs[job_id]
        if job.state == RUNNING:
            self._change(ended(job, code, printed, time.time()))
        del self._processes[job_id], self._tasks[job_id]

    async def _listen(self, job_id: str, lines: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await lines.readline()
            except ValueError:  # longer than any line of ours
                continue
            if not line:
                return
            job = self._jobs[job_id]
            if job.state == RUNNING:
                self._change(heard(job, line.decode("utf-8", "replace").rstrip()), keep=False)

    def _change(self, job: Job, keep: bool = True) -> None:
        self._jobs[job.id] = job
        if keep:
            self._ledger.note(job)
        self._tell(job)


def new_job(kind: str, path: str, folder: str | None) -> Job:
    """A job that begins now."""
    return Job(uuid4().hex, kind, path, RUNNING, time.time(), folder, step="start")


def command(job: Job, notebook: Path, folder: Path | None) -> tuple[str, ...]:
    """What is run; paths are absolute, so none can be taken for an option."""
    options = ("--json", "--progress", "json")
    if job.kind == CONVERT:
        return (*NB2PROD, "convert", str(notebook), "--output", str(folder), *options)
    return (*NB2PROD, "check", str(notebook), "--outputs", *options)


def heard(job: Job, line: str) -> Job:
    """The job after one line on stderr: progress, or something for the log."""
    try:
        told = json.loads(line)
        step, done, total = str(told["step"]), int(told["done"]), int(told["total"])
        detail = str(told.get("detail", ""))[:200]
    except (ValueError, KeyError, TypeError):
        return replace(job, log=(*job.log, line[:1000])[-LOG_LINES:])
    said = f"{step}: {done} of {total}" if total > 1 else step
    said = f"{said} ({detail})" if detail else said
    log = job.log if job.log[-1:] == (said,) else (*job.log, said)[-LOG_LINES:]
    return replace(job, step=step, done=done, total=total, detail=detail, log=log)
