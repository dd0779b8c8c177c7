"""From a verb to an exit code: results and failures are printed once, in one of two forms."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import DONE, INTERRUPTED, USAGE, Nb2prodError, OptionsError
from .progress import shown_progress

if TYPE_CHECKING:  # the model's many data classes cost as much as click
    from ..model.run import Progress

BUG = 70  # as sysexits.h calls it: EX_SOFTWARE
_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb gives back: the same content for scripts and for people."""

    document: dict[str, Any]
    text: str
    exit_code: int = DONE


def leave(verb: Callable[["Progress"], Outcome], as_json: bool, progress: str = "auto") -> NoReturn:
    """Run the verb, print its outcome or its failure, and leave with the exit code."""
    try:
        code = _performed(verb, as_json, progress)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader went away (`| head`): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 128 + 13
    sys.exit(code)


def _performed(verb: Callable[["Progress"], Outcome], as_json: bool, progress: str) -> int:
    try:
        with _interruptible(), shown_progress(progress) as told, _quiet_stdout(as_json):
            outcome = verb(told)
            text = _json_text(outcome.document) if as_json else outcome.text
    except Nb2prodError as error:
        return _failed(error, as_json)
    except KeyboardInterrupt:
        return _interrupted(as_json)
    except BrokenPipeError:
        raise
    except Exception as error:
        return _bug(error, as_json)
    if text:
        _print(text)
    return outcome.exit_code


def usage_failure(error: Any, as_json: bool) -> int:
    """Print what is wrong with the command line, and return the exit code."""
    message = error.format_message()
    if as_json:
        _print(_json_text(_failure("NB001", message, "See nb2prod --help.")))
    else:
        error.show()
    return USAGE


def _failed(error: Nb2prodError, as_json: bool) -> int:
    from ..wire import to_json
    from .show import findings_text

    if as_json:
        fields = to_json(error)
        findings = fields.pop("findings")
        _print(
            _json_text({"schema_version": _SCHEMA_VERSION, "error": fields, "findings": findings})
        )
        return error.exit_code
    said = f"{error.code} {error.message}"
    others = tuple(finding for finding in error.findings if finding.message != error.message)
    parts = [str(error) if said in str(error) else said]
    if others:
        parts.append(findings_text(others, error.notebook or "", {}))
    _print("\n".join(parts), sys.stderr)
    if not isinstance(error, OptionsError):
        _print(f"    More: nb2prod explain {error.code}", sys.stderr)
    return error.exit_code


def _interrupted(as_json: bool) -> int:
    if as_json:
        _print(_json_text(_failure("NB002", "interrupted; nothing was written", "")))
    else:
        _print("nb2prod: interrupted; nothing was written.", sys.stderr)
    return INTERRUPTED


def _bug(error: Exception, as_json: bool) -> int:
    import tempfile
    import traceback

    handle, name = tempfile.mkstemp(prefix="nb2prod-bug-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"nb2prod {' '.join(sys.argv[1:])}\n")
        file.write("".join(traceback.format_exception(error)))
    message = f"this is a bug of nb2prod ({type(error).__name__}); the traceback is in {name}"
    if as_json:
        _print(_json_text(_failure("NB900", message, "Please report it with that file.")))
    else:
        _print(f"NB900 {message}\n    Please report it with that file.", sys.stderr)
    return BUG


def _failure(code: str, message: str, remedy: str) -> dict[str, Any]:
    error = {"code": code, "message": message, "remedy": remedy, "notebook": None}
    error |= {"cell_index": None, "line": None, "first_line": None}
    return {"schema_version": _SCHEMA_VERSION, "error": error, "findings": []}


def _json_text(document: dict[str, Any]) -> str:
    # ASCII only: it is valid in whatever encoding the terminal has
    return json.dumps(document, indent=2, allow_nan=False)


def _print(text: str, stream: Any = None) -> None:
    stream = stream or sys.stdout
    try:
        stream.write(text + "\n")
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")


@contextmanager
def _quiet_stdout(as_json: bool) -> Iterator[None]:
    """Keep stdout for the one JSON document: what libraries print meanwhile goes to stderr."""
    if not as_json:
        yield
        return
    with redirect_stdout(sys.stderr):
        yield


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turn SIGTERM and a closed terminal into KeyboardInterrupt, so that all is cleaned up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    # whoever started us in the background (nohup) said that we ignore it
    heard = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    count = 0

    def interrupt(_: int, __: FrameType | None) -> None:
        nonlocal count
        count += 1
        if count == 1:
            raise KeyboardInterrupt
        if count > 2:  # the clean-up hangs, or somebody is in a hurry
            os._exit(INTERRUPTED)
        _print("nb2prod: cleaning up; once more to leave at once.", sys.stderr)

    before = {number: signal.signal(number, interrupt) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
