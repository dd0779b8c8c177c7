"""The notebook's sections, in their order."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from service_time.evaluate import evaluate_mae
from service_time.load import load_stops
from service_time.parameters import Parameters, read_parameters
from service_time.predict import make_predictions
from service_time.prep import (
    Frozen,
    add_arrival_time,
    add_usual_seconds,
    drop_absurd_stops,
    mend_the_address,
    mend_the_order,
    split,
)
from service_time.train import train_model


class Result(NamedTuple):
    """What the sections give."""

    predicted: np.ndarray
    average: pd.Series
    customer_average: pd.Series
    mae: dict[str, float]


class Execution(NamedTuple):
    """One run, with what the service needs of it."""

    result: Result
    table: pd.DataFrame  # as it was loaded
    requests: pd.DataFrame  # rows as a client would send them
    artifacts: dict[str, Any]
    metrics: dict[str, float]


def execute(parameters: Parameters) -> Execution:
    """One run from the data files to the answers."""
    stops = load_stops(data_path=parameters.data_path)
    loaded_stops = stops
    stops = drop_absurd_stops(
        stops, shortest_stop=parameters.shortest_stop, longest_stop=parameters.longest_stop
    )
    stops = add_arrival_time(stops)
    kg_per_item, stops, heaviest = mend_the_order(
        stops, weight_quantile=parameters.weight_quantile, boxes_per_trip=parameters.boxes_per_trip
    )
    usual_floor, stops, parking_levels, area_levels = mend_the_address(stops)
    train, test = split(stops, test_share=parameters.test_share, seed=parameters.seed)
    typical, usual_seconds, train, test = add_usual_seconds(
        train, test, smoothing=parameters.smoothing
    )
    features, model = train_model(train, seed=parameters.seed, n_trials=parameters.n_trials)
    predicted = make_predictions(
        model,
        test,
        features,
        shortest_stop=parameters.shortest_stop,
        longest_stop=parameters.longest_stop,
    )
    average, customer_average, mae = evaluate_mae(
        train, test, typical, predicted, fixed_rule=parameters.fixed_rule
    )
    frozen = Frozen(
        kg_per_item=kg_per_item,
        heaviest=heaviest,
        usual_floor=usual_floor,
        parking_levels=parking_levels,
        area_levels=area_levels,
        boxes_per_trip=parameters.boxes_per_trip,
        typical=typical,
        usual_seconds=usual_seconds,
    )
    return Execution(
        result=Result(
            predicted=predicted, average=average, customer_average=customer_average, mae=mae
        ),
        table=loaded_stops,
        requests=loaded_stops.loc[test.index],
        artifacts={
            "model": model,
            "features": features,
            "shortest_stop": parameters.shortest_stop,
            "longest_stop": parameters.longest_stop,
            "frozen": frozen,
        },
        metrics={f"mae of {key}": float(value) for key, value in mae.items()},
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
    from service_time import gate, lineage, releases

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
