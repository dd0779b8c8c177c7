"""The namespace in which a notebook's statements run again: its definitions and captured values."""

import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .boundary import set_random


def opened(request: Mapping[str, Any], namespace: dict[str, Any]) -> list[str]:
    """The captured names, after the namespace has them and the setup as the notebook had them."""
    sys.path.insert(0, request["folder"])
    for code in request["setup"]:
        exec(compile(code, "setup", "exec"), namespace)
    state: dict[str, Any] = {}
    captured: list[str] = []
    for path in request["boundaries"]:
        held = pickle.loads(Path(path).read_bytes())
        namespace.update(held["values"])
        captured += held["values"]
        state = held.get("random") or {}
    set_random(state)
    return captured
