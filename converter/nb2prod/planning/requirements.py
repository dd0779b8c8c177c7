"""Which distributions the project needs, with the versions of the notebook's kernel."""

import ast
import sys
from collections.abc import Sequence

from ..model.local_code import LocalCode
from ..model.plan import ModulePlan, Requirement, ServingPlan
from ..model.run import Run

NO_LOCAL_CODE = LocalCode()
_SERVED = ("prep", "predict")


def requirements(
    modules: Sequence[ModulePlan],
    serving: ServingPlan | None,
    run: Run | None,
    local: LocalCode = NO_LOCAL_CODE,
) -> tuple[Requirement, ...]:
    """
    One requirement for each distribution that a module imports, or that an artifact's type comes
    from.
    """
    if run is None:
        return ()
    serve: set[str] = set()
    train: set[str] = set()
    own = _needed_by_own(local)
    for module in modules:
        roots = {root for line in module.imports for root in _roots(line)}
        roots = roots.union(*(own.get(root, ()) for root in roots))
        (serve if module.name in _SERVED else train).update(roots)
        for function in module.functions:
            for crossing in (*function.inputs, *function.outputs):
                if crossing.type is not None:
                    (serve if module.name in _SERVED else train).add(
                        crossing.type.module.split(".")[0]
                    )
    if serving is not None:
        serve |= {"pandas", "numpy"} | {
            a.type.module.split(".")[0] for a in serving.artifacts if a.type
        }
        serve |= {
            root
            for boundary in run.boundaries
            for value in boundary.values
            if value.library == "keras"
            for root in value.made_of
        }
    found: dict[str, Requirement] = {}
    for root in sorted(serve | train):
        distribution = run.environment.packages.get(root)
        if distribution is None or root in sys.stdlib_module_names:
            continue
        version = run.environment.distributions.get(distribution, "")
        served = root in serve or (distribution in found and found[distribution].serve)
        found[distribution] = Requirement(distribution, version, served)
    return tuple(found[name] for name in sorted(found, key=str.lower))


def _needed_by_own(local: LocalCode) -> dict[str, set[str]]:
    """What each of the author's own top-level modules imports, also through others of them."""
    needed: dict[str, set[str]] = {}
    for file in local.files:
        if file.module:
            needed.setdefault(file.module.split(".")[0], set()).update(_roots(file.text))
    for _ in needed:
        needed = {
            root: names.union(*(needed[name] for name in names if name in needed))
            for root, names in needed.items()
        }
    return needed


def _roots(line: str) -> set[str]:
    roots: set[str] = set()
    for node in ast.walk(ast.parse(line)):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            roots.add(node.module.split(".")[0])
    return roots
