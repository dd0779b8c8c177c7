"""Kernel processes end when we end, however we end."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

# the shell waits until our end of the pipe is closed: by us, or by the system when we are killed
_WATCH = """read -r word && exit
{ kill -s KILL -- "-$1"; kill -s KILL "$1"; } 2>/dev/null
[ -z "$2" ] || rm -rf -- "$2"
"""


class Watchdog:
    """
    A small process that kills the kernel's process group when this process is gone.

    It covers what no `finally` can: `kill -9`, a closed terminal, the out-of-memory killer.
    """

    def __init__(self, pid: int, folder: Path | None = None) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = pid
        self._folder = folder  # a temporary one, removed together with the process

    def __enter__(self) -> "Watchdog":
        if sys.platform != "win32":
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _WATCH, "sh", str(self._pid), str(self._folder or "")],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        end_processes(self._pid)
        if self._process is not None:
            try:
                # a word instead of the pipe's end: nothing is left to kill
                self._process.communicate(b"done\n", timeout=5)
            except (subprocess.TimeoutExpired, BrokenPipeError):
                self._process.kill()
                self._process.wait()


def end_processes(pid: int) -> None:
    """Kill a process that leads its group, the group, and descendants that left the group."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True, check=False)
        return
    strays = descendants(pid)
    for kill, target in ((os.killpg, pid), *((os.kill, stray) for stray in strays)):
        try:
            kill(target, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def descendants(pid: int) -> tuple[int, ...]:
    """The processes below this one, where the system tells (Linux)."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # "12 (a name) S 7 ...": the name may hold blanks and brackets
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return tuple(found)


def peak_memory(pid: int) -> int | None:
    """The most memory that the process held so far, in bytes, where the system tells (Linux)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return None


def largest_ended_child() -> int:
    """The most memory that any ended child of this process held, in bytes; 0 where unknown."""
    if sys.platform == "win32":
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


def ending(returncode: int | None, memory: int | None) -> str:
    """How a process ended, for people: `killed by SIGKILL, it held 7.9 GiB`."""
    if returncode is None:
        told = "it is gone"
    elif returncode < 0:
        try:
            told = f"killed by {signal.Signals(-returncode).name}"
        except ValueError:
            told = f"killed by signal {-returncode}"
    else:
        told = f"ended with exit code {returncode}"
    if not memory:
        return told
    unit, name = (2**30, "GiB") if memory >= 2**30 else (2**20, "MiB")
    return f"{told}, it held {memory / unit:.1f} {name}"
