"""The settings of a run."""

import ast
import os
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Parameters:
    """The defaults are the notebook's values."""

    ratings_path: str = "data/ratings.csv"
    movies_path: str = "data/movies.csv"
    test_from: str = "2025-05-01"  # ratings from this day on are the test
    n_factors: int = 4  # scales of taste
    shrink_members: int = 4  # ratings; how slowly we believe in a mild or strict member
    shrink_films: int = 8
    letter_length: int = 10  # films in the monthly letter


def read_parameters(**given: Any) -> Parameters:
    """
    The settings: as given, else from the environment (MOVIE_NIGHTS_NAME), else the notebook's values.
    """
    values: dict[str, Any] = {}
    for field in fields(Parameters):
        text = os.environ.get("MOVIE_NIGHTS_" + field.name.upper())
        if text is not None:
            values[field.name] = text if field.type is str else ast.literal_eval(text)
    unknown = set(given) - {field.name for field in fields(Parameters)}
    if unknown:
        raise TypeError(f"there is no parameter {', '.join(sorted(unknown))}")
    return Parameters(**{**values, **given})
