"""Gives the answers."""

import numpy as np
import pandas as pd


def predict_decision(pipe, X_test, *, THRESHOLD: float):
    """The probabilities of `pipe` for the rows of `X_test`."""
    risk = pipe.predict_proba(X_test)[:, 1]
    decision = pd.DataFrame(
        {"risk": risk, "decision": np.where(risk > THRESHOLD, "refuse", "grant")},
        index=X_test.index,
    )
    return risk, decision
