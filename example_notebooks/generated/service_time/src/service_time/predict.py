"""Gives the answers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor

from service_time.prep import prep_rows


def make_predictions(
    model: LGBMRegressor,
    test: pd.DataFrame,
    features: list[str],
    *,
    shortest_stop: int,
    longest_stop: int,
) -> np.ndarray:
    """The planner wants whole seconds, and nothing outside of what we called a stop."""
    predicted = model.predict(test[features])
    predicted = np.clip(predicted, shortest_stop, longest_stop).round()
    return predicted


# the answer for a row does not depend on the rows beside it
ROW_WISE = True


def predict_rows(rows: pd.DataFrame, artifacts: Mapping[str, Any]) -> list[Any]:
    """One prediction for each row, in order."""
    test = prep_rows(rows, artifacts["frozen"])
    predicted = make_predictions(
        artifacts["model"],
        test,
        artifacts["features"],
        shortest_stop=artifacts["shortest_stop"],
        longest_stop=artifacts["longest_stop"],
    )
    return list(np.asarray(predicted).tolist())
