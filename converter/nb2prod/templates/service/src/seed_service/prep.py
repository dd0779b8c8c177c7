"""Prepares the data."""

from dataclasses import dataclass

import pandas as pd
from sklearn.model_selection import train_test_split


@dataclass(frozen=True)
class Frozen:
    """Learnt from the training table, replayed for each request."""

    distance_median: float


def fill_gaps(rides: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """Fill gaps."""
    rides = rides.copy()
    # the sensor on the wheel fails now and then
    distance_median = rides["distance_km"].median()
    rides["distance_km"] = rides["distance_km"].fillna(distance_median)
    return distance_median, rides


def mark_conditions(rides: pd.DataFrame) -> pd.DataFrame:
    """Mark conditions."""
    rides = rides.copy()
    RUSH_HOURS = (8, 9, 17, 18)

    rides["rain"] = rides["rain"].map({"yes": 1, "no": 0})
    rides["rush"] = rides["hour"].isin(RUSH_HOURS).astype(int)
    return rides


def split_rides(
    rides: pd.DataFrame, *, test_share: float, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split rides."""
    train, test = train_test_split(rides, test_size=test_share, random_state=seed)
    return train, test


def prep_rows(rides: pd.DataFrame, frozen: Frozen) -> pd.DataFrame:
    """The same steps for the rows of a request, with what training has learnt."""
    rides = rides.copy()
    rides["distance_km"] = rides["distance_km"].fillna(frozen.distance_median)
    RUSH_HOURS = (8, 9, 17, 18)
    rides["rain"] = rides["rain"].map({"yes": 1, "no": 0})
    rides["rush"] = rides["hour"].isin(RUSH_HOURS).astype(int)
    return rides
