"""The recorded order of cells."""

from nb2prod.comparing.replay import described_order, recorded_order
from tests.comparing.recordings import cell, notebook


def order(*counts: int) -> str | None:
    book = notebook(*(cell(i, f"x = {i}", count=count) for i, count in enumerate(counts)))
    played = recorded_order(book)
    return described_order(played, book) if played is not None else None


def test_a_notebook_run_from_top_to_bottom_has_no_other_order():
    assert order(1, 2, 3) is None
    assert order(4, 5, 6) is None


def test_counts_out_of_order_are_followed():
    assert order(1, 3, 2) == "1, 3, 2"


def test_a_gap_is_a_cell_that_was_run_again():
    assert order(1, 4) == "1, 2, 2, 2"


def test_a_large_gap_says_nothing():
    assert order(1, 40) is None


def test_cells_that_were_not_run_are_left_out():
    assert order(2, 0, 1) == "3, 1"


def test_without_counts_there_is_no_order():
    assert order(0, 0) is None
