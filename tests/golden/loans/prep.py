"""Prepares the data."""

from typing import Any, NamedTuple

import numpy as np
from sklearn.model_selection import train_test_split


def clean(df):
    """One table in, a tidy one out."""
    df = df.copy()
    df["purpose"] = df["purpose"].str.strip().str.lower()
    df["employment"] = df["employment"].fillna("unknown")
    for column in ["income", "late_payments"]:
        df[column] = df[column].fillna(df[column].median())
    df["share_of_income"] = df["amount"] / df["income"]
    df["monthly_rate"] = df["amount"] / df["term_months"]
    return df


def clean_loans(loans):
    """Clean loans."""
    loans = clean(loans)
    return loans


def add_codes(loans):
    """Set `purpose`, `purpose_code` and `large`."""
    loans["purpose"] = loans["purpose"].astype("category")
    loans["purpose_code"] = loans["purpose"].cat.codes
    loans["large"] = np.where(loans["amount"] > loans["amount"].quantile(0.9), 1, 0)
    return loans


class Split(NamedTuple):
    """What `split` gives."""

    numeric: Any
    categorical: Any
    X_train: Any
    X_test: Any
    y_train: Any
    y_test: Any


def split(loans, *, SEED: int) -> Split:
    """Prepare and split `loans` into training and test rows."""
    numeric = ["income", "amount", "late_payments", "share_of_income", "monthly_rate"]
    coded = ["term_months", "purpose_code", "large"]
    categorical = ["home", "employment"]
    X = loans[numeric + coded + categorical]
    y = loans["defaulted"]
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=0.25, stratify=y, random_state=SEED
    )
    return Split(
        numeric=numeric,
        categorical=categorical,
        X_train=X_train,
        X_test=X_test,
        y_train=y_train,
        y_test=y_test,
    )
