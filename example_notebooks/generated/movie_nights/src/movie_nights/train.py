"""Trains the model."""

from typing import NamedTuple

import numpy as np
import pandas as pd


class LearnTastes(NamedTuple):
    """What `learn_tastes` gives."""

    usual: float
    film_bonus: pd.Series
    member_bonus: pd.Series
    member_taste: pd.DataFrame
    film_taste: pd.DataFrame


def learn_tastes(
    train: pd.DataFrame, *, shrink_films: int, shrink_members: int, n_factors: int
) -> LearnTastes:
    """Learn the tastes."""
    usual = train["stars"].mean()

    above = train.assign(rest=train["stars"] - usual)
    by_film = above.groupby("movie_id")["rest"].agg(["sum", "count"])
    film_bonus = by_film["sum"] / (by_film["count"] + shrink_films)

    above["rest"] = above["rest"] - above["movie_id"].map(film_bonus)
    by_member = above.groupby("user_id")["rest"].agg(["sum", "count"])
    member_bonus = by_member["sum"] / (by_member["count"] + shrink_members)

    above["rest"] = above["rest"] - above["user_id"].map(member_bonus)
    left_over = above.pivot(index="user_id", columns="movie_id", values="rest").fillna(0)

    left, strength, right = np.linalg.svd(left_over.to_numpy(), full_matrices=False)
    member_taste = pd.DataFrame(left[:, :n_factors] * strength[:n_factors], index=left_over.index)
    film_taste = pd.DataFrame(right[:n_factors].T, index=left_over.columns)
    return LearnTastes(
        usual=usual,
        film_bonus=film_bonus,
        member_bonus=member_bonus,
        member_taste=member_taste,
        film_taste=film_taste,
    )
