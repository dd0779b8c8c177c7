"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in LOANS_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("LOANS_DATA_DIR", "")) / path


def load_loans(*, DATA: str):
    """Read `loans` from `DATA`."""
    loans = pd.read_csv(data_file(DATA))
    return loans
