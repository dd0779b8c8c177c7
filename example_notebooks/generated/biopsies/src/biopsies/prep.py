"""Prepares the data."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 42
target = "diagnosis"


def twins(limit: float, *, df: pd.DataFrame) -> list[str]:
    c = df.drop(columns=target).corr().abs()
    upper = c.where(np.triu(np.ones(c.shape), k=1).astype(bool))
    return [name for name in upper.columns if (upper[name] > limit).any()]


@dataclass(frozen=True)
class Frozen:
    """Learnt from the training table, replayed for each request."""

    columns_replace: list[str]  # [c.strip().replace(" ", "_") for c in df.columns]
    errors: list[str]
    limit_by_c: dict[str, float]  # limit
    limit: float
    skewed: list[str]
    to_drop: list[str]
    scaler: StandardScaler
    cols: list[str]


def tidy_up(df: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Tidy up."""
    df = df.copy()
    columns_replace = [c.strip().replace(" ", "_") for c in df.columns]
    df.columns = columns_replace
    df.drop("sample", axis=1, inplace=True)
    df.drop_duplicates(inplace=True)
    df["diagnosis"] = df["diagnosis"].map({"M": 1, "B": 0})
    return columns_replace, df


class CapOutliers(NamedTuple):
    """What `cap_outliers` gives."""

    errors: list[str]
    limit_by_c: dict[str, float]
    limit: float
    df: pd.DataFrame


def cap_outliers(df: pd.DataFrame) -> CapOutliers:
    """Cap outliers."""
    errors = [c for c in df.columns if c.endswith("_error")]
    limit_by_c = {}
    for c in errors:
        limit = df[c].quantile(0.99)
        limit_by_c[c] = limit
        df[c] = df[c].clip(upper=limit)
    limit = df["worst_area"].quantile(0.995)
    df["worst_area"] = df["worst_area"].clip(upper=limit)
    return CapOutliers(errors=errors, limit_by_c=limit_by_c, limit=limit, df=df)


def new_columns(df: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """New columns."""
    df["area_ratio"] = df["worst_area"] / df["mean_area"]
    df["spread"] = df["worst_radius"] - df["mean_radius"]

    skewed = [c for c in df.columns if c != target and df[c].skew() > 1.5]
    for c in skewed:
        df[c] = np.log1p(df[c])
    return df, skewed


def drop_twins(df: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Drop twins."""
    to_drop = twins(0.95, df=df)
    df.drop(columns=to_drop, inplace=True)
    return to_drop, df


class SplitAndScale(NamedTuple):
    """What `split_and_scale` gives."""

    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series
    cols: list[str]
    scaler: StandardScaler


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
    return SplitAndScale(
        X_train=X_train, X_test=X_test, y_train=y_train, y_test=y_test, cols=cols, scaler=scaler
    )


# columns that a request need not bring are empty in serving
RAW_COLUMNS = [
    "sample",
    "mean radius",
    "mean texture",
    "mean perimeter",
    "mean area",
    "mean smoothness",
    "mean compactness",
    "mean concavity",
    "mean concave points",
    "mean symmetry",
    "mean fractal dimension",
    "radius error",
    "texture error",
    "perimeter error",
    "area error",
    "smoothness error",
    "compactness error",
    "concavity error",
    "concave points error",
    "symmetry error",
    "fractal dimension error",
    "worst radius",
    "worst texture",
    "worst perimeter",
    "worst area",
    "worst smoothness",
    "worst compactness",
    "worst concavity",
    "worst concave points",
    "worst symmetry",
    "worst fractal dimension",
    "diagnosis",
]


def prep_rows(df: pd.DataFrame, frozen: Frozen) -> pd.DataFrame:
    """The same steps for the rows of a request, with what training has learnt."""
    df = df.reindex(columns=RAW_COLUMNS)
    df.columns = frozen.columns_replace
    df.drop("sample", axis=1, inplace=True)
    for c in frozen.errors:
        df[c] = df[c].clip(upper=frozen.limit_by_c[c])
    df["worst_area"] = df["worst_area"].clip(upper=frozen.limit)
    df["area_ratio"] = df["worst_area"] / df["mean_area"]
    df["spread"] = df["worst_radius"] - df["mean_radius"]
    for c in frozen.skewed:
        df[c] = np.log1p(df[c])
    df.drop(columns=frozen.to_drop, inplace=True)
    X = df.drop(target, axis=1)
    X_test = X.copy()
    X_test[frozen.cols] = frozen.scaler.transform(X_test[frozen.cols])
    return X_test
