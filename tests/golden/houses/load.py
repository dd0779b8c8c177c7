"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in HOUSES_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("HOUSES_DATA_DIR", "")) / path


def load_houses(*, csv_file: str):
    """Read `houses` from `csv_file`."""
    houses = pd.read_csv(data_file(csv_file))
    return houses
