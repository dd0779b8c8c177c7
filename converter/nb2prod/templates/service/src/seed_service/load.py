"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in SEED_SERVICE_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("SEED_SERVICE_DATA_DIR", "")) / path


def read_rides(*, data_path: str) -> pd.DataFrame:
    """Read rides."""
    rides = pd.read_csv(data_file(data_path))
    return rides
