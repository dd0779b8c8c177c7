"""Long commands beside our own work: they end with us, and when nobody waits for them any more."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from .processes import Watchdog


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended; no code where it was given up."""

    code: int | None
    output: str
    errors: str


def patiently(
    command: Sequence[str],
    variables: Mapping[str, str],
    seconds: float,
    stop: Event,
    heard: Callable[[str], None] | None = None,
) -> Done:
    """
    What became of the command; it is killed after that time, or as soon as `stop` is set.

    `heard` is given all that the command has said so far, again and again.
    """

    def listen() -> None:
        if heard is not None:
            heard("\n".join(_texts(output, errors)))

    with tempfile.TemporaryDirectory(prefix="nb2prod-") as held:
        output, errors = Path(held) / "output", Path(held) / "errors"
        with output.open("wb") as one, errors.open("wb") as two:
            process = subprocess.Popen(
                list(command),
                env=dict(variables),
                stdin=subprocess.DEVNULL,
                stdout=one,
                stderr=two,
                start_new_session=sys.platform != "win32",
            )
            with Watchdog(process.pid):
                code = _ended(process, time.monotonic() + seconds, stop, listen)
            process.wait()
        return Done(code, *_texts(output, errors))


def _texts(*paths: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8", errors="replace") for path in paths)


def _ended(
    process: subprocess.Popen[bytes], deadline: float, stop: Event, listen: Callable[[], None]
) -> int | None:
    while time.monotonic() < deadline and not stop.is_set():
        try:
            return process.wait(0.1)
        except subprocess.TimeoutExpired:
            listen()
    return None
