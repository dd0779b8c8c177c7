"""What has a name from us is pickled by it; what has none is told with its line."""

import io
import linecache
import pickle
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from nb2prod.guest.capture import capture
from nb2prod.guest.hashing import content_hash
from nb2prod.guest.named_code import NamedPickler, names_of
from nb2prod.guest.observe import describe

CELL = """
steps = {"cut": lambda s: s.split(), "same": lambda s: s.split(), "grow": lambda x, by=2: x * by}

def build():
    def halved(x):
        return x / 2
    class Clip:
        high = 3
    return halved, Clip()

half, clip = build()
factor = 7
odd = [lambda x: x * factor]
"""
TOLD = [
    {"name": "tokenizer", "kind": "lambda", "code": "lambda s: s.split()"},
    {"name": "grown", "kind": "lambda", "code": "lambda x, by=2: (\n    x * by)"},
    {"name": "halved", "kind": "function", "code": "def halved(x):\n    return x / 2"},
    {"name": "Clip", "kind": "class", "code": "build.<locals>.Clip"},
]


@pytest.fixture
def space(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of a notebook that ran the cell."""
    main = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", main)
    linecache.cache["<cell>"] = (len(CELL), None, CELL.splitlines(keepends=True), "<cell>")
    exec(compile(CELL, "<cell>", "exec"), main.__dict__)
    return main.__dict__


def second(file: Any, protocol: int) -> NamedPickler:
    return NamedPickler(file, protocol, names_of(TOLD))


def test_functions_come_back_as_what_has_their_name_in_the_project(
    space: dict[str, Any], tmp_path: Path
) -> None:
    names, before = ("steps", "half", "clip"), dict(space)
    kept = {"steps": space["steps"], "both": [space["half"], space["clip"], space["half"]]}
    told = capture(kept, tuple(kept), str(tmp_path / "p"), describe, second=second)
    assert [value["pickled"] for value in told["values"]] == [True, True], told
    assert space == before, names  # the notebook has no name more than it had
    clip = type("Clip", (), {"__module__": "__main__"})
    space |= {"tokenizer": str.split, "grown": abs, "halved": len, "Clip": clip}
    values = pickle.loads((tmp_path / "p").read_bytes())["values"]
    # two of one text are one function of the project
    assert values["steps"] == {"cut": str.split, "same": str.split, "grow": abs}
    assert values["both"][0] is values["both"][2] is len
    assert type(values["both"][1]) is clip


def test_a_name_that_the_notebook_has_is_given_back(space: dict[str, Any]) -> None:
    space["tokenizer"] = "words"
    second(io.BytesIO(), 5).dump(space["steps"]["cut"])
    assert space["tokenizer"] == "words"


def test_what_has_no_name_is_told_with_its_line(space: dict[str, Any], tmp_path: Path) -> None:
    told = capture(space, ("odd", "factor"), str(tmp_path / "p"), describe, second=second)
    notes = {value["name"]: value["note"] for value in told["values"]}
    assert notes == {
        "odd": "it holds a lambda, line 13 of its cell: `odd = [lambda x: x * factor]`",
        "factor": "",
    }


def test_what_holds_named_functions_has_a_hash(space: dict[str, Any]) -> None:
    one, two = (content_hash("other", space["steps"], None, second) for _ in range(2))
    assert one == two
    assert one
