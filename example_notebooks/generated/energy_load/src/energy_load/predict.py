"""Gives the answers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import torch
from sklearn.preprocessing import StandardScaler
from torch.nn import Module

from energy_load.prep import prep_rows
from energy_load.train import features


def predict_forecast(
    model: Module, scaler: StandardScaler, test: pd.DataFrame, usual_change: float
) -> tuple[np.ndarray, pd.Series]:
    """Forecast: predict `above` and `forecast`."""
    model.eval()
    with torch.no_grad():
        above = model(torch.tensor(scaler.transform(test[features]), dtype=torch.float32)).numpy()
    forecast = test["load_week_ago"] + above * usual_change
    return above, forecast


# the answer for a row does not depend on the rows beside it
ROW_WISE = True


def predict_rows(rows: pd.DataFrame, artifacts: Mapping[str, Any]) -> list[Any]:
    """One prediction for each row, in order."""
    test = prep_rows(rows, artifacts["frozen"])
    _, forecast = predict_forecast(
        artifacts["model"], artifacts["scaler"], test, artifacts["usual_change"]
    )
    return list(np.asarray(forecast).tolist())
