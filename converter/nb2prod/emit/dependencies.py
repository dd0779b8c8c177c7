"""What the project needs: ranges around the versions that the notebook ran with."""

import re

from ..frameworks import Framework, named
from ..model.plan import Plan, Requirement

RUFF = "0.17.6"  # the same as ours, so that both format alike

# what the service's own modules import, for a kernel that has none of it
_SERVICE = {
    "fastapi": ">=0.115,<1",
    "joblib": ">=1.3,<2",
    "numpy": ">=1.26,<3",
    "pandas": ">=2.2,<4",
    "prometheus-client": ">=0.20,<1",
    "pydantic": ">=2.9,<3",
    "uvicorn": ">=0.30,<1",
}
_TRAIN = {"great-expectations": ">=1.10,<2"}
_TESTS = {"mypy": ">=1.15,<3", "pytest": ">=8.3,<10"}
_CLIENT = {"httpx": ">=0.27,<1"}
_UNTYPED = ("fsspec", "joblib", "pandas", "pyarrow", "scipy", "sklearn")


def serve_lines(plan: Plan) -> list[str]:
    """What `import PACKAGE` and the service need."""
    wanted = [item for item in plan.requirements if item.serve or plan.serving is None]
    found = {_normal(item.distribution): _range(item) for item in wanted}
    safe = {name: span for one in _kept(plan) for name, span in one.requirements.items()}
    return _lines({**({**_SERVICE, **safe} if plan.serving else {}), **found})


def train_lines(plan: Plan) -> list[str]:
    """What training needs besides."""
    if plan.serving is None:
        return []
    others = [item for item in plan.requirements if not item.serve]
    return _lines({**_TRAIN, **{_normal(item.distribution): _range(item) for item in others}})


def dev_lines(plan: Plan) -> list[str]:
    """What the tests and checks need besides."""
    wanted = {**_TESTS, **(_CLIENT if plan.serving else {}), **_stubs(plan), "ruff": f"=={RUFF}"}
    training = [f"{plan.package.replace('_', '-')}[train]"] if plan.serving else []
    return [*training, *_lines(wanted)]


def lock_names(plan: Plan) -> tuple[str, str]:
    """The lock of what runs, and the lock with what training, tests and checks need besides."""
    return (
        "requirements-serve.lock" if plan.serving else "requirements.lock",
        "requirements-dev.lock",
    )


def untyped_modules(plan: Plan) -> list[str]:
    """Patterns of the libraries whose missing types mypy shall not mind."""
    found = {re.sub(r"[-.]+", "_", item.distribution.lower()) for item in plan.requirements}
    more = [name for framework in _kept(plan) for name in framework.untyped]
    return [f"{name}.*" for name in sorted({*found, *_UNTYPED, *more} - {"scikit_learn"})]


def _kept(plan: Plan) -> list[Framework]:
    both = (named(plan.kept.framework), named(plan.kept.beside))
    return [framework for framework in both if framework is not None]


def _stubs(plan: Plan) -> dict[str, str]:
    pandas = next((r.version for r in plan.requirements if _normal(r.distribution) == "pandas"), "")
    release = re.match(r"(\d+)\.(\d+)", pandas)
    if release is None:
        return {}
    return {"pandas-stubs": f">={release[1]}.{release[2]},<{int(release[1]) + 1}"}


def _range(item: Requirement) -> str:
    """From the kernel's version to below the next major one."""
    version = item.version.split("+")[0]  # 2.3.0+cpu is 2.3.0 built otherwise
    release = re.match(r"(?:\d+!)?(\d+)", version)
    if release is None:
        return ""
    epoch = version.split("!")[0] + "!" if "!" in version else ""
    return f">={version},<{epoch}{int(release[1]) + 1}"


def _lines(ranges: dict[str, str]) -> list[str]:
    return [f"{name}{ranges[name]}" for name in sorted(ranges)]


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
