"""How the models of a project are kept: decided by the observed types of its artifacts."""

import ast
from collections.abc import Sequence

from ..frameworks import Framework, framework_of
from ..frameworks.sklearn import TRUSTED
from ..model.plan import Kept, ModulePlan, Requirement, ServingPlan
from ..model.run import Run, Value


def kept_as(
    serving: ServingPlan | None,
    modules: Sequence[ModulePlan],
    requirements: Sequence[Requirement],
    package: str,
    run: Run | None = None,
) -> Kept:
    """The framework whose own format is used, and what a file of it may be made of."""
    types = [a.type for a in serving.artifacts if a.type is not None] if serving else []
    networks = _networks(serving, run)
    named = [f"{network.library}.Module" for network in networks]
    framework = framework_of([*named, *(f"{t.module}.{t.name}" for t in types)])
    if framework is None:
        return Kept()
    if framework.objects:
        return _of_networks(framework, networks, modules, package)
    if not framework.trusts:
        return Kept(framework.name)
    libraries = {item.distribution.lower() for item in requirements}
    trusted = {name for root in TRUSTED if root in libraries for name in TRUSTED[root]}
    trusted |= {*TRUSTED["sklearn"], *_own(modules, package)}
    return Kept(framework.name, tuple(sorted(trusted)))


def _networks(serving: ServingPlan | None, run: Run | None) -> list[Value]:
    """The artifacts that are neural networks, as they were seen last."""
    names = {artifact.name for artifact in serving.artifacts} if serving else set()
    seen = {
        value.name: value
        for boundary in (run.boundaries if run else ())
        for value in boundary.values
        if value.name in names and value.library
    }
    return list(seen.values())


def _of_networks(
    framework: Framework, networks: Sequence[Value], modules: Sequence[ModulePlan], package: str
) -> Kept:
    """The classes that the networks are made of; pickled where another library has one."""
    #   torch.nn.Linear      __main__.LoadNet -> energy_load.train.LoadNet
    own = {path.rpartition(".")[2]: path for path in _own(modules, package)}
    trusted = set()
    for name in {name for network in networks for name in network.made_of}:
        root, _, last = name.partition(".")
        path = own.get(last) if root == "__main__" else name if root == framework.name else None
        if path is None:
            return Kept()
        trusted.add(path)
    return Kept(framework.name, tuple(sorted(trusted))) if trusted else Kept()


def _own(modules: Sequence[ModulePlan], package: str) -> set[str]:
    """Classes and functions of the notebook: a model may hold them."""
    #   class Clip(BaseEstimator): ...            shop.prep.Clip
    return {
        f"{package}.{module.name}.{name}"
        for module in modules
        for name, piece in zip(module.defines, module.definitions, strict=True)
        if isinstance(ast.parse(piece.text).body[-1], ast.ClassDef | ast.FunctionDef)
    }
