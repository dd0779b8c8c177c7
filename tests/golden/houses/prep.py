"""Prepares the data."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split


def fill_lots(houses):
    """Missing lots."""
    houses["lot_area"] = houses["lot_area"].fillna(
        houses.groupby("district")["lot_area"].transform("median")
    )
    houses["built"] = houses["built"].fillna(houses["built"].median())
    houses["garage"] = houses["garage"].fillna("none")
    return houses


def clip_lots(houses, *, upper: float):
    """Outliers: set `lot_area`."""
    limit = houses["lot_area"].quantile(upper)
    houses["lot_area"] = houses["lot_area"].clip(upper=limit)
    return houses


def add_features(houses, *, sold_in: int):
    """Make `X` and `y` from `houses`."""
    houses["age"] = sold_in - houses["built"]
    houses["lot_per_area"] = houses["lot_area"] / houses["living_area"]
    houses["against_district"] = houses["living_area"] / houses.groupby("district")[
        "living_area"
    ].transform("mean")
    X = pd.get_dummies(houses.drop(columns=["id", "built", "price"]))
    y = np.log1p(houses["price"])
    return X, y


class Split(NamedTuple):
    """What `split` gives."""

    X_train: Any
    X_test: Any
    y_train: Any
    y_test: Any


def split(X, y, *, seed: int) -> Split:
    """Split `X` and `y` into training and test rows."""
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=seed)
    return Split(X_train=X_train, X_test=X_test, y_train=y_train, y_test=y_test)
