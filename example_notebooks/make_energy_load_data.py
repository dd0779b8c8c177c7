"""
Simulate the load of a small town's grid: megawatts, hour by hour, with the temperature outside.

    python make_energy_load_data.py        writes data/energy_load.csv, the same bytes each time

What the town needs in an hour: a base, people who get up, cook and watch films (later at weekends
and on holidays), offices that work from Monday to Friday, heating when it is cold, cooling when it
is hot, and a little more each month, because houses are built. A cold or grey spell lasts for days,
and so does what nobody can name: its error of an hour is most of the error of the next one.
Clocks stay on standard time. The thermometer fails for some hours, the meter hangs now and then.
"""

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

SEED = 20250612
FIRST = datetime(2024, 1, 1)
HOURS = 24 * 546  # one year and a half
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        "2024-01-01", "2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20",
        "2024-10-03", "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21",
        "2025-05-01", "2025-05-29", "2025-06-09",
    )
)  # fmt: skip
HEADER = ("hour_start", "temperature", "holiday", "load_mw")

# share of the people who are up and at home, by hour
AT_HOME = (
    0.20, 0.15, 0.12, 0.12, 0.15, 0.25, 0.50, 0.70, 0.60, 0.50, 0.48, 0.55,
    0.65, 0.60, 0.52, 0.52, 0.60, 0.75, 0.95, 1.00, 0.98, 0.85, 0.60, 0.35,
)  # fmt: skip
# share of the desks and machines that work, by hour
AT_WORK = (
    0.05, 0.05, 0.05, 0.05, 0.08, 0.15, 0.40, 0.75, 0.95, 1.00, 1.00, 0.95,
    0.85, 0.95, 1.00, 0.95, 0.80, 0.50, 0.25, 0.15, 0.10, 0.08, 0.06, 0.05,
)  # fmt: skip


def main() -> None:
    """Write the table beside this script."""
    target = Path(__file__).parent / "data" / "energy_load.csv"
    target.parent.mkdir(exist_ok=True)
    target.write_text(load_csv(), encoding="utf-8", newline="\n")


def load_csv(seed: int = SEED, hours: int = HOURS) -> str:
    """Return the whole table as text, hour by hour."""
    rng = np.random.default_rng(seed)
    moments = [FIRST + timedelta(hours=hour) for hour in range(hours)]
    weather = _spells(rng, hours, memory=0.985, size=3.6)
    unnamed = _spells(rng, hours, memory=0.92, size=1.1)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    shown = 0.0
    for at, moment in enumerate(moments):
        degrees = _usual_temperature(moment) + weather[at]
        load = _load(moment, degrees, at / hours) + unnamed[at]
        shown = shown if rng.random() < 0.002 else load  # a meter that hangs shows the last value
        thermometer = "" if rng.random() < 0.006 else f"{degrees:.1f}"
        writer.writerow([f"{moment:%Y-%m-%d %H:%M}", thermometer, _is_holiday(moment), f"{shown:.2f}"])
    return text.getvalue()


def _spells(rng: np.random.Generator, hours: int, memory: float, size: float) -> np.ndarray:
    """Return deviations that last: each hour keeps most of the one before."""
    shocks = rng.normal(0.0, size * np.sqrt(1 - memory**2), hours)
    found = np.zeros(hours)
    for hour in range(1, hours):
        found[hour] = memory * found[hour - 1] + shocks[hour]
    return found


def _usual_temperature(moment: datetime) -> float:
    """Return degrees Celsius: coldest in January and before sunrise."""
    year = np.cos(2 * np.pi * (moment.timetuple().tm_yday - 18) / 365.25)
    day = np.cos(2 * np.pi * (moment.hour - 4) / 24)
    return float(10.5 - 9.5 * year - 3.5 * day)


def _load(moment: datetime, degrees: float, share: float) -> float:
    """Return megawatts without what nobody can name."""
    free = moment.weekday() >= 5 or bool(_is_holiday(moment))
    hour = moment.hour
    at_home = AT_HOME[(hour - 1) % 24] * 1.15 if free else AT_HOME[hour]
    at_work = AT_WORK[hour] * (0.30 if free else 0.85 if moment.weekday() == 4 else 1.0)
    awake = 0.4 + 0.6 * at_home
    heating = 0.62 * max(0.0, 15.0 - degrees) * awake
    cooling = 0.95 * max(0.0, degrees - 22.0) * (0.3 + 0.7 * at_work)
    return 18.0 + 13.0 * at_home + 16.0 * at_work + heating + cooling + 2.0 * share


def _is_holiday(moment: datetime) -> int:
    return int(moment.date() in HOLIDAYS)


if __name__ == "__main__":
    main()
