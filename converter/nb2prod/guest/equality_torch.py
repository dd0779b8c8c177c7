"""How PyTorch's tensors, networks and optimisers differ; where there is one, torch is loaded."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from .differences import Compare, Difference, first_difference, type_name
from .equality_models import attributes_difference
from .equality_tables import array_difference

# of a network: what is compared part by part, and what only training needs
_PARTS = ("_parameters", "_buffers", "_modules")
_HOOKS = ("_hooks", "_hooks_with_kwargs", "_hooks_always_called", "_pre_hooks")


def torch_difference(value: Any) -> Callable[[Any, Any, Compare], Difference | None] | None:
    """The comparison for a value of PyTorch, or None where it is none."""
    torch: Any = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "nn"):
        return None
    if isinstance(value, torch.Tensor):
        return tensor_difference
    if isinstance(value, torch.nn.Module):
        return network_difference
    if isinstance(value, torch.Generator):
        return generator_difference
    if type(value).__module__.startswith("torch.optim") and hasattr(value, "state_dict"):
        return training_difference
    return None


def tensor_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """Shape, type, device, whether it learns, values: the first that differs."""
    if expected.shape != actual.shape:
        return Difference(f"shape {tuple(actual.shape)} instead of {tuple(expected.shape)}")
    for what in ("dtype", "device", "layout", "requires_grad"):
        one, two = getattr(expected, what), getattr(actual, what)
        if one != two:
            return Difference(f"{what} {two} instead of {one}")
    return array_difference(_array(expected), _array(actual), compare)


def network_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """
    Weights and buffers by their names, then what the layers are and how they are set.

    Equal networks answer alike: nothing else decides what one gives for a row.
    """
    #   rate: 0.2 instead of 0.5             an attribute of a layer decides as much as a weight
    one, two = _tensors(expected), _tensors(actual)
    found = attributes_difference(one, two, compare)
    return found or _layers_difference(expected, actual, compare)


def generator_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """Whether two random generators will draw the same."""
    found = compare(expected.get_state(), actual.get_state())
    return Difference("the random generator stands elsewhere") if found else None


def training_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """How two optimisers or schedulers differ in what they have gathered."""
    #   a scheduler's own state names objects, so that of its numbers decides
    return compare(expected.state_dict(), actual.state_dict())


def _tensors(network: Any) -> dict[str, Any]:
    """All parameters and buffers, those too that a state does not keep."""
    return {**dict(network.named_parameters()), **dict(network.named_buffers())}


def _layers_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    layers, others = dict(expected.named_modules()), dict(actual.named_modules())
    if list(layers) != list(others):
        return Difference(f"its layers are {list(others)} instead of {list(layers)}")
    for name, layer in layers.items():
        if type_name(layer) != type_name(others[name]):
            text = f"a {type_name(others[name])} instead of a {type_name(layer)}"
            return Difference(f"`{name}`: {text}" if name else text)
    return first_difference(
        (
            f"`{name}`" if name else "",
            partial(attributes_difference, _settings(layer), _settings(others[name]), compare),
        )
        for name, layer in layers.items()
    )


def _settings(layer: Any) -> dict[str, Any]:
    """What a layer holds besides its tensors and its own layers."""
    return {
        name: value
        for name, value in vars(layer).items()
        if name not in _PARTS and not name.endswith(_HOOKS)
    }


def _array(tensor: Any) -> Any:
    """The tensor's values as an array; types that numpy lacks as wider ones."""
    plain = tensor.detach().cpu().to_dense() if tensor.is_sparse else tensor.detach().cpu()
    try:
        return plain.numpy()
    except TypeError:  # bfloat16
        return plain.double().numpy()
