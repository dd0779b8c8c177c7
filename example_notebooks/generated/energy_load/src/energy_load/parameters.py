"""The settings of a run."""

import ast
import os
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Parameters:
    """The defaults are the notebook's values."""

    data_path: str = "data/energy_load.csv"
    test_from: str = "2025-05-01"  # hours from this day on are the test
    hidden: int = 48  # neurons of a layer
    dropout: float = 0.05
    epochs: int = 25
    batch_size: int = 256
    learning_rate: float = 0.004
    seed: int = 7


def read_parameters(**given: Any) -> Parameters:
    """
    The settings: as given, else from the environment (ENERGY_LOAD_NAME), else the notebook's values.
    """
    values: dict[str, Any] = {}
    for field in fields(Parameters):
        text = os.environ.get("ENERGY_LOAD_" + field.name.upper())
        if text is not None:
            values[field.name] = text if field.type is str else ast.literal_eval(text)
    unknown = set(given) - {field.name for field in fields(Parameters)}
    if unknown:
        raise TypeError(f"there is no parameter {', '.join(sorted(unknown))}")
    return Parameters(**{**values, **given})
