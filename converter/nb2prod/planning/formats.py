"""How the models of a project are kept: decided by the observed types of its artifacts."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from ..frameworks import Framework, framework_of
from ..frameworks.sklearn import TRUSTED
from ..model.plan import Kept, ModulePlan, Requirement, ServingPlan
from ..model.run import Run, Value

_CLASSES = {"torch": "torch.nn.Module", "keras": "keras.Model"}


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
    named = [_CLASSES[network.library] for network in networks]
    framework = framework_of([*named, *(f"{t.module}.{t.name}" for t in types)])
    if framework is None:
        return Kept()
    names = [f"{t.module}.{t.name}" for t in types]
    others = framework_of(name for name in names if not _of_network(name))
    if framework.objects:
        kept = _of_networks(framework, networks, modules, package)
        if not kept.framework:
            framework = others or framework
        elif others is not None and others.trusts:
            parts = _parts(modules, requirements, package)
            own = tuple(path for path in parts if path not in kept.trusted)
            return replace(kept, beside=others.name, beside_trusted=own)
        else:
            return kept
    if framework.objects:
        return Kept()
    trusted = _parts(modules, requirements, package) if framework.trusts else ()
    return Kept(framework.name, trusted)


def _of_network(name: str) -> bool:
    found = framework_of([name])
    return found is not None and found.objects


def _parts(
    modules: Sequence[ModulePlan], requirements: Sequence[Requirement], package: str
) -> tuple[str, ...]:
    """What an estimator's file may be made of."""
    libraries = {item.distribution.lower() for item in requirements}
    trusted = {name for root in TRUSTED if root in libraries for name in TRUSTED[root]}
    return tuple(sorted({*trusted, *TRUSTED["sklearn"], *_own(modules, package)}))


def keras_backend(run: Run | None) -> str:
    """The library that computes for Keras, where a network of it was seen; else empty."""
    values = (value for boundary in run.boundaries for value in boundary.values) if run else ()
    return next((value.made_of[0] for value in values if value.library == "keras"), "")


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
    if framework.name == "keras":
        return Kept("keras")
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
