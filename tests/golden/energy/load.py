"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in ENERGY_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("ENERGY_DATA_DIR", "")) / path


def load_usage(*, path: str):
    """Read `usage` from `path`."""
    usage = pd.read_csv(data_file(path), parse_dates=["day"])
    return usage
