"""What the file of a neural network names: the classes and functions that it is made of."""

import io
import sys
from typing import Any


def network_facts(kind: str, value: Any) -> dict[str, Any]:
    """The library of a network, and what must be trusted, or be there, when its file is loaded."""
    torch, keras = sys.modules.get("torch"), sys.modules.get("keras")
    model: Any = getattr(keras, "Model", None)
    if kind != "network":
        return {"library": "", "made_of": []}
    #   on top of PyTorch a model of Keras is a module of PyTorch too
    if keras is not None and model is not None and isinstance(value, model):
        return {"library": "keras", "made_of": [keras.config.backend()]}
    return {"library": "torch", "made_of": _named_in_file(torch, value)}


def _named_in_file(torch: Any, network: Any) -> list[str]:
    """Every class and function, under the shortest path that leads to it; none where one cannot."""
    #   torch.nn.modules.linear.Linear -> torch.nn.Linear        __main__.LoadNet
    try:
        file = io.BytesIO()
        torch.save(network, file)
        file.seek(0)
        found = torch.serialization.get_unsafe_globals_in_checkpoint(file)
    except Exception:  # it holds what no file can, or this release cannot tell
        return []
    return sorted({_shortest(name) for name in found})


def _shortest(name: str) -> str:
    module, _, last = name.rpartition(".")
    found: Any = getattr(sys.modules.get(module), last, None)
    parts = module.split(".")
    for length in range(1, len(parts)):
        prefix = ".".join(parts[:length])
        if prefix in sys.modules and vars(sys.modules[prefix]).get(last) is found is not None:
            return f"{prefix}.{last}"
    return name
