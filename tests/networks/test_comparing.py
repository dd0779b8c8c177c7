"""Tensors and networks are equal when they answer alike; a changed weight or setting is found."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from nb2prod.guest.equality import difference
from nb2prod.guest.hashing import content_hash
from nb2prod.guest.observe import describe

torch = pytest.importorskip("torch")
nn = torch.nn
pytestmark = pytest.mark.networks


def network() -> Any:
    torch.manual_seed(3)
    layers = [nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Dropout(0.1), nn.Linear(4, 1)]
    return nn.Sequential(*layers)


def trained(steps: int = 3) -> tuple[Any, Any]:
    """A network and its optimiser after some steps."""
    model = network()
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(steps):
        optimizer.zero_grad()
        model(torch.ones(4, 3)).sum().backward()
        optimizer.step()
    return model, optimizer


def with_change(change: Callable[[Any], Any]) -> Any:
    model = network()
    change(model)
    return model


@pytest.mark.parametrize(
    "value",
    [
        torch.arange(6.0).reshape(2, 3),
        torch.tensor(3),
        torch.ones(3, dtype=torch.bfloat16),
        torch.tensor([1.0, float("nan")], requires_grad=True),
        torch.eye(3).to_sparse(),
        torch.float32,
        torch.Size([2, 3]),
    ],
    ids=str,
)
def test_a_copy_of_a_value_is_equal(value: Any) -> None:
    assert difference(value, pickle.loads(pickle.dumps(value))) is None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (torch.tensor([1.0, 2.5]), "1 of 2 rows differ, first at row 1: 2.0 vs 2.5"),
        (torch.tensor([1.0, 2.0], dtype=torch.float64), "dtype torch.float64 instead of"),
        (torch.tensor([[1.0, 2.0]]), "shape (1, 2) instead of (2,)"),
        (torch.tensor([1.0, 2.0], requires_grad=True), "requires_grad True instead of False"),
    ],
)
def test_another_tensor_is_told_with_the_place(other: Any, words: str) -> None:
    found = difference(torch.tensor([1.0, 2.0]), other)
    assert found is not None
    assert words in found.message


def test_a_copy_of_a_network_and_of_its_optimiser_is_equal() -> None:
    model, optimizer = trained()
    again, theirs = pickle.loads(pickle.dumps((model, optimizer)))
    assert difference(model, again) is None
    assert difference(optimizer, theirs) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m[0].weight.data.add_(1), "`0.weight`: 12 of 12 values differ"),
        (lambda m: m[1].running_mean.add_(1), "`1.running_mean`"),
        (lambda m: setattr(m[3], "p", 0.5), "`3`: `p`: 0.1 vs 0.5"),
        (lambda m: m.eval(), "`training`: True vs False"),
        (lambda m: m.append(nn.ReLU()), "its layers are"),
        (lambda m: m.__setitem__(2, nn.Tanh()), "`2`: a Tanh instead of a ReLU"),
    ],
)
def test_another_network_is_told_by_its_layer(change: Callable[[Any], Any], words: str) -> None:
    found = difference(network(), with_change(change))
    assert found is not None
    assert words in found.message


def test_an_optimiser_that_went_further_differs() -> None:
    assert difference(trained(3)[1], trained(4)[1]) is not None


def test_the_hash_of_a_network_is_of_what_it_holds() -> None:
    model = network()
    before = content_hash("network", model)
    assert before == content_hash("network", copy.deepcopy(model))
    assert before == content_hash("network", network())
    assert before != content_hash("network", with_change(lambda m: m[0].bias.data.add_(1)))
    assert content_hash("other", [torch.ones(2)]) == content_hash("other", [torch.ones(2)])
    assert content_hash("other", [torch.ones(2)]) != content_hash("other", [torch.zeros(2)])


def test_a_tensor_is_described_by_its_shape_and_type() -> None:
    found = describe("rows", torch.ones(4, 3))
    assert (found["kind"], found["rows"], found["shape"]) == ("tensor", 4, [4, 3])
    assert found["text"] == "torch.float32"
    assert describe("model", network())["kind"] == "network"
