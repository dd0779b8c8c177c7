"""Answers are compared as people would: the last digits do not count, everything else does."""

from typing import Any

import pytest

from energy_load import answers


@pytest.mark.parametrize(
    ("answer", "before"),
    [
        (1.0000000001, 1.0),
        (1, 1.0),
        ("yes", "yes"),
        ([1.0, "a"], [1.0, "a"]),
        ({"low": 1.0}, {"low": 1.0}),
        (None, None),
    ],
)
def test_equal_answers(answer: Any, before: Any) -> None:
    assert answers.same(answer, before)


@pytest.mark.parametrize(
    ("answer", "before"),
    [
        (1.001, 1.0),
        ("1.0", 1.0),
        (None, 1.0),
        ([1.0], [1.0, 2.0]),
        (None, [1.0]),
        ({"low": 1.0}, {"high": 1.0}),
        ([1.0], {"low": 1.0}),
        ("no", "yes"),
    ],
)
def test_different_answers(answer: Any, before: Any) -> None:
    assert not answers.same(answer, before)
