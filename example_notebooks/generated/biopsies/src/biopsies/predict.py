"""Gives the answers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from biopsies.prep import prep_rows


def predict_list(
    model: LogisticRegression, X_test: pd.DataFrame, threshold: float
) -> tuple[np.ndarray, pd.DataFrame]:
    """The list."""
    proba = model.predict_proba(X_test)[:, 1]
    worklist = pd.DataFrame(
        {"risk": proba.round(4), "first": proba >= threshold}, index=X_test.index
    )
    return proba, worklist


# the answer for a row does not depend on the rows beside it
ROW_WISE = True


def predict_rows(rows: pd.DataFrame, artifacts: Mapping[str, Any]) -> list[Any]:
    """One prediction for each row, in order."""
    X_test = prep_rows(rows, artifacts["frozen"])
    _, worklist = predict_list(artifacts["model"], X_test, artifacts["threshold"])
    return list(worklist.to_dict("records"))
