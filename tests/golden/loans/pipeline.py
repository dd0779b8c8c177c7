"""The notebook's sections, in their order."""

from typing import Any, NamedTuple

from loans.evaluate import evaluate_auc
from loans.load import load_loans
from loans.parameters import Parameters, read_parameters
from loans.predict import predict_decision
from loans.prep import add_codes, clean_loans, split
from loans.train import train_pipe


class Result(NamedTuple):
    """What the sections give."""

    risk: Any
    decision: Any
    auc: Any


def execute(parameters: Parameters) -> Result:
    """One run from the data files to the answers."""
    loans = load_loans(DATA=parameters.DATA)
    loans = clean_loans(loans)
    loans = add_codes(loans)
    numeric, categorical, X_train, X_test, y_train, y_test = split(loans, SEED=parameters.SEED)
    pipe = train_pipe(
        numeric, categorical, X_train, y_train, TREES=parameters.TREES, SEED=parameters.SEED
    )
    risk, decision = predict_decision(pipe, X_test, THRESHOLD=parameters.THRESHOLD)
    auc = evaluate_auc(y_test, decision)
    return Result(risk=risk, decision=decision, auc=auc)


def run(**parameters: Any) -> Result:
    """Run every section in the notebook's order; nothing is written."""
    return execute(read_parameters(**parameters))
