"""Progress on stderr: a live line for people, plain lines for logs, JSON lines for programs."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..model.run import Progress

_PATIENCE = 1.0  # seconds after which somebody wants to know what is going on


@contextmanager
def shown_progress(kind: str) -> Iterator["Progress"]:
    """Give the Progress of that kind; `auto` is live in a terminal and plain lines elsewhere."""
    if kind == "auto":
        kind = "live" if sys.stderr.isatty() else "plain"
    if kind == "live":
        live = _Live()
        try:
            yield live
        finally:
            live.stop()
    else:
        kinds: dict[str, Progress] = {"json": _json_lines, "none": _silent, "plain": _Plain()}
        yield kinds[kind]


def _silent(step: str, done: int, total: int, detail: str = "") -> None:
    return None


def _json_lines(step: str, done: int, total: int, detail: str = "") -> None:
    line = {"step": step, "done": done, "total": total, "detail": detail}
    print(json.dumps(line), file=sys.stderr, flush=True)


class _Plain:
    """One line whenever something new happens, at most one a second."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._step = ""

    def __call__(self, step: str, done: int, total: int, detail: str = "") -> None:
        now = time.monotonic()
        if now - self._last < _PATIENCE and not (self._step and step != self._step):
            return
        self._last, self._step = now, step
        print(described(step, done, total, detail), file=sys.stderr, flush=True)


class _Live:
    """One line that changes in place, and goes when the work is done."""

    def __init__(self) -> None:
        self._status: Any = None

    def __call__(self, step: str, done: int, total: int, detail: str = "") -> None:
        text = described(step, done, total, detail)
        if self._status is None:
            from rich.console import Console

            self._status = Console(stderr=True).status("", spinner="dots")
            self._status.start()
        self._status.update(_escaped(text))

    def stop(self) -> None:
        """Take the line away."""
        if self._status is not None:
            self._status.stop()


def described(step: str, done: int, total: int, detail: str = "") -> str:
    """Return `running the notebook: 3 of 12 (prep:clean)`."""
    text = f"{step}: {done} of {total}" if total else step
    return f"{text} ({detail})" if detail else text


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")
