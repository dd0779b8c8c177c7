"""What a statement binds as its text tells is what the full look at it tells."""

import ast

import pytest

from nb2prod.flow.bound_names import bound_names
from nb2prod.flow.effects import anew
from nb2prod.flow.known import NOTHING


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import os.path, numpy as np", {"os", "np"}),
        ("from a import *", {"*"}),
        ("a, (b, *c) = d['x'], e.y = f", {"a", "b", "c"}),
        ("x: int", set()),
        ("x: int = 1", {"x"}),
        ("x += y[z]", {"x"}),
        ("for i, r in rows:\n    k[i] = r\nelse:\n    e = 1", {"i", "r", "e"}),
        ("with open(p) as f, g:\n    t = f.read()", {"f", "t"}),
        (
            "try:\n    a = 1\nexcept E as e:\n    b = e\nelse:\n    c = 1\nfinally:\n    d = 1",
            {*"abcd"},
        ),
        ("if __name__ == '__main__':\n    a = 1\nelse:\n    b = 2", {"a"}),
        ("match v:\n    case [x, *rest] | {'k': x, **rest}:\n        y = 1", {"x", "rest", "y"}),
        ("if (n := len(rows)) > 3:\n    m = [(k := i) for i in rows]", {"n", "m", "k"}),
        ("def f(a=(w := 1)):\n    inner = 1", {"f", "w"}),
        ("class C:\n    inner = 1", {"C"}),
        ("squares = [i for i in range(3)]", {"squares"}),
        ("del a", set()),
    ],
)
def test_what_a_statement_binds(code: str, names: set[str]) -> None:
    node = ast.parse(code).body[0]
    found = anew(node, NOTHING)
    assert bound_names(node) == names
    assert found.binds | found.may_bind == names
