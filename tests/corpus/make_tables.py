"""
Make the tables beside the notebooks of the corpus.

    python tests/corpus/make_tables.py        writes the four CSV files, the same bytes each time

Each table has what its notebook has to cope with: gaps, odd spellings, a few absurd values.
Only `random.Random.random` is drawn from, whose sequence Python promises to keep.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from math import cos, exp, log, pi, sin, sqrt
from pathlib import Path
from random import Random

Row = tuple[object, ...]


def main() -> None:
    """Write all tables beside this script."""
    for name in TABLES:
        target = Path(__file__).parent / f"{name}.csv"
        target.write_text(table_csv(name), encoding="utf-8", newline="\n")


def table_csv(name: str) -> str:
    """Return the table as CSV text, with its header."""
    rows = TABLES[name](Random(f"table {name}"))
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def churn(rng: Random) -> Iterator[Row]:
    """Yield customers of a phone company: mostly new ones on short contracts leave."""
    yield ("customer", "region", "contract", "internet", "payment", "tenure_months",
           "monthly_fee", "support_calls", "churn")  # fmt: skip
    for number in range(900):
        contract = _pick(rng, ("monthly", "one year", "two years"), (0.55, 0.25, 0.20))
        internet = _pick(rng, ("fiber", "dsl", "none"), (0.45, 0.40, 0.15))
        tenure = int(72 * rng.random() ** (2.0 if contract == "monthly" else 0.8))
        fee = {"fiber": 70, "dsl": 45, "none": 20}[internet] + 15 * rng.random()
        calls = int(-log(1 - rng.random()) * 1.5)
        score = -1.1 - 0.05 * tenure + 0.018 * fee + 0.45 * calls + 0.9 * (contract == "monthly")
        yield (
            f"K{number:04d}",
            _pick(rng, ("north", "south", "east", "west")),
            contract,
            _or_gap(rng, 0.03, internet),
            _or_gap(rng, 0.06, _pick(rng, ("card", "transfer", "cheque"), (0.5, 0.4, 0.1))),
            tenure,
            _or_gap(rng, 0.05, f"{fee:.2f}"),
            calls,
            "yes" if rng.random() < _share(score) else "no",
        )


def houses(rng: Random) -> Iterator[Row]:
    """Yield houses that were sold: prices are skewed, lots go unmeasured, a few are estates."""
    yield (
        "id",
        "district",
        "style",
        "built",
        "living_area",
        "lot_area",
        "baths",
        "garage",
        "price",
    )
    districts = {"harbour": 1.5, "old town": 1.25, "hill": 1.1, "station": 0.85, "mill": 0.7}
    for number in range(1, 801):
        district = _pick(rng, tuple(districts), (0.15, 0.2, 0.2, 0.25, 0.2))
        style = _pick(rng, ("detached", "terraced", "flat"), (0.45, 0.3, 0.25))
        built = 1890 + int(130 * rng.random() ** 0.7)
        area = exp(_normal(rng, 4.75, 0.28)) * (0.7 if style == "flat" else 1.0)
        lot = (
            area
            * (1.2 if style == "flat" else 3.5)
            * exp(_normal(rng, 0.3 * districts[district], 0.4))
        )
        lot *= 40 if rng.random() < 0.008 else 1
        baths = 1 + int(area > 110) + int(rng.random() < 0.3)
        garage = _pick(rng, ("own", "street", ""), (0.4, 0.35, 0.25))
        price = 2600 * area**0.9 * districts[district] * exp(_normal(rng, 0.0, 0.11))
        price *= 1 + 0.002 * (built - 1950) + 0.06 * baths + 0.08 * (garage == "own")
        yield (
            number,
            district,
            style,
            _or_gap(rng, 0.04, built),
            f"{area:.1f}",
            _or_gap(rng, 0.12, f"{min(lot, 90_000):.0f}"),
            baths,
            garage,
            f"{price / 1000:.0f}000",
        )


def loans(rng: Random) -> Iterator[Row]:
    """Yield applications for a loan: missing incomes, purposes spelt freely."""
    yield ("application", "purpose", "home", "employment", "income", "amount", "term_months",
           "late_payments", "defaulted")  # fmt: skip
    for number in range(1000):
        purpose = _pick(rng, ("car", "kitchen", "debt", "travel"), (0.35, 0.25, 0.3, 0.1))
        home = _pick(rng, ("own", "rent", "parents"), (0.4, 0.5, 0.1))
        employment = _pick(
            rng, ("permanent", "temporary", "self-employed", "none"), (0.6, 0.2, 0.15, 0.05)
        )
        income = exp(_normal(rng, 10.3, 0.45)) * (0.5 if employment == "none" else 1.0)
        amount = income * exp(_normal(rng, -1.2, 0.6))
        late = int(-log(1 - rng.random()) * (1.4 if purpose == "debt" else 0.6))
        score = -4.2 + 3.5 * amount / income + 1.2 * late + 1.1 * (employment != "permanent")
        spelt = _pick(rng, (purpose, purpose.title(), f" {purpose}"), (0.8, 0.12, 0.08))
        yield (
            f"L{number:05d}",
            spelt,
            home,
            _or_gap(rng, 0.07, employment),
            _or_gap(rng, 0.15 if employment == "self-employed" else 0.04, f"{income:.0f}"),
            f"{amount:.0f}",
            _pick(rng, ("12", "24", "36", "60")),
            _or_gap(rng, 0.02, late),
            int(rng.random() < _share(score)),
        )


def energy(rng: Random) -> Iterator[Row]:
    """Yield the daily use of eight meters: weekly rhythm, cold days, slow drift."""
    yield ("meter", "day", "temperature", "kwh")
    start = date(2025, 1, 1)
    weather = [4 - 12 * cos(2 * pi * (day + 10) / 365) + _normal(rng, 4, 2.5) for day in range(181)]
    for meter in range(1, 9):
        base, weekend, heating = 8 + 14 * rng.random(), 0.7 + 0.6 * rng.random(), 0.9 * rng.random()
        drift = 0.0
        for day, temperature in enumerate(weather):
            drift = 0.9 * drift + _normal(rng, 0.0, 0.05)
            today = start + timedelta(days=day)
            kwh = base * (weekend if today.weekday() > 4 else 1) * exp(drift)
            kwh += heating * max(0.0, 15 - temperature)
            yield (f"M{meter}", today, _or_gap(rng, 0.02, f"{temperature:.1f}"), f"{kwh:.2f}")


TABLES: dict[str, Callable[[Random], Iterator[Row]]] = {
    "churn": churn,
    "energy": energy,
    "houses": houses,
    "loans": loans,
}


def _pick(rng: Random, values: Sequence[str], shares: Sequence[float] | None = None) -> str:
    point = rng.random()
    for value, share in zip(values, shares or [1 / len(values)] * len(values), strict=True):
        point -= share
        if point < 0:
            return value
    return values[-1]


def _or_gap(rng: Random, share: float, value: object) -> object:
    return "" if rng.random() < share else value


def _normal(rng: Random, mean: float, spread: float) -> float:
    return mean + spread * sqrt(-2 * log(1 - rng.random())) * sin(2 * pi * rng.random())


def _share(score: float) -> float:
    return 1 / (1 + exp(-score))


if __name__ == "__main__":
    main()
