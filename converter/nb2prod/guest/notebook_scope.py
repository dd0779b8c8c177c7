"""The namespace in which a notebook's statements run again: its definitions and captured values."""

import pickle
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def opened(request: Mapping[str, Any], namespace: dict[str, Any]) -> list[str]:
    """The captured names, after the namespace has them and the setup as the notebook had them."""
    sys.path.insert(0, request["folder"])
    for code in request["setup"]:
        exec(compile(code, "setup", "exec"), namespace)
    state: Mapping[str, Any] = {}
    captured: list[str] = []
    for path in request["boundaries"]:
        held = pickle.loads(Path(path).read_bytes())
        namespace.update(held["values"])
        captured += held["values"]
        state = held.get("random") or {}
    restore(state)
    return captured


def restore(state: Mapping[str, Any]) -> None:
    """Set the random generators to a captured state."""
    if state.get("python"):
        random.setstate(tuple(tuple(p) if isinstance(p, list) else p for p in state["python"]))
    if state.get("numpy"):
        import numpy

        numpy.random.set_state(state["numpy"])
