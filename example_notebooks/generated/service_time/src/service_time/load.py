"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in SERVICE_TIME_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("SERVICE_TIME_DATA_DIR", "")) / path


def load_stops(*, data_path: str) -> pd.DataFrame:
    """
    Read `stops` from `data_path`, with the columns `stop_id`, `customer_id`, `arrived_at`,
    `weight_kg`, `items` and 6 more.
    """
    stops = pd.read_csv(data_file(data_path))
    return stops
