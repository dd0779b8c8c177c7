"""How the models of a project are kept: decided by the observed types of its artifacts."""

import ast
from collections.abc import Sequence

from ..frameworks import framework_of
from ..frameworks.sklearn import TRUSTED
from ..model.plan import Kept, ModulePlan, Requirement, ServingPlan


def kept_as(
    serving: ServingPlan | None,
    modules: Sequence[ModulePlan],
    requirements: Sequence[Requirement],
    package: str,
) -> Kept:
    """The framework whose own format is used, and what a file of it may be made of."""
    types = [a.type for a in serving.artifacts if a.type is not None] if serving else []
    framework = framework_of(f"{t.module}.{t.name}" for t in types)
    if framework is None:
        return Kept()
    if not framework.trusts:
        return Kept(framework.name)
    libraries = {item.distribution.lower() for item in requirements}
    trusted = {name for root in TRUSTED if root in libraries for name in TRUSTED[root]}
    trusted |= {*TRUSTED["sklearn"], *_own(modules, package)}
    return Kept(framework.name, tuple(sorted(trusted)))


def _own(modules: Sequence[ModulePlan], package: str) -> set[str]:
    """Classes and functions of the notebook: a model may hold them."""
    #   class Clip(BaseEstimator): ...            shop.prep.Clip
    return {
        f"{package}.{module.name}.{name}"
        for module in modules
        for name, piece in zip(module.defines, module.definitions, strict=True)
        if isinstance(ast.parse(piece.text).body[-1], ast.ClassDef | ast.FunctionDef)
    }
