"""Stops as the tracker wrote them, and which of them to believe."""

import os
from pathlib import Path

import pandas as pd


def read(path: str) -> pd.DataFrame:
    return pd.read_csv(Path(os.environ.get("DOOR_TIME_DATA_DIR", ".")) / path)


def believable(stops: pd.DataFrame, minimum: int, maximum: int) -> pd.DataFrame:
    inside = (stops["seconds"] >= minimum) & (stops["seconds"] <= maximum)
    return stops.loc[inside].copy()
