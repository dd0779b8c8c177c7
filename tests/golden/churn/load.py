"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in CHURN_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("CHURN_DATA_DIR", "")) / path


def load_data(*, path: str):
    """Read `df` from `path`."""
    df = pd.read_csv(data_file(path))
    return df
