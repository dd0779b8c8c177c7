"""How a network is kept is decided by what the run saw it made of."""

from dataclasses import replace
from pathlib import Path

import pytest

from nb2prod.emit.formats import formats_module
from nb2prod.model.notebook import Place
from nb2prod.model.plan import Crossing, Kept, Piece
from nb2prod.model.run import Boundary, Environment, Run, TypeName, Value
from nb2prod.planning.formats import kept_as
from tests.emit.plans import service_plan

LAYERS = ("torch.nn.Linear", "torch.nn.ReLU")


def kept(*made_of: str, beside: TypeName | None = None) -> Kept:
    """How a plan keeps its `model`, a network of these classes; `train.py` defines LoadNet."""
    plan = service_plan()
    assert plan.serving is not None
    artifacts = [Crossing("model", TypeName("torch.nn", "Module"))]
    artifacts += [Crossing("scaler", beside)] if beside else []
    serving = replace(plan.serving, artifacts=tuple(artifacts))
    kind = TypeName("__main__", "LoadNet")
    network = Value("model", "network", kind, library="torch", made_of=made_of)
    seen = (Boundary(4, Path("b"), (network,)),)
    run = Run("", (), seen, Environment("", "", {}, {}), (), Path(), Path(), 1.0)
    train = next(module for module in plan.modules if module.name == "train")
    piece = Piece("class LoadNet(nn.Module):\n    pass", Place(0, "a", 1))
    train = replace(train, defines=("LoadNet",), definitions=(piece,))
    return kept_as(serving, (train,), (), "energy_load", run)


def test_the_notebooks_own_class_is_named_where_the_project_has_it() -> None:
    own = "energy_load.train.LoadNet"
    assert kept("__main__.LoadNet", *LAYERS) == Kept("torch", (own, *LAYERS))


def test_a_scaler_beside_it_is_kept_by_its_own_library() -> None:
    found = kept("__main__.LoadNet", beside=TypeName("sklearn.preprocessing", "StandardScaler"))
    assert (found.framework, found.beside) == ("torch", "sklearn")
    assert "numpy.dtype" in found.beside_trusted
    alone = kept("joblib.load", beside=TypeName("sklearn.preprocessing", "StandardScaler"))
    assert (alone.framework, alone.beside) == ("sklearn", "")


@pytest.mark.parametrize("made_of", [(), ("joblib.load", *LAYERS), ("__main__.Lost", *LAYERS)])
def test_what_cannot_be_named_is_pickled(made_of: tuple[str, ...]) -> None:
    assert kept(*made_of) == Kept()


def test_the_projects_module_imports_the_classes_that_it_trusts() -> None:
    plan = replace(service_plan(), kept=Kept("torch", ("service_time.train.LoadNet", *LAYERS)))
    text = formats_module(plan)
    assert f"from {plan.package}.train import LoadNet\n" in text
    assert (
        "TRUSTED: list[Any] = [\n    LoadNet,\n    torch.nn.Linear,\n    torch.nn.ReLU,\n]" in text
    )
    assert "weights_only=True" in text
