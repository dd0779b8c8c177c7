"""The notebook's sections, in their order."""

from typing import Any, NamedTuple

from energy.evaluate import evaluate_model
from energy.load import load_usage
from energy.parameters import Parameters, read_parameters
from energy.predict import predict_forecast
from energy.prep import add_lags, fill_temperature, split
from energy.train import train_forest


class Result(NamedTuple):
    """What the sections give."""

    forecast: Any
    mae: Any
    mae_naive: Any


def execute(parameters: Parameters) -> Result:
    """One run from the data files to the answers."""
    usage = load_usage(path=parameters.path)
    usage = fill_temperature(usage)
    usage = add_lags(usage, window=parameters.window)
    train, test = split(usage, first_test_day=parameters.first_test_day)
    forest = train_forest(train, seed=parameters.seed)
    forecast = predict_forecast(forest, test)
    mae, mae_naive = evaluate_model(test, forecast)
    return Result(forecast=forecast, mae=mae, mae_naive=mae_naive)


def run(**parameters: Any) -> Result:
    """Run every section in the notebook's order; nothing is written."""
    return execute(read_parameters(**parameters))
