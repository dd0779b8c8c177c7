"""Roles are understood exactly, near misses are questioned, tags of other tools are left alone."""

import pytest

from nb2prod.model.findings import Severity
from nb2prod.model.notebook import Cell, Role, Tag
from nb2prod.reading.tags import notebook_findings, tags_of


def cell_with(*raw_tags: str, kind: str = "code") -> Cell:
    return Cell(index=4, id="c", kind=kind, source="x = 1", raw_tags=raw_tags)


def check_tags(*raw_tags: str, expected: tuple[Tag, ...]) -> None:
    cell, findings = tags_of(cell_with(*raw_tags))
    assert cell.tags == expected
    assert cell.raw_tags == raw_tags
    assert findings == ()


def check_questioned(*raw_tags: str, code: str, words: str) -> None:
    cell, findings = tags_of(cell_with(*raw_tags))
    assert [finding.code for finding in findings] == [code]
    assert findings[0].severity is Severity.ERROR
    assert findings[0].cell_index == 4
    assert words in f"{findings[0].message} {findings[0].remedy}"
    assert tags_of(cell_with(*raw_tags)) == (cell, findings)


@pytest.mark.parametrize("role", list(Role))
def test_each_role(role: Role) -> None:
    check_tags(str(role), expected=(Tag(role),))


def test_a_named_step() -> None:
    check_tags("prep:clean_orders", expected=(Tag(Role.PREP, "clean_orders"),))


def test_two_roles_on_one_cell() -> None:
    check_tags("train", "predict", expected=(Tag(Role.TRAIN), Tag(Role.PREDICT)))


def test_papermills_injected_cell_holds_parameters() -> None:
    check_tags("injected-parameters", expected=(Tag(Role.PARAMETERS),))


def test_the_same_tag_twice_is_one() -> None:
    check_tags("load", " load ", expected=(Tag(Role.LOAD),))


@pytest.mark.parametrize(
    "tag",
    [
        "hide-input", "hide_output", "remove-cell", "slideshow", "raises-exception", "volatile",
        "nbval-ignore-output", "nbval-check-output", "skip-execution", "pipeline-parameters",
        "block:clean", "step", "test", "data", "loan", "ship", "brain", "preview", "notes", "", ":",
        "my own words", "trian_test",
    ],
)  # fmt: skip
def test_tags_that_are_not_ours_are_left_alone(tag: str) -> None:
    check_tags(tag, expected=())


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("perp", "`prep`"),
        ("prp", "`prep`"),
        ("Prep", "`prep`"),
        ("TRAIN", "`train`"),
        ("trian", "`train`"),
        ("training", "`train`"),
        ("prediction", "`predict`"),
        ("import", "`imports`"),
        ("paramters", "`parameters`"),
        ("perp:clean", "`prep:clean`"),
        ("prep_data", "`prep:data`"),
        ("prep-data", "`prep:data`"),
        ("load, prep", "two tags: `load` and `prep`"),
        ("preprocessing", "`prep`"),
    ],
)
def test_near_misses_are_questioned(tag: str, meant: str) -> None:
    check_questioned(tag, code="NB113", words=f"Did you mean {meant}?")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("prep:", "names nothing"),
        ("prep:clean orders", "Use `prep:clean_orders`."),
        ("prep:Clean-Orders", "Use `prep:clean_orders`."),
        ("train:class", "cannot name a function"),
        ("train:2nd", "cannot name a function"),
        ("load:größe", "cannot name a function"),
        ("parameters:all", "Use `parameters`."),
        ("skip:this", "takes no name"),
    ],
)
def test_a_step_name_must_name_a_function(tag: str, words: str) -> None:
    check_questioned(tag, code="NB115", words=words)


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        (("skip", "train"), "Remove `skip`"),
        (("load", "prep", "train"), "3 roles"),
        (("prep:a", "prep:b"), "one role twice"),
        (("prep", "prep:b"), "one role twice"),
    ],
)
def test_roles_that_do_not_go_together(tags: tuple[str, ...], words: str) -> None:
    check_questioned(*tags, code="NB116", words=words)


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_role_on_a_cell_without_code_is_remarked(kind: str) -> None:
    cell, findings = tags_of(cell_with("prep", "hide-input", kind=kind))
    assert cell.tags == ()
    assert [(finding.code, finding.severity) for finding in findings] == [
        ("NB112", Severity.WARNING)
    ]


def test_a_notebook_without_any_role_is_told_which_to_set() -> None:
    (finding,) = notebook_findings((cell_with("hide-input"),))
    assert (finding.code, finding.severity) == ("NB117", Severity.ERROR)
    assert "`prep`" in finding.remedy


def test_one_role_is_enough() -> None:
    tagged, _ = tags_of(cell_with("load"))
    assert notebook_findings((tagged,)) == ()
