"""Measures how good the result is."""

from sklearn.metrics import mean_absolute_error


def evaluate_model(test, forecast):
    """Measure `mae` and `mae_naive`."""
    mae = mean_absolute_error(test["kwh"], forecast)
    mae_naive = mean_absolute_error(test["kwh"], test["week_ago"])
    return mae, mae_naive
