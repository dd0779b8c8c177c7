"""No process of a proof outlives it, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nb2prod.proving.child import child

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX's")

# a child that starts a child of its own and tells both numbers
PARENT = """
import os, subprocess, time
other = subprocess.Popen(["sleep", "600"])
print(os.getpid(), other.pid, flush=True)
time.sleep(600)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def told(path: Path) -> list[int]:
    deadline = time.monotonic() + 30
    while not path.read_text().endswith("\n"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return [int(word) for word in path.read_text().split()]


def gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 10
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(alive, pids))


def test_it_ends_with_the_block_and_takes_its_children_along(tmp_path: Path):
    log = tmp_path / "log"
    command = [sys.executable, "-c", PARENT]
    with log.open("wb") as sink, child(command, tmp_path, os.environ, sink):
        pids = told(log)
    assert gone(pids)


def test_it_ends_when_we_are_killed(tmp_path: Path):
    log = tmp_path / "log"
    log.write_bytes(b"")
    script = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from nb2prod.proving.child import child\n"
        f"with open({str(log)!r}, 'wb') as sink, "
        f"child([sys.executable, '-c', {PARENT!r}], Path('.'), os.environ, sink):\n"
        "    time.sleep(600)\n"
    )
    path = os.pathsep.join(part for part in sys.path if part)
    us = subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}
    )
    pids = told(log)
    us.send_signal(signal.SIGKILL)
    us.wait()
    assert gone(pids)
