"""Prepares the data."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

RUSH_HOURS = (8, 9, 17, 18)


def is_rush(arrived: pd.Series) -> pd.Series:
    return arrived.dt.hour.isin(RUSH_HOURS) & (arrived.dt.day_of_week < 5)


def trips_to_the_door(boxes: pd.Series, *, boxes_per_trip: int) -> pd.Series:
    return np.ceil(boxes / boxes_per_trip)


def with_usual_seconds(
    rows: pd.DataFrame, *, typical: float, usual_seconds: pd.Series
) -> pd.DataFrame:
    usual = rows["customer_id"].map(usual_seconds).fillna(typical)  # new customers: like everybody
    return rows.assign(usual_seconds=usual)


@dataclass(frozen=True)
class Frozen:
    """Learnt from the training table, replayed for each request."""

    kg_per_item: float
    heaviest: float
    usual_floor: float
    parking_levels: pd.CategoricalDtype
    area_levels: pd.CategoricalDtype  # stops["area"].astype("category").dtype
    boxes_per_trip: int
    typical: float
    usual_seconds: pd.Series


def drop_absurd_stops(
    stops: pd.DataFrame, *, shortest_stop: int, longest_stop: int
) -> pd.DataFrame:
    """Stops that were no stops."""
    stops = stops[stops["seconds"].between(shortest_stop, longest_stop)].copy()
    return stops


def add_arrival_time(stops: pd.DataFrame) -> pd.DataFrame:
    """Time of arrival."""
    stops = stops.copy()
    arrived = pd.to_datetime(stops["arrived_at"])
    stops["weekday"] = arrived.dt.day_of_week
    stops["hour"] = arrived.dt.hour
    stops["rush"] = is_rush(arrived).astype(int)
    return stops


def mend_the_order(
    stops: pd.DataFrame, *, weight_quantile: float, boxes_per_trip: int
) -> tuple[float, pd.DataFrame, float]:
    """The order: weight and trips."""
    stops = stops.copy()
    # the scale in the van is offline on some days
    kg_per_item = (stops["weight_kg"] / stops["items"]).median()
    stops["weight_kg"] = stops["weight_kg"].fillna(stops["items"] * kg_per_item)

    heaviest = stops["weight_kg"].quantile(weight_quantile)
    stops["weight_kg"] = stops["weight_kg"].clip(upper=heaviest)

    stops["trips"] = trips_to_the_door(stops["boxes"], boxes_per_trip=boxes_per_trip)
    return kg_per_item, stops, heaviest


class MendTheAddress(NamedTuple):
    """What `mend_the_address` gives."""

    usual_floor: float
    stops: pd.DataFrame
    parking_levels: pd.CategoricalDtype
    area_levels: pd.CategoricalDtype


def mend_the_address(stops: pd.DataFrame) -> MendTheAddress:
    """The address."""
    stops = stops.copy()
    usual_floor = stops["floor"].median()
    stops["floor"] = stops["floor"].fillna(usual_floor)

    # a missing elevator stays missing: LightGBM can split on that
    stops["elevator"] = stops["elevator"].map({"yes": 1, "no": 0})
    stops["stairs"] = stops["floor"] * stops["trips"] * (1 - stops["elevator"].fillna(0))

    parking_levels = stops["parking"].fillna("unknown").astype("category").dtype
    stops["parking"] = stops["parking"].fillna("unknown").astype(parking_levels)
    area_levels = stops["area"].astype("category").dtype
    stops = pd.get_dummies(stops.astype({"area": area_levels}), columns=["area"], dtype=int)
    return MendTheAddress(
        usual_floor=usual_floor, stops=stops, parking_levels=parking_levels, area_levels=area_levels
    )


def split(
    stops: pd.DataFrame, *, test_share: float, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Training and test rows."""
    train, test = train_test_split(stops, test_size=test_share, random_state=seed)
    return train, test


class AddUsualSeconds(NamedTuple):
    """What `add_usual_seconds` gives."""

    typical: float
    usual_seconds: pd.Series
    train: pd.DataFrame
    test: pd.DataFrame


def add_usual_seconds(
    train: pd.DataFrame, test: pd.DataFrame, *, smoothing: int
) -> AddUsualSeconds:
    """
    Average of the training rows, pulled towards the average of all when there were only a few
    visits.
    """
    typical = train["seconds"].mean()
    visits = train.groupby("customer_id")["seconds"].agg(["sum", "count"])
    usual_seconds = (visits["sum"] + smoothing * typical) / (visits["count"] + smoothing)

    train = with_usual_seconds(train, typical=typical, usual_seconds=usual_seconds)
    test = with_usual_seconds(test, typical=typical, usual_seconds=usual_seconds)
    return AddUsualSeconds(typical=typical, usual_seconds=usual_seconds, train=train, test=test)


def prep_rows(stops: pd.DataFrame, frozen: Frozen) -> pd.DataFrame:
    """The same steps for the rows of a request, with what training has learnt."""
    stops = stops.copy()
    arrived = pd.to_datetime(stops["arrived_at"])
    stops["weekday"] = arrived.dt.day_of_week
    stops["hour"] = arrived.dt.hour
    stops["rush"] = is_rush(arrived).astype(int)
    stops["weight_kg"] = stops["weight_kg"].fillna(stops["items"] * frozen.kg_per_item)
    stops["weight_kg"] = stops["weight_kg"].clip(upper=frozen.heaviest)
    stops["trips"] = trips_to_the_door(stops["boxes"], boxes_per_trip=frozen.boxes_per_trip)
    stops["floor"] = stops["floor"].fillna(frozen.usual_floor)
    # a missing elevator stays missing: LightGBM can split on that
    stops["elevator"] = stops["elevator"].map({"yes": 1, "no": 0})
    stops["stairs"] = stops["floor"] * stops["trips"] * (1 - stops["elevator"].fillna(0))
    stops["parking"] = stops["parking"].fillna("unknown").astype(frozen.parking_levels)
    stops = pd.get_dummies(stops.astype({"area": frozen.area_levels}), columns=["area"], dtype=int)
    test = stops.copy()
    test = with_usual_seconds(test, typical=frozen.typical, usual_seconds=frozen.usual_seconds)
    return test
