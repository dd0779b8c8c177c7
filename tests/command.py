"""Runs the command line in this process, and checks what every failure must be."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from nb2prod.cli import main


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout."""
        document: dict[str, Any] = json.loads(self.out)
        assert document["schema_version"] == 1
        return document


class Command:
    """`nb2prod` with these arguments, as if typed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: object) -> Ended:
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "argv", ["nb2prod", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        captured = self._capsys.readouterr()
        return Ended(int(left.value.code or 0), captured.out, captured.err)


def files_below(folder: Path) -> dict[str, bytes]:
    """Each file and folder below, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def check_failure(
    command: Command, folder: Path, *arguments: object, exit_code: int, code: str, words: str
) -> None:
    """
    The command fails with that exit code and one clear message, in both forms.

    There is no traceback, and in the folder not a byte has changed.
    """
    before = files_below(folder)
    ended = command(*arguments)
    assert (ended.code, ended.out) == (exit_code, ""), ended.err
    assert code in ended.err
    assert words in ended.err
    assert ended.err.count("More: nb2prod explain") == 1
    assert "Traceback" not in ended.err
    told = command(*arguments, "--json")
    assert told.code == exit_code
    assert set(told.document) == {"schema_version", "error", "findings"}
    assert told.document["error"]["code"] == code
    assert "Traceback" not in told.out + told.err
    assert files_below(folder) == before
