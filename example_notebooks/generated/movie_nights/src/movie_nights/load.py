"""Reads the data."""

import os
from pathlib import Path

import pandas as pd


def data_file(path: str) -> Path:
    """A data file of the notebook: in MOVIE_NIGHTS_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("MOVIE_NIGHTS_DATA_DIR", "")) / path


def load_ratings_and_movies(
    *, ratings_path: str, movies_path: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read `ratings` and `movies` from `ratings_path` and `movies_path`."""
    ratings = pd.read_csv(data_file(ratings_path))
    movies = pd.read_csv(data_file(movies_path))
    return ratings, movies
