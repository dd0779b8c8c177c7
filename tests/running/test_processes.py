import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nb2prod.running.processes import (
    Watchdog,
    descendants,
    end_processes,
    ending,
    peak_memory,
)

linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
SLEEP = [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(600)"]
# a child in the group, and one that leaves it
FAMILY = """
import subprocess, sys, time
sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
subprocess.Popen(sleep)
subprocess.Popen(sleep, start_new_session=True)
print(1, flush=True)
time.sleep(600)
"""


def started(command: list[str]) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@linux
def test_a_process_ends_with_its_family() -> None:
    with started([sys.executable, "-c", FAMILY]) as process:
        family = descendants(process.pid)
        assert len(family) == 2
        end_processes(process.pid)
        assert process.wait(5) == -signal.SIGKILL
    assert all(gone(pid) for pid in family)


def gone(pid: int) -> bool:
    """Whether the process ends within five seconds; a kill is an order, not yet a death."""
    end = time.monotonic() + 5
    while running(pid) and time.monotonic() < end:
        time.sleep(0.01)
    return not running(pid)


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@linux
def test_the_watchdog_ends_what_it_guards_and_itself() -> None:
    with started(SLEEP) as process:
        with Watchdog(process.pid):
            below = descendants(os.getpid())
            guards = [pid for pid in below if f" sh {process.pid} " in arguments(pid)]
        assert process.wait(5) == -signal.SIGKILL
    assert guards
    assert all(gone(pid) for pid in guards)


def arguments(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def test_what_is_gone_already_is_no_error() -> None:
    with started([sys.executable, "-c", "print(1)"]) as process:
        process.wait(10)
    end_processes(process.pid)
    with Watchdog(process.pid):
        pass


@linux
def test_memory_is_told_for_a_living_process() -> None:
    with started(SLEEP) as process:
        assert (peak_memory(process.pid) or 0) > 2**20
        end_processes(process.pid)
    assert peak_memory(process.pid) is None


@pytest.mark.parametrize(
    ("returncode", "memory", "told"),
    [
        (-9, 8_482_560_409, "killed by SIGKILL, it held 7.9 GiB"),
        (-11, 3 * 2**20, "killed by SIGSEGV, it held 3.0 MiB"),
        (-99, None, "killed by signal 99"),
        (3, None, "ended with exit code 3"),
        (None, None, "it is gone"),
    ],
)
def test_an_ending_in_words(returncode: int | None, memory: int | None, told: str) -> None:
    assert ending(returncode, memory) == told
