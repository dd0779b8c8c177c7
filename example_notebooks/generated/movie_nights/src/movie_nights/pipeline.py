"""The notebook's sections, in their order."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from movie_nights.evaluate import evaluate_error, monthly_letter
from movie_nights.load import load_ratings_and_movies
from movie_nights.parameters import Parameters, read_parameters
from movie_nights.predict import predict_expected_stars
from movie_nights.prep import clean_ratings, split_by_time
from movie_nights.train import learn_tastes


class Result(NamedTuple):
    """What the sections give."""

    expected: pd.Series
    film_average: pd.Series
    error: dict[str, float]
    pairs: pd.DataFrame
    seen: pd.Series
    unseen: pd.DataFrame
    letter: pd.DataFrame


class Execution(NamedTuple):
    """One run, with what the service needs of it."""

    result: Result
    table: pd.DataFrame  # as it was loaded
    requests: pd.DataFrame  # rows as a client would send them
    artifacts: dict[str, Any]
    metrics: dict[str, float]


def execute(parameters: Parameters) -> Execution:
    """One run from the data files to the answers."""
    ratings, movies = load_ratings_and_movies(
        ratings_path=parameters.ratings_path, movies_path=parameters.movies_path
    )
    loaded_ratings = ratings
    ratings = clean_ratings(ratings)
    train, test = split_by_time(ratings, test_from=parameters.test_from)
    usual, film_bonus, member_bonus, member_taste, film_taste = learn_tastes(
        train,
        shrink_films=parameters.shrink_films,
        shrink_members=parameters.shrink_members,
        n_factors=parameters.n_factors,
    )
    expected = predict_expected_stars(
        test, film_bonus, film_taste, member_bonus, member_taste, usual
    )
    film_average, error = evaluate_error(usual, test, film_bonus, expected)
    pairs, seen, unseen, letter = monthly_letter(
        member_taste,
        movies,
        ratings,
        film_bonus,
        film_taste,
        member_bonus,
        usual,
        letter_length=parameters.letter_length,
    )
    return Execution(
        result=Result(
            expected=expected,
            film_average=film_average,
            error=error,
            pairs=pairs,
            seen=seen,
            unseen=unseen,
            letter=letter,
        ),
        table=loaded_ratings,
        requests=loaded_ratings.loc[test.index],
        artifacts={
            "film_bonus": film_bonus,
            "film_taste": film_taste,
            "member_bonus": member_bonus,
            "member_taste": member_taste,
            "usual": usual,
        },
        metrics={f"error of {key}": float(value) for key, value in error.items()},
    )


def run(**parameters: Any) -> Result:
    """Run every section in the notebook's order; nothing is written."""
    return execute(read_parameters(**parameters)).result


def train(
    parameters: Mapping[str, Any] | None = None,
    *,
    models: Path | None = None,
    validation: bool = True,
    force: bool = False,
) -> str:
    """Train a model, check its data and its metrics, and let it answer as a new version."""
    # imported here: a mere run needs none of it
    from movie_nights import gate, lineage, releases

    settings = read_parameters(**(parameters or {}))
    execution = execute(settings)
    if validation:
        gate.require_valid(execution.table, training=True)
    if not force:
        gate.require_usual(execution.metrics, folder=models)
    return releases.release(
        execution.artifacts,
        requests=execution.requests,
        metrics=execution.metrics,
        lineage=lineage.lineage(execution.table, asdict(settings)),
        folder=models,
    )
