"""Trains the model."""

import pandas as pd
from sklearn.linear_model import LinearRegression

features = ["distance_km", "rain", "rush"]


def train_model(train: pd.DataFrame) -> LinearRegression:
    """Fit the LinearRegression `model`."""
    model = LinearRegression()
    model.fit(train[features], train["minutes"])
    return model
