"""Trains the model."""

from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def train_pipe(numeric, categorical, X_train, y_train, *, TREES: int, SEED: int):
    """Fit the Pipeline `pipe`."""
    prepare = ColumnTransformer(
        [
            (
                "numbers",
                Pipeline([("gaps", SimpleImputer()), ("scale", StandardScaler())]),
                numeric,
            ),
            ("words", OneHotEncoder(handle_unknown="ignore"), categorical),
        ],
        remainder="passthrough",
    )
    pipe = Pipeline(
        [
            ("prepare", prepare),
            ("forest", RandomForestClassifier(TREES, min_samples_leaf=5, random_state=SEED)),
        ]
    )
    pipe.fit(X_train, y_train)
    return pipe
