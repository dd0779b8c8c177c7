"""The settings of a run."""

import ast
import os
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Parameters:
    """The defaults are the notebook's values."""


def read_parameters(**given: Any) -> Parameters:
    """
    The settings: as given, else from the environment (BIOPSIES_NAME), else the notebook's values.
    """
    values: dict[str, Any] = {}
    for field in fields(Parameters):
        text = os.environ.get("BIOPSIES_" + field.name.upper())
        if text is not None:
            values[field.name] = text if field.type is str else ast.literal_eval(text)
    unknown = set(given) - {field.name for field in fields(Parameters)}
    if unknown:
        raise TypeError(f"there is no parameter {', '.join(sorted(unknown))}")
    return Parameters(**{**values, **given})
