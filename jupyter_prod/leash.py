"""
Runs a command, and ends it with all its children when stdin ends.

Whoever started us holds the other end: a cancelled job, a stopped server and a crashed server are
then one and the same. `python -m jupyter_prod.leash COMMAND...`
"""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

import psutil

GENTLE = 8.0  # seconds to clean up: kernels, half-written folders


def main(command: list[str]) -> int:
    """The command's exit code, when all that it started is gone."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    ending = threading.Event()
    holder = threading.Thread(target=_hold, args=(process, ending), daemon=True)
    holder.start()
    code = process.wait()
    if ending.is_set():
        holder.join()
    return code


def _hold(process: "subprocess.Popen[bytes]", ending: threading.Event) -> None:
    """Wait for the end of stdin, then end the command."""
    while os.read(0, 4096):
        pass
    ending.set()
    end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process to stop; what is left of it and its children after a while is killed."""
    # those that a dying parent leaves behind must be known before it dies
    family = _children(process.pid)
    process.terminate()
    try:
        process.wait(GENTLE)
    except subprocess.TimeoutExpired:
        family += _children(process.pid)
        process.kill()
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(family, timeout=GENTLE)


def _children(pid: int) -> list[Any]:
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


if __name__ == "__main__":
    code = main(sys.argv[1:])
    os._exit(code if 0 <= code < 256 else 70)
