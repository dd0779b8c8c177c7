"""The types with which functions were called, as seen while a section runs again."""

import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from nb2prod.guest.call_types import call_types


@pytest.fixture(autouse=True)
def search_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))


def told(tmp_path: Path, setup: str, *codes: str, **functions: tuple[str, ...]) -> dict[str, Any]:
    (tmp_path / "start").write_bytes(pickle.dumps({"values": {"rows": [1.5, 2.5]}}))
    section = {"boundaries": [str(tmp_path / "start")], "codes": list(codes)}
    request = {
        "functions": functions,
        "setup": [setup],
        "folder": str(tmp_path),
        "sections": [section],
    }
    return call_types(request, {"__name__": "__main__"})


def names(types: list[dict[str, Any]]) -> set[str]:
    return {kind["name"] for kind in types}


def test_arguments_answers_and_globals_are_seen(tmp_path: Path) -> None:
    setup = "per_trip = 3\ndef trips(boxes, extra=0):\n    return boxes / per_trip"
    seen = told(tmp_path, setup, "x = [trips(v) for v in rows]", trips=("per_trip",))
    slots = seen["functions"]["trips"]
    assert {slot: names(types) for slot, types in slots.items()} == {
        "boxes": {"float"},
        "extra": {"int"},
        "per_trip": {"int"},
        "return": {"float"},
    }
    assert seen["failed"] == []


def test_all_types_of_an_argument_are_told(tmp_path: Path) -> None:
    seen = told(tmp_path, "def same(v): return v", "same(1); same('a'); same([1])", same=())
    assert names(seen["functions"]["same"]["v"]) == {"int", "str", "list"}


def test_another_function_of_that_name_is_none_of_ours(tmp_path: Path) -> None:
    setup = "import json\ndef dumps(v): return 1"
    assert told(tmp_path, setup, "json.dumps(rows)", dumps=())["functions"] == {}


def test_a_generator_gives_no_answer(tmp_path: Path) -> None:
    seen = told(tmp_path, "def each(v):\n    yield v", "list(each(1))", each=())
    assert set(seen["functions"]["each"]) == {"v"}


def test_a_section_that_fails_is_told_and_nothing_is_watched_afterwards(tmp_path: Path) -> None:
    assert told(tmp_path, "def f(v): return v", "f(missing)", f=())["failed"] == [0]
    assert sys.getprofile() is None
