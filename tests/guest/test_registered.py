"""Feature rows are held against the notebook's: numbers at once, what is left column by column."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from nb2prod.guest.registered import _difference_of_numbers, _rows_at

TABLE = pd.DataFrame({"a": [1.0, np.nan], "b": [3, 4], "c": [True, False]})


def test_numbers_of_the_same_types_are_held_against_each_other_at_once() -> None:
    near = TABLE.assign(a=TABLE["a"] + 1e-12)
    assert _difference_of_numbers(TABLE, TABLE.copy(), ["a", "b", "c"], 1e-9) == 0.0
    assert _difference_of_numbers(TABLE, near, ["a", "b"], 1e-9) == pytest.approx(1e-12, rel=0.01)


@pytest.mark.parametrize(
    "other",
    [
        TABLE.assign(a=[1.1, np.nan]),
        TABLE.assign(a=[1.0, 2.0]),
        TABLE.astype({"b": float}),
        TABLE.astype({"b": "Int64"}),
        TABLE.astype({"c": object}),
        TABLE[:1],
    ],
)
def test_what_is_not_settled_so_is_looked_at_column_by_column(other: pd.DataFrame) -> None:
    assert _difference_of_numbers(TABLE, other, ["a", "b", "c"], 1e-9) is None


def test_of_a_sparse_matrix_only_the_rows_in_question_become_a_table() -> None:
    words = scipy.sparse.coo_matrix(np.eye(4))
    assert _rows_at(words, [2, 0]).to_numpy().tolist() == np.eye(4)[[2, 0]].tolist()
