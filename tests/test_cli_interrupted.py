"""Ctrl-C, SIGTERM and kill -9 in the middle of a run: the kernel ends, and nothing is left."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nb2prod import api
from tests.command import Command, files_below
from tests.notebooks import write_notebook

VERBS = [verb for verb in ("check", "convert") if hasattr(api, verb)]


WAITING = """
    # %% load
    import os, time
    stops = [1]
    # %% prep:wait
    with open({mark!r} + ".draft", "w") as file:
        written = file.write(str(os.getpid()))
    os.rename({mark!r} + ".draft", {mark!r})
    time.sleep(120)
    waited = stops
"""


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def running(verb: str, folder: Path) -> tuple[subprocess.Popen[str], int, Path]:
    """The command in the middle of its run, the kernel's process and the notebook's folder."""
    mark = folder / "mark"
    place = folder / "place"
    path = write_notebook(place / "analysis.ipynb", WAITING.format(mark=str(mark)))
    process = subprocess.Popen(
        [sys.executable, "-m", "nb2prod", verb, str(path), "--progress", "none"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(mark.exists)
    return process, int(mark.read_text()), place


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("verb", VERBS)
def test_an_interruption_ends_the_kernel_and_leaves_nothing(
    tmp_path: Path, verb: str, number: signal.Signals
) -> None:
    process, kernel, place = running(verb, tmp_path)
    before = (place / "analysis.ipynb").read_bytes()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, ""), err
    assert err == "nb2prod: interrupted; nothing was written.\n"
    assert not is_alive(kernel)
    assert files_below(place) == {"analysis.ipynb": before}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("verb", VERBS)
def test_a_kill_ends_the_kernel_too(tmp_path: Path, verb: str) -> None:
    process, kernel, place = running(verb, tmp_path)
    before = (place / "analysis.ipynb").read_bytes()
    process.kill()
    process.communicate(timeout=60)
    until(lambda: not is_alive(kernel))
    assert (place / "analysis.ipynb").read_bytes() == before
    assert not (place / "analysis").exists()


def test_a_notebook_that_fails_its_check_leaves_with_4(command: Command, tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "analysis.ipynb", "# %% load\nx = 1\n# %% prep\ny = x / 0")
    before = files_below(tmp_path)
    ended = command("check", path, "--progress", "none")
    assert ended.code == 4
    assert "analysis.ipynb: fails (error)" in ended.out
    assert "cell 2" in ended.out
    assert "Traceback" not in ended.out + ended.err
    assert files_below(tmp_path) == before
