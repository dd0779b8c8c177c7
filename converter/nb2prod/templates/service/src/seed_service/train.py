"""Trains the model."""

import pandas as pd
from sklearn.linear_model import LinearRegression


def fit_model(train: pd.DataFrame) -> tuple[list[str], LinearRegression]:
    """Fit model."""
    features = ["distance_km", "rain", "rush"]
    model = LinearRegression()
    model.fit(train[features], train["minutes"])
    return features, model
