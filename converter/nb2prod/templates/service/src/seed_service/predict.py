"""Gives the answers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

from seed_service.prep import prep_rows

# the answer for a row does not depend on the rows beside it
ROW_WISE = True


def predict_minutes(test: pd.DataFrame, features: list[str], model: LinearRegression) -> np.ndarray:
    """Predict minutes."""
    minutes = model.predict(test[features]).round(1)
    return minutes


def predict_rows(rows: pd.DataFrame, artifacts: Mapping[str, Any]) -> list[Any]:
    """One prediction for each row, in order."""
    test = prep_rows(rows, artifacts["frozen"])
    minutes = predict_minutes(test, artifacts["features"], artifacts["model"])
    return list(np.asarray(minutes).tolist())
