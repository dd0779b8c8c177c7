"""Processes that end with us, however we end, and take their own children along."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# it waits for a word; where the pipe ends without one, we were killed
_WATCH = 'read -r word || kill -s KILL -- "-$1" 2>/dev/null'


@contextmanager
def child(
    command: Sequence[str], folder: Path, variables: Mapping[str, str], sink: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that leads a group of its own; after this block nothing of the group is left."""
    process = subprocess.Popen(
        list(command),
        cwd=folder,
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=subprocess.STDOUT,
        start_new_session=sys.platform != "win32",
    )
    try:
        with _watched(process.pid):
            yield process
    finally:
        _end(process)


@contextmanager
def _watched(pid: int) -> Iterator[None]:
    """A stretch in which a small shell ends that process group, should we be killed."""
    if sys.platform == "win32":
        yield
        return
    watch = subprocess.Popen(
        ["/bin/sh", "-c", _WATCH, "sh", str(pid)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        with contextlib.suppress(BrokenPipeError):
            watch.communicate(b"done\n")


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(command, capture_output=True, check=False)
    else:
        # the group outlives its leader where children are left
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
