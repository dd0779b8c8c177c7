"""A model that holds lambdas, local functions and own classes is saved, loaded and served."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Command
from tests.notebooks import write_notebook

NOTEBOOK = """
    # %% [markdown]
    # # Reviews
    # %% imports
    import numpy as np
    import pandas as pd
    from functools import partial
    from collections import defaultdict
    from scaling import Scaled
    from sklearn.base import BaseEstimator, TransformerMixin
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score, make_scorer
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import Pipeline, make_pipeline
    from sklearn.preprocessing import FunctionTransformer
    # %% load
    reviews = pd.read_csv("reviews.csv")
    # %% [markdown]
    # ## Prepare
    # %% prep
    class Clip(BaseEstimator, TransformerMixin):
        def fit(self, X, y=None):
            self.high_ = np.quantile(X, 0.9, axis=0)
            self.shares_ = defaultdict(lambda: 0.0, {"high": float(self.high_[0])})
            return self
        def transform(self, X):
            return np.minimum(X, self.high_)
    X = reviews[["text", "stars", "words"]]
    y = reviews["good"]
    # %% [markdown]
    # ## Train the model
    # %% train
    cut = lambda s: [word.rstrip("s") for word in s.split()]
    def grown(power):
        def plain(x):
            return np.asarray(x) * 1.0
        return make_pipeline(
            FunctionTransformer(plain), FunctionTransformer(partial(lambda x, p: x**p, p=power))
        )
    words = TfidfVectorizer(tokenizer=cut, preprocessor=lambda s: s.lower(), token_pattern=None)
    numbers = make_pipeline(Clip(), Scaled(), FunctionTransformer(lambda x: np.log1p(x)))
    columns = ColumnTransformer([
        ("words", words, "text"),
        ("numbers", numbers, ["stars", "words"]),
        ("grown", grown(2), ["stars"]),
    ])
    search = GridSearchCV(
        Pipeline([("columns", columns), ("model", LogisticRegression())]),
        {"model__C": [0.5, 1.0]},
        cv=3,
        scoring=make_scorer(lambda a, b: -abs(a - b).sum()),
    )
    search.fit(X, y)
    # %% predict
    predictions = search.predict(X)
    # %% evaluate
    accuracy = accuracy_score(y, predictions)
"""
SCALING = """
import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin


class Scaled(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.mean_ = np.mean(X, axis=0)
        return self

    def transform(self, X):
        return X / self.mean_
"""
GOOD, BAD = ("Loves it", "great films", "fine actors"), ("Hates it", "dull films", "poor actors")
# what a stranger does with the version: no converter, no notebook
ASKED = """
from reviews import releases, predict, contract
version = releases.ready()
rows = contract.to_frame(contract.PredictRequest(rows=contract.EXAMPLES).rows)
print(predict.predict_rows(rows, version.artifacts))
"""


def written(folder: Path) -> Path:
    """The notebook, the module and the table beside it."""
    dice = random.Random(1)
    lines = ["text,stars,words,good"]
    for number in range(120):
        words = " ".join(dice.sample(GOOD if number % 2 else BAD, 2))
        lines.append(f"{words},{dice.randint(1, 5)},{dice.randint(3, 90)},{number % 2}")
    (folder / "reviews.csv").write_text("\n".join(lines) + "\n")
    (folder / "scaling.py").write_text(SCALING)
    return write_notebook(folder / "reviews.ipynb", NOTEBOOK)


@pytest.mark.slow
def test_the_model_is_saved_loaded_and_served_with_all_that_it_holds(
    command: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ended = command("convert", written(tmp_path_factory.mktemp("author")), "--json")
    assert ended.code == 0, ended.out
    claims = ended.document["claims"]
    assert {claim["status"] for claim in claims} == {"proven"}, json.dumps(claims, indent=1)
    assert ended.document["rung"] == "raw rows"
    assert not [found for found in ended.document["findings"] if found["code"] == "NB213"]
    project = Path(ended.document["folder"])
    train = (project / "src/reviews/train.py").read_text()
    assert "lambda" not in train
    for name in ("cut", "plain", "preprocessor", "apply_log1p", "score", "default_of_shares"):
        assert f"\ndef {name}(" in train
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASKED],
        cwd=project,
        env={"PYTHONPATH": str(project / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 3
