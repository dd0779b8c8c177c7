"""A name that the notebook reads and that a clean run does not have."""

import ast
import re

from .failure import Diagnosis, Failure, parsed
from .removed import BUILTINS

_NAME = re.compile(r"name '(\w+)' is not defined|local variable '(\w+)' referenced")

RESTART = 'Run "Restart kernel and run all" until it ends, save, and try again.'


def unbound_name(failure: Failure) -> Diagnosis | None:
    """A name bound by a later cell, or by a cell that is gone."""
    matched = _NAME.search(failure.value)
    if failure.name not in ("NameError", "UnboundLocalError") or not matched:
        return None
    name = matched[1]
    if name is None:
        return None
    if name in BUILTINS and name not in failure.bound_in:
        return Diagnosis(
            "NB402",
            "removed API",
            f"`{name}` is Python 2",
            f"Write `{BUILTINS[name]}` instead.",
        )
    here = failure.cell.index
    later = [index for index in failure.bound_in.get(name, ()) if index > here]
    earlier = [index for index in failure.bound_in.get(name, ()) if index < here]
    if later and not earlier:
        return _out_of_order(f"`{name}`", later[0])
    if not later and not earlier and here not in failure.bound_in.get(name, ()):
        return Diagnosis("NB408", "hidden state", _nobody(failure, name), _bind(name))
    return None


def _out_of_order(what: str, index: int) -> Diagnosis:
    return Diagnosis(
        "NB407",
        "hidden state",
        f"{what} is read here, but cell {index + 1}, further down, is the first that makes it: "
        "the cells were run in another order",
        f"Move cell {index + 1} above this one. {RESTART}",
    )


def _nobody(failure: Failure, name: str) -> str:
    message = (
        f"`{name}` is read here, but no cell binds it: the recorded outputs came from a cell "
        "that is gone, or from names typed elsewhere"
    )
    stars = [
        node.module
        for cell in failure.notebook.code_cells
        for node in ast.walk(parsed(cell.source))
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and node.module
    ]
    if stars:
        message += f"; `from {stars[0]} import *` may have given it in another version"
    return message


# the customary short names; the remedy says the line, it does not add it
_CUSTOMARY = {
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "sns": "import seaborn as sns",
    "tf": "import tensorflow as tf",
    "sm": "import statsmodels.api as sm",
    "os": "import os",
    "re": "import re",
}


def _bind(name: str) -> str:
    if name in _CUSTOMARY:
        return f"Add `{_CUSTOMARY[name]}` to a cell above. {RESTART}"
    return f"Add the cell that binds `{name}` again. {RESTART}"


def missing_column(failure: Failure) -> Diagnosis | None:
    """A column that a later cell makes."""
    if failure.name != "KeyError":
        return None
    key = failure.value.strip().strip("'\"")
    made = [cell.index for cell in failure.notebook.code_cells if key in _made_keys(cell.source)]
    here = failure.cell.index
    if made and min(made) > here:
        return _out_of_order(f"`{key}`", min(made))
    return None


def _made_keys(source: str) -> set[str]:
    """The texts `k` of assignments `x["k"] = ...`."""
    return {
        node.slice.value
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    }
