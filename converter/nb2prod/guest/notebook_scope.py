"""The namespace in which a notebook's statements run again: its definitions and captured values."""

import pickle
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def opened(request: Mapping[str, Any], namespace: dict[str, Any]) -> None:
    """Fill the namespace with the setup and the captured values, as the notebook had them."""
    sys.path.insert(0, request["folder"])
    for code in request["setup"]:
        exec(compile(code, "setup", "exec"), namespace)
    state: Mapping[str, Any] = {}
    for path in request["boundaries"]:
        held = pickle.loads(Path(path).read_bytes())
        namespace.update(held["values"])
        state = held.get("random") or {}
    restore(state)


def restore(state: Mapping[str, Any]) -> None:
    """Set the random generators to a captured state."""
    if state.get("python"):
        random.setstate(tuple(tuple(p) if isinstance(p, list) else p for p in state["python"]))
    if state.get("numpy"):
        import numpy

        numpy.random.set_state(state["numpy"])
