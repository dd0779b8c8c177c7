"""Measures how good the result is."""

import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error


def evaluate_mae(
    train: pd.DataFrame,
    test: pd.DataFrame,
    typical: float,
    predicted: np.ndarray,
    *,
    fixed_rule: int,
) -> tuple[pd.Series, pd.Series, dict[str, float]]:
    """Mean absolute error on the test rows, against the two things we could do without a model."""
    average = train.groupby("customer_id")["seconds"].mean()
    customer_average = test["customer_id"].map(average).fillna(typical)

    mae = {
        "seven minutes": mean_absolute_error(test["seconds"], np.full(len(test), fixed_rule)),
        "customer's average": mean_absolute_error(test["seconds"], customer_average),
        "model": mean_absolute_error(test["seconds"], predicted),
    }
    return average, customer_average, mae
