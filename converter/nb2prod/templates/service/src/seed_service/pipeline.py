"""The notebook's sections, in their order."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from seed_service.evaluate import measure_error
from seed_service.load import read_rides
from seed_service.parameters import Parameters, read_parameters
from seed_service.predict import predict_minutes
from seed_service.prep import Frozen, fill_gaps, mark_conditions, split_rides
from seed_service.train import train_model


class Result(NamedTuple):
    """What the sections give."""

    mae: float
    minutes: np.ndarray


class Execution(NamedTuple):
    """One run, with what the service needs of it."""

    result: Result
    table: pd.DataFrame  # as it was loaded
    requests: pd.DataFrame  # rows as a client would send them
    artifacts: dict[str, Any]
    metrics: dict[str, float]


def execute(parameters: Parameters) -> Execution:
    """One run from the data files to the answers."""
    rides = read_rides(data_path=parameters.data_path)
    loaded_rides = rides
    distance_median, rides = fill_gaps(rides)
    rides = mark_conditions(rides)
    train, test = split_rides(rides, test_share=parameters.test_share, seed=parameters.seed)
    model = train_model(train)
    mae = measure_error(test, model)
    minutes = predict_minutes(model, test)
    frozen = Frozen(distance_median=distance_median)
    return Execution(
        result=Result(mae=mae, minutes=minutes),
        table=loaded_rides,
        requests=loaded_rides.loc[test.index],
        artifacts={"model": model, "frozen": frozen},
        metrics={"mae": float(mae)},
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
    from seed_service import gate, lineage, releases

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
