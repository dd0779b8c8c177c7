"""What a model holds stands at the top of a module, so that the model can be saved and loaded."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.checks import check_extracted, read

IMPORTS = """
# %% imports
import numpy as np
from functools import partial
from collections import defaultdict
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import make_scorer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer
# %% load
rows = [[1.0], [2.0], [3.0]]
# %% train
"""


def told(text: str, folder: Path) -> tuple[dict[str, str], str]:
    """The names with the code that they stand for, and the last cell as it is then."""
    source = read(IMPORTS + dedent(text), folder)
    return {one.name: one.code for one in source.named}, source.cells[-1].source


@pytest.mark.parametrize(
    ("line", "name", "call"),
    [
        (
            "v = TfidfVectorizer(tokenizer=lambda s: s.split())",
            "tokenizer",
            "v = TfidfVectorizer(tokenizer=tokenizer)",
        ),
        (
            'p = Pipeline([("log", FunctionTransformer(lambda x: x + 1))])',
            "apply_log",
            'p = Pipeline([("log", FunctionTransformer(apply_log))])',
        ),
        (
            "p = make_pipeline(FunctionTransformer(func=lambda x: np.log1p(x)))",
            "apply_log1p",
            "p = make_pipeline(FunctionTransformer(func=apply_log1p))",
        ),
        (
            "doubled = FunctionTransformer(partial(lambda x, by: x * by, by=2))",
            "apply_doubled",
            "doubled = FunctionTransformer(partial(apply_doubled, by=2))",
        ),
        (
            "g = GridSearchCV(m, {}, scoring={'off': make_scorer(lambda y, p: abs(y - p).sum())})",
            "score_off",
            "g = GridSearchCV(m, {}, scoring={'off': make_scorer(score_off)})",
        ),
        (
            "g = GridSearchCV(m, {'v__tokenizer': [lambda s: s.split(), None]})",
            "tokenizer",
            "g = GridSearchCV(m, {'v__tokenizer': [tokenizer, None]})",
        ),
        (
            "means = defaultdict(lambda: 0.0, {})",
            "default_of_means",
            "means = defaultdict(default_of_means, {})",
        ),
    ],
)
def test_a_lambda_in_a_models_argument_gets_a_name(
    line: str, name: str, call: str, tmp_path: Path
) -> None:
    named, cell = told(f"m = FunctionTransformer()\n{line}", tmp_path)
    assert list(named) == [name]
    assert cell.endswith(call)
    assert f"def {name}(" in cell


def test_a_lambda_that_has_a_name_becomes_the_function_of_that_name(tmp_path: Path) -> None:
    named, cell = told("cut = lambda s: s.split()\nv = TfidfVectorizer(tokenizer=cut)", tmp_path)
    assert named == {"cut": "lambda s: s.split()"}
    assert cell == "def cut(s):\n    return s.split()\nv = TfidfVectorizer(tokenizer=cut)"


def test_functions_and_classes_within_a_function_move_to_the_top(tmp_path: Path) -> None:
    named, cell = told(
        """
        def build():
            def halved(x):
                return x / 2
            class Clip(BaseEstimator, TransformerMixin):
                def fit(self, X, y=None):
                    self.rule_ = lambda v: v + 1
                    return self
            return make_pipeline(FunctionTransformer(halved), Clip())
        model = build()
        """,
        tmp_path,
    )
    assert named == {
        "halved": "def halved(x):\n    return x / 2",
        "Clip": "build.<locals>.Clip",
        "rule_": "lambda v: v + 1",
    }
    assert cell.index("def halved") < cell.index("def rule_") < cell.index("class Clip")
    assert cell.index("class Clip") < cell.index("def build")


@pytest.mark.parametrize(
    "line",
    [
        # it reads what is not there at the top of a module
        "steps = [FunctionTransformer(lambda x: x * k) for k in (1, 2)]",
        "def build(k):\n    return FunctionTransformer(lambda x: x * k)\nmodel = build(2)",
        "most = max(rows)\nmodel = FunctionTransformer(lambda x: x * most)",
        "model = 0\nfor k in (1, 2):\n    model = FunctionTransformer(lambda x: x * k)",
        "model = FunctionTransformer(lambda x, seen=[]: seen)",
        # nobody keeps it
        "best = sorted(rows, key=lambda row: row[0])",
        "import pandas as pd\ng = pd.Grouper(key=lambda row: row)",
        "size = lambda row: len(row)\nsizes = list(map(size, rows))",
    ],
)
def test_what_reads_locals_or_is_kept_by_no_model_stays_as_it_is(line: str, tmp_path: Path) -> None:
    named, cell = told(line, tmp_path)
    assert named == {}
    assert cell == line


def test_a_name_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    named, _ = told(
        """
        tokenizer = "words"
        one = TfidfVectorizer(tokenizer=lambda s: s.split())
        two = TfidfVectorizer(tokenizer=lambda s: s.split(","))
        """,
        tmp_path,
    )
    assert list(named) == ["tokenizer_2", "tokenizer_3"]


def test_places_are_those_of_the_notebook(tmp_path: Path) -> None:
    text = """
    # the words
    v = TfidfVectorizer(
        tokenizer=lambda s: s.split(),
    )
    model = v.fit(["a b"])
    """
    source = read(IMPORTS + dedent(text), tmp_path)
    lines = {s.code.split("\n")[0]: s.place.line for s in source.flow.statements}
    assert lines["v = TfidfVectorizer("] == 2
    assert lines['model = v.fit(["a b"])'] == 5


def test_the_project_gives_what_the_notebook_gives() -> None:
    plan = check_extracted(
        """
        # %% imports
        from functools import partial
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import FunctionTransformer
        # %% load
        rows = [[1.0], [2.0], [3.0]]
        # %% prep
        SHIFT = 0.5
        # %% train
        def build(power):
            def shifted(x):
                return [[v + SHIFT for v in row] for row in x]
            return make_pipeline(
                FunctionTransformer(shifted),
                FunctionTransformer(partial(lambda x, p: [[v**p for v in r] for r in x], p=power)),
            )
        model = build(3)
        # %% predict
        RESULT = model.transform(rows)
        """
    )
    train = next(module for module in plan.modules if module.name == "train")
    assert {"shifted", "build"} <= set(train.defines)
