"""What a stop looks like to the model."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

AREAS = ("rural", "suburban", "urban")
TROLLEY = 3
TRUST = 5
RUSH = frozenset({8, 9, 17, 18})


@dataclass(frozen=True)
class StopEncoder:
    """Statistics of past stops that new ones are completed with."""

    kg_per_item: float
    heaviest: float
    floor: float
    parking: tuple[str, ...]

    @classmethod
    def learn(cls, stops: pd.DataFrame, quantile: float = 0.99) -> "StopEncoder":
        kg_per_item = (stops["weight_kg"] / stops["items"]).median()
        weight = stops["weight_kg"].fillna(stops["items"] * kg_per_item)
        return cls(
            kg_per_item=kg_per_item,
            heaviest=weight.quantile(quantile),
            floor=stops["floor"].median(),
            parking=tuple(sorted(stops["parking"].fillna("unknown").unique())),
        )

    def encode(self, stops: pd.DataFrame) -> pd.DataFrame:
        at = pd.to_datetime(stops["arrived_at"])
        weight = stops["weight_kg"].fillna(stops["items"] * self.kg_per_item)
        floor = stops["floor"].fillna(self.floor)
        elevator = stops["elevator"].map({"yes": 1, "no": 0})
        trips = np.ceil(stops["boxes"] / TROLLEY)
        rush = at.dt.hour.isin(RUSH) & (at.dt.day_of_week <= 4)
        parking = pd.Categorical(stops["parking"].fillna("unknown"), categories=self.parking)
        areas = {f"area_{name}": (stops["area"] == name).astype(int) for name in AREAS}
        return stops.drop(columns="area").assign(
            weight_kg=weight.clip(upper=self.heaviest),
            floor=floor,
            elevator=elevator,
            parking=parking,
            weekday=at.dt.day_of_week,
            hour=at.dt.hour,
            rush=rush.astype(int),
            trips=trips,
            stairs=floor * trips * (1 - elevator.fillna(0)),
            **areas,
        )


@dataclass(frozen=True)
class Customers:
    """How long each customer usually takes, drawn towards the mean of all."""

    usual: dict[str, float]
    everybody: float

    @classmethod
    def learn(cls, stops: pd.DataFrame) -> "Customers":
        everybody = stops["seconds"].mean()
        past = stops.groupby("customer_id")["seconds"].agg(["sum", "count"])
        usual = (past["sum"] + TRUST * everybody) / (past["count"] + TRUST)
        return cls(usual.to_dict(), everybody)

    def add_to(self, stops: pd.DataFrame) -> pd.DataFrame:
        usual = stops["customer_id"].map(self.usual).astype(float).fillna(self.everybody)
        return stops.assign(usual_seconds=usual)
