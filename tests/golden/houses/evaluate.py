"""Measures how good the result is."""

import numpy as np
from sklearn.metrics import mean_absolute_percentage_error


def evaluate_model(y_test, price, y_train):
    """Measure `mape` and `mape_median`."""
    mape = mean_absolute_percentage_error(np.expm1(y_test), price)
    mape_median = mean_absolute_percentage_error(
        np.expm1(y_test), np.full(len(y_test), np.expm1(y_train.median()))
    )
    return mape, mape_median
