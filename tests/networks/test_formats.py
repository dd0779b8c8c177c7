"""A network comes back from PyTorch's own format as it went; what nobody named is refused."""

import types
from dataclasses import replace
from typing import Any

import pytest
from sklearn.preprocessing import StandardScaler

from nb2prod.emit.formats import formats_module
from nb2prod.guest.networks import network_facts
from nb2prod.model.plan import Kept
from tests.emit.plans import service_plan

torch = pytest.importorskip("torch")
nn = torch.nn
pytestmark = pytest.mark.networks


def module(*trusted: str) -> types.ModuleType:
    """The module `formats.py` of a project that keeps networks of these classes."""
    return made(Kept("torch", trusted))


def made(kept: Kept) -> types.ModuleType:
    found = types.ModuleType("formats")
    text = formats_module(replace(service_plan(), kept=kept))
    exec(compile(text, "formats.py", "exec"), found.__dict__)
    return found


def network() -> Any:
    torch.manual_seed(5)
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
    model.register_buffer("spread", torch.tensor([2.5]), persistent=False)
    return model.eval()


def named(model: Any) -> list[str]:
    """What the observed network names, as the plan takes it over."""
    return list(network_facts("network", model)["made_of"])


def test_what_a_network_is_made_of_is_named_as_code_imports_it() -> None:
    assert named(network()) == ["torch.nn.Linear", "torch.nn.ReLU", "torch.nn.Sequential"]


def test_a_network_is_a_file_of_its_own_and_comes_back_whole() -> None:
    model = network()
    formats = module(*named(model))
    files = formats.dumped({"model": model, "scale": 2.5})
    assert sorted(files) == ["artifacts.joblib", "model.pt"]
    back = formats.loaded(files)
    assert back["scale"] == 2.5
    # a bare state dict would have lost both
    assert back["model"].training is False
    assert back["model"].spread.tolist() == [2.5]
    rows = torch.ones(2, 3)
    assert torch.equal(back["model"](rows), model(rows))


def test_a_scaler_beside_a_network_has_the_format_of_its_own_library() -> None:
    scaler = StandardScaler().fit([[1.0, 5.0], [3.0, 9.0]])
    kept = Kept("torch", tuple(named(network())), "sklearn", ("numpy.dtype",))
    formats = made(kept)
    artifacts = {"model": network(), "scaler": scaler, "scale": 2.5}
    files = formats.dumped(artifacts)
    assert sorted(files) == ["artifacts.joblib", "model.pt", "scaler.skops"]
    back = formats.loaded(files)
    assert back["scaler"].mean_.tolist() == [2.0, 7.0]
    assert formats.fingerprint(back) == formats.fingerprint(artifacts)


def test_a_class_that_nobody_named_is_not_made() -> None:
    files = module(*named(network())).dumped({"model": network()})
    with pytest.raises(Exception, match="ReLU"):
        module("torch.nn.Linear", "torch.nn.Sequential").loaded(files)


def test_a_network_of_classes_that_nobody_named_is_pickled() -> None:
    assert sorted(module("torch.nn.Linear").dumped({"model": network()})) == ["artifacts.joblib"]


def test_the_same_training_has_the_same_fingerprint() -> None:
    formats = module(*named(network()))
    one, two = formats.fingerprint({"model": network()}), formats.fingerprint({"model": network()})
    other = network()
    other[0].bias.data += 1
    assert one == two
    assert one != formats.fingerprint({"model": other})


def test_a_network_that_no_file_can_hold_names_nothing() -> None:
    model = network()
    model.act = lambda rows: rows
    assert named(model) == []
