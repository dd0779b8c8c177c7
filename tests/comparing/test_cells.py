"""Each code cell's verdict."""

import pytest

from nb2prod.comparing.cells import cell_verdicts
from nb2prod.model.verdict import (
    DIFFERS,
    FAILS,
    REMARKS,
    REPRODUCES,
    UNVERIFIED,
    CellVerdict,
)
from tests.comparing.recordings import cell, notebook, raised, run


def verdicts(book, first, second=None, failure=None) -> list[str]:
    return [item.verdict for item in cell_verdicts(book, first, second, failure)]


def test_the_same_output_reproduces_and_a_changed_one_differs():
    book = notebook(cell(0, "x = 1"), cell(1, "print(x)", "1\n"), cell(2, "print(2)", "2\n"))
    assert verdicts(book, run("", "1\n", "3\n")) == [REPRODUCES, REPRODUCES, DIFFERS]


def test_a_cell_that_was_never_run_is_unverified_and_others_are_compared():
    book = notebook(cell(0, "print(1)", "1\n"), cell(1, "print(2)", count=0))
    found = cell_verdicts(book, run("1\n", "2\n"), None, None)
    assert [item.verdict for item in found] == [REPRODUCES, UNVERIFIED]
    assert found[1].cause == "nothing recorded"


def test_a_cell_that_was_run_in_silence_and_prints_now_differs():
    book = notebook(cell(0, "print(1)"), cell(1, "print(2)", "2\n"))
    assert verdicts(book, run("1\n", "2\n")) == [DIFFERS, REPRODUCES]


def test_outputs_without_counts_are_compared_all_the_same():
    book = notebook(cell(0, "print(1)", "1\n", count=0), cell(1, "x = 2", count=0))
    assert verdicts(book, run("1\n", "")) == [REPRODUCES, REPRODUCES]


def test_a_comment_needs_no_recording():
    book = notebook(cell(0, "# only words", count=0), cell(1, "print(1)", "1\n"))
    assert verdicts(book, run("", "1\n")) == [REPRODUCES, REPRODUCES]


@pytest.mark.parametrize("tag", ["volatile", "nbval-ignore-output"])
def test_a_volatile_cell_is_not_compared_and_the_report_says_so(tag):
    book = notebook(cell(0, "print(1)", "1\n", tags=(tag,)))
    (found,) = cell_verdicts(book, run("2\n"), None, None)
    assert (found.verdict, "volatile" in found.message) == (REMARKS, True)


def test_nbvals_comment_is_understood():
    book = notebook(cell(0, "# NBVAL_IGNORE_OUTPUT\nprint(1)", "1\n"))
    assert verdicts(book, run("2\n")) == [REMARKS]


def test_an_expected_error_is_compared_by_name_and_value():
    book = notebook(cell(0, "half(7)", raised("ValueError", "odd: 7"), tags=("raises-exception",)))
    assert verdicts(book, run((raised("ValueError", "odd: 7"),))) == [REPRODUCES]
    assert verdicts(book, run((raised("ValueError", "odd: 9"),))) == [DIFFERS]
    assert verdicts(book, run((raised("TypeError", "odd: 7"),))) == [DIFFERS]
    assert verdicts(book, run("")) == [DIFFERS]


def test_cells_after_a_failure_are_unverified():
    book = notebook(cell(0, "1 / 0"), cell(1, "print(1)", "1\n"))
    failure = CellVerdict(0, FAILS, "error", "division by zero")
    reached = run("")
    found = cell_verdicts(book, reached, None, failure)
    assert [item.verdict for item in found] == [FAILS, UNVERIFIED]
    assert "cell 1 stopped the run" in found[1].message


def test_a_second_run_proves_what_is_volatile():
    ids = [f"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4be{digit}\n" for digit in "abc"]
    book = notebook(cell(0, "print(uuid4())", ids[0]))
    assert verdicts(book, run(ids[1])) == [DIFFERS]
    assert verdicts(book, run(ids[1]), run(ids[2])) == [REMARKS]
    assert verdicts(book, run(ids[1]), run(ids[1])) == [DIFFERS]
