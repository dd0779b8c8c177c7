"""Prepares the data."""

import pandas as pd


def clean_ratings(ratings: pd.DataFrame) -> pd.DataFrame:
    """Clean the ratings."""
    ratings = ratings[ratings["stars"] > 0]
    ratings = ratings.sort_values("rated_at").drop_duplicates(["user_id", "movie_id"], keep="last")
    return ratings


def split_by_time(ratings: pd.DataFrame, *, test_from: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split by time."""
    train = ratings[ratings["rated_at"] < test_from]
    test = ratings[ratings["rated_at"] >= test_from]
    return train, test


def prep_rows(ratings: pd.DataFrame) -> pd.DataFrame:
    """The same steps for the rows of a request."""
    return ratings.copy()
