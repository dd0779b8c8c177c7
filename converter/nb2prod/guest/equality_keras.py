"""How two networks of Keras differ; where there is one, Keras is loaded."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from .differences import Compare, Difference


def keras_difference(value: Any) -> Callable[[Any, Any, Compare], Difference | None] | None:
    """The comparison for a network of Keras, or None where it is none."""
    model: Any = getattr(sys.modules.get("keras"), "Model", None)
    return _difference if model is not None and isinstance(value, model) else None


def held(network: Any) -> tuple[str, list[Any]]:
    """The layers with their settings as JSON, and the weights in their order."""
    #   dense_4      the fifth one that this process made: such names are no part of a network
    config = json.loads(network.to_json())
    text = json.dumps(config, sort_keys=True)
    for number, name in enumerate(_names({"layers": [config]})):
        text = text.replace(json.dumps(name), str(number))
    return text, network.get_weights()


def _names(config: Any) -> Iterator[str]:
    """The name of each layer, those of inner networks too."""
    parts = config if isinstance(config, list) else []
    if isinstance(config, dict):
        parts = list(config.values())
        named = [*config.get("layers", ()), config.get("optimizer")]
        yield from (part["config"]["name"] for part in named if isinstance(part, dict))
    for part in parts:
        yield from _names(part)


def _difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    (layers, weights), (others, their_weights) = held(expected), held(actual)
    found = None if layers == others else compare(json.loads(layers), json.loads(others))
    if found is not None:
        return found.at("its layers")
    found = compare(weights, their_weights)
    return found.at("its weights") if found is not None else None
