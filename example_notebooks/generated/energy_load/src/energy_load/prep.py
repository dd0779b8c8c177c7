"""Prepares the data."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Frozen:
    """Learnt from the training table, replayed for each request."""

    usual_temperature: pd.Series


def fill_temperature(load: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """The thermometer fails sometimes."""
    load = load.copy()
    usual_temperature = load.groupby(load["hour_start"].dt.month)["temperature"].median()
    load["temperature"] = load["temperature"].fillna(
        load["hour_start"].dt.month.map(usual_temperature)
    )
    return usual_temperature, load


def add_calendar(load: pd.DataFrame) -> pd.DataFrame:
    """What the network sees."""
    load = load.copy()
    hour = load["hour_start"].dt.hour
    day_of_year = load["hour_start"].dt.day_of_year
    load["hour_sin"] = np.sin(2 * np.pi * hour / 24)
    load["hour_cos"] = np.cos(2 * np.pi * hour / 24)
    load["half_day_sin"] = np.sin(4 * np.pi * hour / 24)
    load["half_day_cos"] = np.cos(4 * np.pi * hour / 24)
    load["year_sin"] = np.sin(2 * np.pi * day_of_year / 365.25)
    load["year_cos"] = np.cos(2 * np.pi * day_of_year / 365.25)
    load["weekday"] = load["hour_start"].dt.day_of_week
    load["free_day"] = ((load["weekday"] >= 5) | (load["holiday"] == 1)).astype(int)
    load["heating"] = (15 - load["temperature"]).clip(lower=0)
    load["cooling"] = (load["temperature"] - 22).clip(lower=0)
    return load


def split_by_time(load: pd.DataFrame, *, test_from: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split by time."""
    train = load[load["hour_start"] < test_from]
    test = load[load["hour_start"] >= test_from]
    return train, test


def prep_rows(load: pd.DataFrame, frozen: Frozen) -> pd.DataFrame:
    """The same steps for the rows of a request, with what training has learnt."""
    load = load.copy()
    load["temperature"] = load["temperature"].fillna(
        load["hour_start"].dt.month.map(frozen.usual_temperature)
    )
    hour = load["hour_start"].dt.hour
    day_of_year = load["hour_start"].dt.day_of_year
    load["hour_sin"] = np.sin(2 * np.pi * hour / 24)
    load["hour_cos"] = np.cos(2 * np.pi * hour / 24)
    load["half_day_sin"] = np.sin(4 * np.pi * hour / 24)
    load["half_day_cos"] = np.cos(4 * np.pi * hour / 24)
    load["year_sin"] = np.sin(2 * np.pi * day_of_year / 365.25)
    load["year_cos"] = np.cos(2 * np.pi * day_of_year / 365.25)
    load["weekday"] = load["hour_start"].dt.day_of_week
    load["free_day"] = ((load["weekday"] >= 5) | (load["holiday"] == 1)).astype(int)
    load["heating"] = (15 - load["temperature"]).clip(lower=0)
    load["cooling"] = (load["temperature"] - 22).clip(lower=0)
    return load
