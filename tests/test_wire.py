"""What goes over the wire comes back equal, and what is foreign is named with its place."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2prod.model.findings import Finding, Severity
from nb2prod.model.notebook import Cell, Notebook, Role, Tag
from nb2prod.model.run import Column, TypeName
from nb2prod.wire import WireError, document, from_json, to_json


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    share: float | str | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    path: Path
    colour: Colour
    parts: tuple[Part, ...] = ()
    pair: tuple[int, str] = (1, "a")
    names: frozenset[str] = frozenset()
    by_name: Mapping[str, Part] = field(default_factory=dict)
    anything: Any = None
    maybe: Part | None = None


def check_round_trip(value: Any) -> None:
    text = json.dumps(to_json(value), allow_nan=False)
    assert from_json(type(value), json.loads(text)) == value


def test_everything_at_once_comes_back_equal() -> None:
    part = Part("a", 0.5)
    check_round_trip(
        Whole(
            Path("a/b.ipynb"), Colour.RED, (part, Part("b", "x")), (3, "c"), frozenset({"z", "y"}),
            {"k": part}, {"free": [1, None]}, part,
        )
    )  # fmt: skip


def test_defaults_may_be_left_out() -> None:
    assert from_json(Part, {"name": "a"}) == Part("a")


def test_the_models_own_types_come_back_equal() -> None:
    cell = Cell(0, None, "code", "x", ("prep",), (Tag(Role.PREP, "a"),), 1, ({"data": {"a": [1]}},))
    finding = Finding("NB113", Severity.ERROR, "m", "r", 0, 2)
    check_round_trip(
        Notebook(Path("a"), (cell,), "python3", "python", (4, 5), "0" * 64, (finding,))
    )
    check_round_trip(TypeName("", "list", (TypeName("", "str"),)))
    check_round_trip(Column("a", "text", "str", 0, 2, minimum="a", levels=("a", 1, True)))


def test_true_stays_true_where_numbers_are_allowed_too() -> None:
    back = from_json(Column, to_json(Column("a", "boolean", "bool", 0, 2, levels=(True, 1, "x"))))
    assert [type(level) for level in back.levels] == [bool, int, str]


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_numbers_that_json_lacks_come_back(number: float) -> None:
    back = from_json(Part, json.loads(json.dumps(to_json(Part("a", number)), allow_nan=False)))
    assert isinstance(back.share, float)
    assert repr(back.share) == repr(number)


def test_sets_come_sorted_so_that_the_bytes_are_the_same() -> None:
    assert to_json(frozenset({"b", "a", "c"})) == ["a", "b", "c"]


def test_a_document_says_which_schema_it_follows() -> None:
    assert document(Part("a")) == {"schema_version": 1, "name": "a", "share": None}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "Whole: an object"),
        ({"path": "a"}, "`colour` is missing"),
        ({"path": "a", "colour": "red", "more": 1}, "no field `more`"),
        ({"path": 1, "colour": "red"}, "Whole.path"),
        ({"path": "a", "colour": "blue"}, "'blue' is no Colour"),
        ({"path": "a", "colour": "red", "parts": [{"name": 1}]}, "Whole.parts[0].name"),
        ({"path": "a", "colour": "red", "pair": [1]}, "Whole.pair: 2 values"),
        ({"path": "a", "colour": "red", "pair": [True, "a"]}, "Whole.pair[0]: int"),
        ({"path": "a", "colour": "red", "by_name": []}, "Whole.by_name: an object"),
        ({"path": "a", "colour": "red", "maybe": 1}, "Whole.maybe"),
    ],
)
def test_what_is_foreign_is_named_with_its_place(data: Any, words: str) -> None:
    with pytest.raises(WireError, match=words.replace("[", r"\[")):
        from_json(Whole, data)


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        to_json(b"x")


parts = st.builds(Part, st.text(), st.none() | st.floats(allow_nan=False))
wholes = st.builds(
    Whole,
    path=st.sampled_from([Path("a"), Path("b/c")]),
    colour=st.just(Colour.RED),
    parts=st.lists(parts).map(tuple),
    pair=st.tuples(st.integers(), st.text()),
    names=st.frozensets(st.text()),
    by_name=st.dictionaries(st.text(), parts),
    anything=st.none() | st.booleans() | st.lists(st.integers()),
    maybe=st.none() | parts,
)


@settings(deadline=None)
@given(wholes)
def test_any_value_comes_back_equal(whole: Whole) -> None:
    check_round_trip(whole)
