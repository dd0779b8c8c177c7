"""Prepares the data."""

from typing import Any, NamedTuple

from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler


def fill_gaps(df):
    """Fill the gaps."""
    for col in ["internet", "payment"]:
        df[col] = df[col].fillna(df[col].mode()[0])
    df["monthly_fee"] = df["monthly_fee"].fillna(df["monthly_fee"].mean())
    return df


def encode(df):
    """Make `y` and `X` from `df`."""
    df["calls_per_month"] = df["support_calls"] / (df["tenure_months"] + 1)

    le = LabelEncoder()
    cat_cols = ["region", "contract", "internet", "payment"]
    for col in cat_cols:
        df[col] = le.fit_transform(df[col])

    y = (df["churn"] == "yes").astype(int)
    X = df.drop(columns=["customer", "churn"])
    return y, X


class Scale(NamedTuple):
    """What `scale` gives."""

    X_train: Any
    X_test: Any
    y_train: Any
    y_test: Any


def scale(X, y, *, test_size: float, random_state: int) -> Scale:
    """Split `X` and `y` into training and test rows."""
    sc = StandardScaler()
    X_scaled = sc.fit_transform(X)
    X_train, X_test, y_train, y_test = train_test_split(
        X_scaled, y, test_size=test_size, random_state=random_state, stratify=y
    )
    return Scale(X_train=X_train, X_test=X_test, y_train=y_train, y_test=y_test)
