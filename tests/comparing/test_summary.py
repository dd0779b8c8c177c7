"""One verdict out of many, and its reports."""

from xml.etree import ElementTree

from nb2prod.comparing.reports import github_lines, junit_document
from nb2prod.comparing.summary import notebook_verdict
from nb2prod.comparing.trials import Cause
from nb2prod.model.verdict import (
    DIFFERS,
    FAILS,
    REMARKS,
    REPRODUCES,
    UNVERIFIED,
    CellVerdict,
    NotebookVerdict,
)
from tests.comparing.recordings import cell, notebook

BOOK = notebook(cell(0, "a", "1\n"), cell(1, "b", "2\n"))
DATA = {1: Cause("data changed", "data.csv was changed after the notebook was saved")}


def summed(*verdicts: str, causes=None, book=BOOK) -> NotebookVerdict:
    cells = tuple(CellVerdict(i, verdict, "", "2 -> 3") for i, verdict in enumerate(verdicts))
    return notebook_verdict("demo.ipynb", book, cells, causes or {})


def test_the_first_cell_that_differs_is_named_with_its_cause():
    found = summed(REPRODUCES, DIFFERS, causes=DATA)
    assert (found.verdict, found.cause, found.cell_index) == (DIFFERS, "data changed", 1)
    assert found.message == f"cell 2: 2 -> 3; {DATA[1].shown_by}"


def test_a_notebook_that_stops_fails_but_an_earlier_difference_is_where_to_look():
    found = summed(DIFFERS, FAILS)
    assert (found.verdict, found.cell_index) == (FAILS, 0)


def test_remarks_are_kept_and_green():
    assert summed(REPRODUCES, REMARKS).verdict == REMARKS
    assert summed(REPRODUCES, REPRODUCES).verdict == REPRODUCES


def test_one_open_cell_leaves_the_notebook_unverified():
    assert summed(REPRODUCES, UNVERIFIED).verdict == UNVERIFIED


def test_a_notebook_without_outputs_is_never_green():
    silent = notebook(cell(0, "x = 1"), cell(1, "y = 2"))
    found = summed(REPRODUCES, REPRODUCES, book=silent)
    assert (found.verdict, found.cause) == (UNVERIFIED, "nothing recorded")


def test_junit_has_a_case_for_each_cell_and_no_control_characters():
    cells = (CellVerdict(0, DIFFERS, "clock", "a \x1b -> b"), CellVerdict(1, REPRODUCES))
    found = NotebookVerdict("demo.ipynb", DIFFERS, "clock", 0, "", cells)
    suite = ElementTree.fromstring(junit_document([found]))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failure = suite[0][0]
    assert (failure.get("type"), failure.get("message")) == ("clock", "a  -> b")


def test_github_gets_one_line_for_each_red_cell():
    (line,) = github_lines(summed(REPRODUCES, DIFFERS))
    assert line == "::error file=demo.ipynb,title=cell 2 differs::2 -> 3"
