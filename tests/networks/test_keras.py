"""Networks of Keras: equal when layers and weights are, kept as `.keras` files in safe mode."""

import os
import pickle
import types
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nb2prod.emit.formats import formats_module
from nb2prod.guest.equality import difference
from nb2prod.guest.hashing import content_hash
from nb2prod.guest.networks import network_facts
from nb2prod.guest.observe import kind_of
from nb2prod.model.plan import Kept
from tests.emit.plans import service_plan

os.environ.setdefault("KERAS_BACKEND", "torch")
pytest.importorskip("torch")
keras = pytest.importorskip("keras")
# numpy's remark is about a line of Keras itself
remark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
pytestmark = [pytest.mark.networks, remark]
ROWS = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


def network(units: int = 4, rate: float = 0.1) -> Any:
    keras.utils.set_random_seed(3)
    layers = [keras.layers.Dense(units, activation="relu"), keras.layers.Dropout(rate)]
    model = keras.Sequential([keras.layers.Input((3,)), *layers, keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(np.asarray(ROWS), np.zeros(2), verbose=0)
    return model


def changed(change: Callable[[Any], Any]) -> Any:
    model = network()
    change(model)
    return model


def moved(model: Any) -> None:
    model.set_weights([weights + 1 for weights in model.get_weights()])


def test_a_second_network_with_the_same_seed_is_equal_whatever_its_name() -> None:
    model = network()
    assert difference(model, network()) is None
    assert difference(model, pickle.loads(pickle.dumps(model))) is None
    assert content_hash("network", model) == content_hash("network", model)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (lambda: changed(moved), "its weights: [0]: 12 of 12 values differ"),
        (lambda: network(rate=0.5), "its layers"),
        (lambda: network(units=5), "its layers"),
    ],
)
def test_another_network_is_told(other: Callable[[], Any], words: str) -> None:
    found = difference(network(), other())
    assert found is not None
    assert words in found.message


def test_it_is_a_network_of_keras_on_top_of_pytorch() -> None:
    model = network()
    assert kind_of(model) == "network"
    assert network_facts("network", model) == {"library": "keras", "made_of": ["torch"]}


def test_it_comes_back_from_its_own_format() -> None:
    plan = replace(service_plan(), kept=Kept("keras"))
    formats = types.ModuleType("formats")
    exec(compile(formats_module(plan), "formats.py", "exec"), formats.__dict__)
    model = network()
    files = formats.dumped({"model": model, "scale": 2.5})
    assert sorted(files) == ["artifacts.joblib", "model.keras"]
    back = formats.loaded(files)
    assert difference(model, back["model"]) is None
    assert back["scale"] == 2.5
    assert formats.fingerprint(back) == formats.fingerprint({"model": network(), "scale": 2.5})
    assert formats.fingerprint(model) != formats.fingerprint(changed(moved))
