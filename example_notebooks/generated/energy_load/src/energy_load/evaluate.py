"""Measures how good the result is."""

import pandas as pd


def evaluate_model(test: pd.DataFrame, forecast: pd.Series) -> tuple[float, float]:
    """Measure `error_mw` and `naive_error_mw`."""
    error_mw = float((test["load_mw"] - forecast).abs().mean())
    naive_error_mw = float((test["load_mw"] - test["load_week_ago"]).abs().mean())
    return error_mw, naive_error_mw
