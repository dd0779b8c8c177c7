"""Measures how good the result is."""

import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error

from seed_service.train import features


def measure_error(test: pd.DataFrame, model: LinearRegression) -> float:
    """Measure error."""
    mae = mean_absolute_error(test["minutes"], model.predict(test[features]))
    return mae
