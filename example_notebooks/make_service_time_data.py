"""
Simulate the stops of a grocery delivery service: seconds spent at the customer's door.

    python make_service_time_data.py        writes data/stops.csv, the same bytes each time

What happens at a stop: the driver looks for a place for the van, checks the items, carries the
boxes to the door in trips of three, and the customer takes them in, in a way of their own that
no column tells. The seconds come from a geofence around the address, so they are wrong now and
then: the van only drove past (a few seconds), or the driver had lunch there (hours).
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

SEED = 20250107
STOPS = 12_000
CUSTOMERS = 400
FIRST_MONDAY = datetime(2025, 1, 6)
WEEKS = 26

AREAS = ("urban", "suburban", "rural")
PARKING = ("easy", "street", "hard")
PARKING_SHARES = {"urban": (0.2, 0.5, 0.3), "suburban": (0.6, 0.32, 0.08), "rural": (0.9, 0.1, 0.0)}
HIGHEST_FLOOR = {"urban": 6, "suburban": 2, "rural": 1}
SECONDS_TO_PARK = {"easy": 15.0, "street": 60.0, "hard": 135.0}
HOUR_SHARES = {8: 3, 9: 6, 10: 7, 11: 5, 12: 2, 13: 2, 14: 3, 15: 4, 16: 6, 17: 8, 18: 7, 19: 4}
WEEKDAY_SHARES = (0.15, 0.14, 0.14, 0.16, 0.22, 0.19)  # no deliveries on Sunday
HEADER = (
    "stop_id", "customer_id", "arrived_at", "weight_kg", "items", "boxes",
    "area", "parking", "floor", "elevator", "seconds",
)  # fmt: skip


@dataclass(frozen=True)
class Customer:
    """A household: where it lives, what it orders and how it takes the boxes in."""

    number: str
    area: str
    parking: str
    floor: int
    elevator: bool
    usual_items: float
    at_the_door: float  # seconds: leaves the boxes outside ... has each bag unpacked
    pace: float
    evening: bool


def main() -> None:
    """Write the table beside this script."""
    target = Path(__file__).parent / "data" / "stops.csv"
    target.parent.mkdir(exist_ok=True)
    target.write_text(stops_csv(), encoding="utf-8", newline="\n")


def stops_csv(seed: int = SEED, stops: int = STOPS) -> str:
    """Return the whole table as text, sorted by arrival."""
    rng = np.random.default_rng(seed)
    customers = [_customer(rng, number) for number in range(1, CUSTOMERS + 1)]
    visits = rng.pareto(2.5, CUSTOMERS) + 0.35  # some order twice a week, some twice a year
    chosen = rng.choice(CUSTOMERS, size=stops, p=visits / visits.sum())
    arrivals = sorted((_arrival(rng, customers[k].evening), int(k)) for k in chosen)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for stop_id, (arrived_at, k) in enumerate(arrivals, start=10_001):
        writer.writerow([stop_id, *_stop(rng, customers[k], arrived_at)])
    return text.getvalue()


def _customer(rng: np.random.Generator, number: int) -> Customer:
    area = str(rng.choice(AREAS, p=(0.5, 0.33, 0.17)))
    floor = int(rng.integers(0, HIGHEST_FLOOR[area] + 1))
    return Customer(
        number=f"C{number:03d}",
        area=area,
        parking=str(rng.choice(PARKING, p=PARKING_SHARES[area])),
        floor=floor,
        elevator=bool(rng.random() < (0.65 if floor >= 3 else 0.25 if area == "urban" else 0.03)),
        usual_items=float(rng.gamma(6.0, 3.5)),
        at_the_door=float(rng.choice((20.0, 70.0, 180.0), p=(0.3, 0.5, 0.2))),
        pace=float(rng.lognormal(0.0, 0.15)),
        evening=bool(rng.random() < 0.4),
    )


def _arrival(rng: np.random.Generator, evening: bool) -> datetime:
    day = 7 * int(rng.integers(WEEKS)) + int(rng.choice(len(WEEKDAY_SHARES), p=WEEKDAY_SHARES))
    shares = np.array(
        [share * (3.0 if (hour >= 16) == evening else 1.0) for hour, share in HOUR_SHARES.items()]
    )
    hour = int(rng.choice(list(HOUR_SHARES), p=shares / shares.sum()))
    return FIRST_MONDAY + timedelta(days=day, hours=hour, minutes=int(rng.integers(60)))


def _stop(rng: np.random.Generator, customer: Customer, arrived_at: datetime) -> Iterator[object]:
    """Yield the row's values after the stop's number, with the gaps and slips of real records."""
    friday = 1.25 if arrived_at.weekday() == 4 else 1.0
    items = 1 + int(rng.poisson(customer.usual_items * friday * rng.lognormal(0.0, 0.4)))
    weight = items * rng.lognormal(-0.35, 0.3) + 0.2
    boxes = max(1, int(np.ceil(weight / rng.uniform(5.5, 8.0))))
    seconds = _seconds(rng, customer, arrived_at, items, weight, boxes)

    weight_kg = f"{weight * 1000 if rng.random() < 0.004 else weight:.1f}"  # typed in grams
    scale_is_offline = arrived_at.timetuple().tm_yday % 23 == 0 or rng.random() < 0.02
    yield customer.number
    yield f"{arrived_at:%Y-%m-%d %H:%M}"
    yield "" if scale_is_offline else weight_kg
    yield items
    yield boxes
    yield customer.area
    yield "" if rng.random() < 0.08 else customer.parking
    yield "" if rng.random() < 0.03 else customer.floor
    yield "" if rng.random() < 0.11 else "yes" if customer.elevator else "no"
    yield _measured(rng, seconds)


def _seconds(
    rng: np.random.Generator,
    customer: Customer,
    arrived_at: datetime,
    items: int,
    weight: float,
    boxes: int,
) -> float:
    """Return the true seconds between arriving and driving on."""
    rush = arrived_at.hour in (8, 9, 17, 18) and arrived_at.weekday() < 5
    to_park = SECONDS_TO_PARK[customer.parking] * (1.7 if rush else 1.0)
    trips = -(-boxes // 3)
    per_trip = 28.0 + 1.3 * weight / trips
    per_trip += 26.0 + 5.0 * customer.floor if customer.elevator else 24.0 * customer.floor
    work = 45.0 + 2.6 * items + trips * per_trip
    return float((to_park + work * customer.pace + customer.at_the_door) * rng.lognormal(0.0, 0.14))


def _measured(rng: np.random.Generator, seconds: float) -> str:
    """Return what the geofence recorded: mostly the truth, sometimes nothing or nonsense."""
    slip = rng.random()
    if slip < 0.020:
        return ""  # no signal
    if slip < 0.035:
        return str(int(rng.integers(2, 15)))  # drove past and came back later
    if slip < 0.047:
        return str(int(rng.integers(5_400, 14_400)))  # lunch, or a flat tyre
    return str(round(seconds))


if __name__ == "__main__":
    main()
