"""What breaks a client is told from what is only more, and counted as semantic versions are."""

from typing import Any

import pytest

from nb2prod.contract_changes import bump, contract_changes

OLD: dict[str, Any] = {
    "paths": {"/predict": ["post"]},
    "row": {"km": "number", "rain": "null or string", "note": "anything"},
    "required": ["km", "rain"],
    "answer": {"columns": [], "kind": "number"},
}


def changed(**parts: Any) -> dict[str, Any]:
    return {**OLD, **parts}


def row(**kinds: str) -> dict[str, Any]:
    return {"row": {**OLD["row"], **kinds}}


BREAKING = [
    ("a field removed", changed(row={"km": "number", "note": "anything"}, required=["km"])),
    ("a field that must be sent", changed(**row(hour="integer"), required=["km", "rain", "hour"])),
    ("a field must be sent now", changed(required=["km", "rain", "note"])),
    ("null no longer taken", changed(**row(rain="string"))),
    ("only whole numbers", changed(**row(km="integer"))),
    ("anything no more", changed(**row(note="string"))),
    ("a path removed", changed(paths={})),
    ("answers of another kind", changed(answer={"columns": [], "kind": "text"})),
    ("an object instead of a value", changed(answer={"columns": ["a"], "kind": None})),
]
MORE = [
    ("a field that need not be sent", changed(**row(hour="integer"))),
    ("null is taken", changed(**row(km="null or number"))),
    ("a field need not be sent any more", changed(required=["km"])),
    ("a path added", changed(paths={"/predict": ["post"], "/why": ["get"]})),
    ("anything is taken", changed(**row(rain="anything"))),
]


@pytest.mark.parametrize("new", [new for _, new in BREAKING], ids=[name for name, _ in BREAKING])
def test_a_breaking_change_calls_for_a_major_version(new: dict[str, Any]) -> None:
    found = contract_changes(OLD, new)
    assert [change.breaking for change in found] == [True]
    assert bump(found, code_changed=False) == "major"


@pytest.mark.parametrize("new", [new for _, new in MORE], ids=[name for name, _ in MORE])
def test_what_is_only_more_calls_for_a_minor_version(new: dict[str, Any]) -> None:
    found = contract_changes(OLD, new)
    assert [change.breaking for change in found] == [False]
    assert bump(found, code_changed=True) == "minor"


def test_the_way_back_of_a_widening_is_a_narrowing() -> None:
    for _, new in MORE:
        assert [change.breaking for change in contract_changes(new, OLD)] == [True]


def test_code_alone_calls_for_a_patch_and_nothing_for_nothing() -> None:
    assert contract_changes(OLD, OLD) == ()
    assert bump((), code_changed=True) == "patch"
    assert bump((), code_changed=False) == "none"


def test_a_whole_number_is_a_number() -> None:
    (change,) = contract_changes(changed(**row(km="integer")), OLD)
    assert not change.breaking
    assert "integer before, number now" in change.change


def test_another_object_of_answers_breaks_where_a_name_is_gone() -> None:
    two = changed(answer={"columns": ["a", "b"], "kind": None})
    three = changed(answer={"columns": ["a", "b", "c"], "kind": None})
    assert [change.breaking for change in contract_changes(two, three)] == [False]
    assert [change.breaking for change in contract_changes(three, two)] == [True]


def test_what_an_older_project_did_not_record_is_not_compared() -> None:
    old = {key: value for key, value in OLD.items() if key != "answer"}
    assert contract_changes(old, OLD) == ()


def test_a_service_that_is_gone_breaks_its_clients() -> None:
    assert [change.breaking for change in contract_changes(OLD, None)] == [True]
    assert [change.breaking for change in contract_changes(None, OLD)] == [False]
    assert contract_changes(None, None) == ()
