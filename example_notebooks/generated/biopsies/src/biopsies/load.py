"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in BIOPSIES_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("BIOPSIES_DATA_DIR", "")) / path


def load_data() -> pd.DataFrame:
    """
    Read `df` from `biopsies.csv`, with the columns `sample`, `mean radius`, `mean texture`,
    `mean perimeter`, `mean area` and 27 more.
    """
    df = pd.read_csv(data_file("data/biopsies.csv"))
    return df
