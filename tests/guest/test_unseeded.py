"""Calls that draw without a seed are named with their place; steady ones are not."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nb2prod.guest.unseeded import unseeded_calls

Told = Callable[[str], list[str]]

HEAD = """
import random
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, train_test_split
"""


@pytest.fixture
def lacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], list[str]]]:
    """What is said of a pipeline with these lines."""
    (tmp_path / "dicey").mkdir()
    (tmp_path / "dicey" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))

    def told(code: str) -> list[str]:
        (tmp_path / "dicey" / "pipeline.py").write_text(f"{HEAD}\ndef fit(X, y, df):\n    {code}\n")
        return unseeded_calls("dicey")

    yield told
    for name in [name for name in sys.modules if name.partition(".")[0] == "dicey"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("GridSearchCV(RandomForestClassifier(), {})", "RandomForestClassifier(..., random_state"),
        ("train_test_split(X, y)", "train_test_split(..., random_state=0)"),
        ("train_test_split(X, y, random_state=None)", "train_test_split(..., random_state=0)"),
        ("KFold(shuffle=True)", "KFold(..., random_state=0)"),
        ("LogisticRegression(solver='saga')", "LogisticRegression(..., random_state=0)"),
        ("df.sample(5)", "sample(..., random_state=0)"),
        ("np.random.rand(3)", "`np.random.rand` draws from a generator without a seed"),
    ],
)
def test_an_unseeded_call_is_named(lacking: Told, code: str, said: str) -> None:
    (told,) = lacking(code)
    assert said in told
    assert told.endswith("(pipeline.py, line 9)")


@pytest.mark.parametrize(
    "code",
    [
        "RandomForestClassifier(random_state=1)",
        "train_test_split(X, y, shuffle=False)",
        "KFold(5)",
        "LogisticRegression()",
        "df.sample(5, random_state=1)",
        "np.random.seed(1); np.random.rand(3); train_test_split(X, y)",
        "RandomForestClassifier(**df)",
    ],
)
def test_a_steady_call_is_not(lacking: Told, code: str) -> None:
    assert lacking(code) == []
