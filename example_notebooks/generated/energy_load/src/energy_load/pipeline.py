"""The notebook's sections, in their order."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from energy_load.evaluate import evaluate_model
from energy_load.load import load_load
from energy_load.parameters import Parameters, read_parameters
from energy_load.predict import predict_forecast
from energy_load.prep import Frozen, add_calendar, fill_temperature, split_by_time
from energy_load.train import train_small_network


class Result(NamedTuple):
    """What the sections give."""

    above: np.ndarray
    forecast: pd.Series
    error_mw: float
    naive_error_mw: float


class Execution(NamedTuple):
    """One run, with what the service needs of it."""

    result: Result
    table: pd.DataFrame  # as it was loaded
    requests: pd.DataFrame  # rows as a client would send them
    artifacts: dict[str, Any]
    metrics: dict[str, float]


def execute(parameters: Parameters) -> Execution:
    """One run from the data files to the answers."""
    load = load_load(data_path=parameters.data_path)
    loaded_load = load.copy()
    usual_temperature, load = fill_temperature(load)
    load = add_calendar(load)
    train, test = split_by_time(load, test_from=parameters.test_from)
    scaler, usual_change, model = train_small_network(
        train,
        seed=parameters.seed,
        hidden=parameters.hidden,
        dropout=parameters.dropout,
        learning_rate=parameters.learning_rate,
        epochs=parameters.epochs,
        batch_size=parameters.batch_size,
    )
    above, forecast = predict_forecast(model, scaler, test, usual_change)
    error_mw, naive_error_mw = evaluate_model(test, forecast)
    frozen = Frozen(usual_temperature=usual_temperature)
    return Execution(
        result=Result(
            above=above, forecast=forecast, error_mw=error_mw, naive_error_mw=naive_error_mw
        ),
        table=loaded_load,
        requests=loaded_load.loc[test.index],
        artifacts={
            "model": model,
            "scaler": scaler,
            "usual_change": usual_change,
            "frozen": frozen,
        },
        metrics={"error_mw": float(error_mw), "naive_error_mw": float(naive_error_mw)},
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
    from energy_load import gate, lineage, releases

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
