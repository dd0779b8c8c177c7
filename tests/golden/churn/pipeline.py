"""The notebook's sections, in their order."""

from typing import Any, NamedTuple

from churn.evaluate import evaluate_model
from churn.load import load_data
from churn.parameters import Parameters, read_parameters
from churn.predict import predict_proba
from churn.prep import encode, fill_gaps, scale
from churn.train import train_model


class Result(NamedTuple):
    """What the sections give."""

    proba: Any
    auc: Any
    accuracy: Any


def execute(parameters: Parameters) -> Result:
    """One run from the data files to the answers."""
    df = load_data(path=parameters.path)
    df = fill_gaps(df)
    y, X = encode(df)
    X_train, X_test, y_train, y_test = scale(
        X, y, test_size=parameters.test_size, random_state=parameters.random_state
    )
    clf = train_model(X_train, y_train, C=parameters.C)
    proba = predict_proba(clf, X_test)
    auc, accuracy = evaluate_model(y_test, proba)
    return Result(proba=proba, auc=auc, accuracy=accuracy)


def run(**parameters: Any) -> Result:
    """Run every section in the notebook's order; nothing is written."""
    return execute(read_parameters(**parameters))
