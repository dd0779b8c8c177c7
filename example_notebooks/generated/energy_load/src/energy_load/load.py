"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in ENERGY_LOAD_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("ENERGY_LOAD_DATA_DIR", "")) / path


def load_load(*, data_path: str) -> pd.DataFrame:
    """One row for each hour."""
    load = pd.read_csv(data_file(data_path), parse_dates=["hour_start"])
    load["load_day_ago"] = load["load_mw"].shift(24)
    load["load_week_ago"] = load["load_mw"].shift(7 * 24)
    load = load.iloc[7 * 24 :].reset_index(drop=True)  # the first week has no week before
    return load
