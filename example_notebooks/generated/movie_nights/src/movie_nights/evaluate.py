"""Measures how good the result is."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from movie_nights.predict import expected_stars


def rmse(answers, *, test: pd.DataFrame) -> float:
    return float(np.sqrt(((test["stars"] - answers) ** 2).mean()))


def evaluate_error(
    usual: float, test: pd.DataFrame, film_bonus: pd.Series, expected: pd.Series
) -> tuple[pd.Series, dict[str, float]]:
    """Measure `film_average` and `error`."""
    film_average = usual + test["movie_id"].map(film_bonus).fillna(0)
    error = {
        "everybody's average": rmse(usual, test=test),
        "the film's average": rmse(film_average, test=test),
        "with tastes": rmse(expected, test=test),
    }
    return film_average, error


class MonthlyLetter(NamedTuple):
    """What `monthly_letter` gives."""

    pairs: pd.DataFrame
    seen: pd.Series
    unseen: pd.DataFrame
    letter: pd.DataFrame


def monthly_letter(
    member_taste: pd.DataFrame,
    movies: pd.DataFrame,
    ratings: pd.DataFrame,
    film_bonus: pd.Series,
    film_taste: pd.DataFrame,
    member_bonus: pd.Series,
    usual: float,
    *,
    letter_length: int,
) -> MonthlyLetter:
    """The monthly letter."""
    pairs = pd.merge(
        pd.Series(member_taste.index, name="user_id"), movies[["movie_id", "title"]], how="cross"
    )
    seen = (
        pairs.merge(
            ratings[["user_id", "movie_id"]], on=["user_id", "movie_id"], how="left", indicator=True
        )["_merge"]
        == "both"
    )
    unseen = pairs[~seen.to_numpy()]
    unseen = unseen.assign(
        expected=expected_stars(
            unseen,
            film_bonus=film_bonus,
            film_taste=film_taste,
            member_bonus=member_bonus,
            member_taste=member_taste,
            usual=usual,
        )
    )
    letter = (
        unseen.sort_values(["user_id", "expected", "movie_id"], ascending=[True, False, True])
        .groupby("user_id")
        .head(letter_length)
    )
    return MonthlyLetter(pairs=pairs, seen=seen, unseen=unseen, letter=letter)
