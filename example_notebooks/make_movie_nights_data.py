"""
Simulate the ratings of a small cinema club: who gave which film how many stars, and when.

    python make_movie_nights_data.py        writes data/ratings.csv and data/movies.csv,
                                            the same bytes each time

What is simulated: each film has its quality, and a place on four scales of taste that follows from
its genres; each member has a place on the same scales, and is milder or stricter than others.
The stars are quality, mildness, how well the two places match, and the mood of the evening, in
half stars from 0.5 to 5. Well-known films are rated more often, some members rate every week and
some once, new members and new films come every month. As in real records, some ratings were sent
twice, some were changed later, and now and then a zero means "no stars given".
"""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

SEED = 20250514
MEMBERS = 350
FILMS = 160
RATINGS = 8_000
OPENING = datetime(2024, 7, 1, 18)
DAYS = 365

TASTES = {
    "drama": (1.0, 0.2, -0.4, 0.0),
    "comedy": (-0.2, 1.0, 0.1, 0.2),
    "action": (-0.7, 0.1, 1.0, -0.2),
    "horror": (-0.4, -0.9, 0.5, 0.4),
    "romance": (0.6, 0.7, -0.7, 0.0),
    "documentary": (0.8, -0.4, -0.5, -0.9),
    "fantasy": (-0.3, 0.3, 0.4, 1.0),
}
FIRST_WORDS = (
    "The Last", "A Quiet", "Northern", "Paper", "The Secret", "Midnight", "The Other",
    "Return to the", "The Glass", "Summer of the", "Broken", "An Honest", "The Tenth", "Salt and",
    "Beyond the", "Blue",
)  # fmt: skip
SECOND_WORDS = (
    "Harbour", "Orchard", "Engine", "Letter", "Neighbour", "Winter", "Compass", "Choir", "Ferry",
    "Lighthouse",
)  # fmt: skip


def main() -> None:
    """Write both tables beside this script."""
    folder = Path(__file__).parent / "data"
    folder.mkdir(exist_ok=True)
    for name, text in tables().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def tables(seed: int = SEED) -> dict[str, str]:
    """Return the text of each file, by its name."""
    rng = np.random.default_rng(seed)
    films, places, qualities = _films(rng)
    return {
        "movies.csv": _csv(("movie_id", "title", "year", "genres"), films),
        "ratings.csv": _csv(
            ("user_id", "movie_id", "stars", "rated_at"), _ratings(rng, places, qualities)
        ),
    }


def _films(rng: np.random.Generator) -> tuple[list[tuple[object, ...]], np.ndarray, np.ndarray]:
    """Return the films' rows, their places on the scales of taste, and their qualities."""
    titles = [f"{first} {second}" for first in FIRST_WORDS for second in SECOND_WORDS]
    rows: list[tuple[object, ...]] = []
    places = np.zeros((FILMS, 4))
    for number, title in enumerate(rng.permutation(titles)[:FILMS], start=1):
        genres = rng.choice(list(TASTES), size=int(rng.integers(1, 4)), replace=False)
        places[number - 1] = np.mean([TASTES[genre] for genre in genres], axis=0)
        rows.append((number, title, int(rng.integers(1985, 2026)), "|".join(sorted(genres))))
    return rows, places + rng.normal(0.0, 0.25, places.shape), rng.normal(3.3, 0.45, FILMS)


def _ratings(
    rng: np.random.Generator, places: np.ndarray, qualities: np.ndarray
) -> Iterable[tuple[object, ...]]:
    """Return the ratings' rows by time, with the slips of real records."""
    tastes = rng.normal(0.0, 0.8, (MEMBERS, 4))
    mildness = rng.normal(0.0, 0.4, MEMBERS)
    joined = np.where(rng.random(MEMBERS) < 0.7, 0, rng.integers(0, DAYS - 15, MEMBERS))
    released = np.where(rng.random(FILMS) < 0.8, 0, rng.integers(0, DAYS - 15, FILMS))
    eager = rng.pareto(1.6, MEMBERS) + 0.15
    known = rng.pareto(1.4, FILMS) + 0.2
    rows: list[tuple[datetime, int, int, float]] = []
    rated: set[tuple[int, int]] = set()
    while len(rows) < RATINGS:
        user = int(rng.choice(MEMBERS, p=eager / eager.sum()))
        film = int(rng.choice(FILMS, p=known / known.sum()))
        if (user, film) in rated and rng.random() < 0.97:
            continue
        rated.add((user, film))
        first = max(joined[user], released[film])
        day, minute = int(rng.integers(first, DAYS)), int(rng.integers(360))
        at = OPENING + timedelta(days=day, minutes=minute)
        liked = qualities[film] + mildness[user] + tastes[user] @ places[film]
        stars = np.clip(np.round(2 * (liked + rng.normal(0.0, 0.45))) / 2, 0.5, 5.0)
        rows.append((at, user + 1, film + 1, 0.0 if rng.random() < 0.01 else float(stars)))
        if rng.random() < 0.01:
            rows.append(rows[-1])  # the button was pressed twice
    return [
        (f"U{user:03d}", film, stars, f"{at:%Y-%m-%d %H:%M}")
        for at, user, film, stars in sorted(rows)
    ]


def _csv(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    main()
