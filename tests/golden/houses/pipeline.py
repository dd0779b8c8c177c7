"""The notebook's sections, in their order."""

from typing import Any, NamedTuple

from houses.evaluate import evaluate_model
from houses.load import load_houses
from houses.parameters import Parameters, read_parameters
from houses.predict import predict_price
from houses.prep import add_features, clip_lots, fill_lots, split
from houses.train import train_model


class Result(NamedTuple):
    """What the sections give."""

    price: Any
    mape: Any
    mape_median: Any


def execute(parameters: Parameters) -> Result:
    """One run from the data files to the answers."""
    houses = load_houses(csv_file=parameters.csv_file)
    houses = fill_lots(houses)
    houses = clip_lots(houses, upper=parameters.upper)
    X, y = add_features(houses, sold_in=parameters.sold_in)
    X_train, X_test, y_train, y_test = split(X, y, seed=parameters.seed)
    gbr = train_model(X_train, y_train, n_estimators=parameters.n_estimators, seed=parameters.seed)
    price = predict_price(gbr, X_test)
    mape, mape_median = evaluate_model(y_test, price, y_train)
    return Result(price=price, mape=mape, mape_median=mape_median)


def run(**parameters: Any) -> Result:
    """Run every section in the notebook's order; nothing is written."""
    return execute(read_parameters(**parameters))
