"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in SERVICE_TIME_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("SERVICE_TIME_DATA_DIR", "")) / path


def load_stops(*, data_path: str) -> pd.DataFrame:
    """Load `stops`."""
    stops = pd.read_csv(data_file(data_path))
    return stops
