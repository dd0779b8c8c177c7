"""
The analysis process: one question a line on stdin, one answer a line on stdout, until stdin ends.

It lives as long as the server, so that what is slow to import is imported once.
"""

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from nb2prod import api
from nb2prod.api_analyse import refusal
from nb2prod.errors import Nb2prodError
from nb2prod.wire import to_json


def main() -> None:
    """Answer until nobody asks any more."""
    without_much_collecting()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    serve(sys.stdin.buffer, answers)


def without_much_collecting() -> None:
    """Search for garbage seldom: cells' trees are kept, and that search is a fifth of the time."""
    gc.set_threshold(200_000, 20, 20)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Write the answer to each question."""
    for line in questions:
        answers.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        answers.flush()


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """The answer to one question; a refusal is an answer too, and so is a bug."""
    verb = VERBS[question["verb"]]
    try:
        found: dict[str, Any] = to_json(verb(question))
    except Nb2prodError as error:
        found = dict(refusal(error))
    except Exception as error:
        said = f"this is a bug of jupyter-prod ({type(error).__name__}: {error})"
        found = dict(refusal(Nb2prodError("NB900", said, "Please report it.")))
    return found


def _analyse(question: dict[str, Any]) -> object:
    return api.analyse(json.dumps(question["notebook"]).encode(), Path(question["path"]))


def _preview(question: dict[str, Any]) -> object:
    folder = question["folder"]
    return api.preview(Path(question["path"]), None if folder is None else Path(folder))


VERBS = {"analyse": _analyse, "preview": _preview}

if __name__ == "__main__":
    main()
