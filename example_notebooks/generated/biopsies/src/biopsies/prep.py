"""Prepares the data."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 42


target = "diagnosis"


def cap(col: str, q: float = 0.99, *, df: pd.DataFrame) -> float:
    limit = df[col].quantile(q)
    df[col] = df[col].clip(upper=limit)
    return limit


def twins(limit: float, *, df: pd.DataFrame) -> list[str]:
    c = df.drop(columns=target).corr().abs()
    upper = c.where(np.triu(np.ones(c.shape), k=1).astype(bool))
    return [name for name in upper.columns if (upper[name] > limit).any()]


def tidy_up(df: pd.DataFrame) -> pd.DataFrame:
    """Tidy up."""
    df = df.copy()
    df.rename(columns=lambda c: c.strip().replace(" ", "_"), inplace=True)
    df.drop("sample", axis=1, inplace=True)
    df.drop_duplicates(inplace=True)
    df["diagnosis"] = df["diagnosis"].map({"M": 1, "B": 0})
    return df


def cap_outliers(df: pd.DataFrame) -> pd.DataFrame:
    """Cap outliers."""
    df = df.copy()
    errors = [c for c in df.columns if c.endswith("_error")]
    for c in errors:
        cap(c, df=df)
    cap("worst_area", 0.995, df=df)
    return df


def new_columns(df: pd.DataFrame) -> pd.DataFrame:
    """New columns."""
    df = df.copy()
    df["area_ratio"] = df["worst_area"] / df["mean_area"]
    df["spread"] = df["worst_radius"] - df["mean_radius"]

    skewed = [c for c in df.columns if c != target and df[c].skew() > 1.5]
    for c in skewed:
        df[c] = np.log1p(df[c])
    return df


def drop_twins(df: pd.DataFrame) -> pd.DataFrame:
    """Drop twins."""
    df = df.copy()
    to_drop = twins(0.95, df=df)
    df.drop(columns=to_drop, inplace=True)
    return df


class SplitAndScale(NamedTuple):
    """What `split_and_scale` gives."""

    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series


def split_and_scale(df: pd.DataFrame) -> SplitAndScale:
    """Split and scale."""
    X = df.drop(target, axis=1)
    y = df[target]
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=0.3, random_state=SEED, stratify=y
    )

    cols = X.columns.tolist()
    scaler = StandardScaler()
    X_train[cols] = scaler.fit_transform(X_train[cols])
    X_test[cols] = scaler.transform(X_test[cols])
    return SplitAndScale(X_train=X_train, X_test=X_test, y_train=y_train, y_test=y_test)
