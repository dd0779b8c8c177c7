"""The settings of a run."""

import ast
import os
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Parameters:
    """The defaults are the notebook's values."""

    data_path: str = "data/stops.csv"
    seed: int = 11
    test_share: float = 0.25
    n_trials: int = 8
    shortest_stop: int = 20  # seconds; below this the van only drove past
    longest_stop: int = 3600  # above this it was lunch
    weight_quantile: float = 0.99  # some weights were typed in grams
    boxes_per_trip: int = 3  # what fits on the trolley
    smoothing: int = 5
    fixed_rule: int = 420  # seconds; what the planner uses today


def read_parameters(**given: Any) -> Parameters:
    """
    The settings: as given, else from the environment (SERVICE_TIME_NAME), else the notebook's values.
    """
    values: dict[str, Any] = {}
    for field in fields(Parameters):
        text = os.environ.get("SERVICE_TIME_" + field.name.upper())
        if text is not None:
            values[field.name] = text if field.type is str else ast.literal_eval(text)
    unknown = set(given) - {field.name for field in fields(Parameters)}
    if unknown:
        raise TypeError(f"there is no parameter {', '.join(sorted(unknown))}")
    return Parameters(**{**values, **given})
