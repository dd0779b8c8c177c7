"""The texts around the code: pyproject.toml with the claims map, container, checks, settings."""

import ast

from ..frameworks import named
from ..frameworks.torch import CPU_BUILDS
from ..model.plan import FunctionPlan, Parameter, Plan
from ..pages import render
from .columns import request_columns
from .dependencies import dev_lines, lock_names, serve_lines, train_lines, untyped_modules
from .literals import toml, toml_list

_OPENMP = ("lightgbm", "xgboost", "catboost")
_PAGES = {
    "pyproject.toml": "pyproject.toml.jinja",
    "Makefile": "Makefile.jinja",
    "Dockerfile": "Dockerfile.jinja",
    "compose.yaml": "compose.yaml.jinja",
    ".github/workflows/ci.yml": "ci.yml.jinja",
    ".gitignore": "gitignore.jinja",
    ".dockerignore": "dockerignore.jinja",
    ".env.example": "env.example.jinja",
}


def build_files(plan: Plan, *, notebook_folder: str = "..") -> dict[str, str]:
    """Path -> text; `notebook_folder` is the notebook's own folder, relative to the project."""
    functions = {f.qualified: f for module in plan.modules for f in module.functions}
    names = {item.distribution.lower() for item in plan.requirements}
    values = {
        "package": plan.package,
        "dashed": plan.package.replace("_", "-"),
        "upper": plan.package.upper(),
        "title": plan.title,
        "python": plan.python,
        "notebook_name": plan.notebook_name,
        "notebook_folder": notebook_folder,
        "service": plan.serving,
        "parameters": plan.parameters,
        "settings": {p.name: f"{plan.package.upper()}_{p.name.upper()}" for p in plan.parameters},
        "variables": plan.variables,
        "value": _as_setting,
        "lock": lock_names(plan)[0],
        "cpu_builds": CPU_BUILDS if "torch" in names else "",
        "openmp": next((name for name in _OPENMP if name in names), ""),
        "user_modules": [module.name for module in plan.modules],
        "own_modules": [file.module for file in plan.local_files if file.module],
        "as_it_is": [file.path for file in plan.local_files if file.path.endswith(".py")],
        "dependencies": serve_lines(plan),
        "train": train_lines(plan),
        "dev": dev_lines(plan),
        "untyped": untyped_modules(plan),
        "function": lambda qualified: _reference(plan.package, qualified),
        "toml": toml,
        "toml_list": toml_list,
        **_claims(plan, functions),
    }
    return {path: render(page, **values) for path, page in _PAGES.items()}


def _claims(plan: Plan, functions: dict[str, FunctionPlan]) -> dict[str, object]:
    """What the claims map says beyond the plan's own words."""
    serving = plan.serving
    last = functions[plan.calls[-1].function].last_cell + 1 if plan.calls else 0
    answering = functions.get(serving.predict) if serving else None
    return {
        "single": single_precision(plan),
        "rung": serving.rung if serving else "function",
        "row_wise": serving.row_wise if serving else False,
        "stopped_by": serving.stopped_by if serving else plan.not_served,
        "chains": plan.chains,
        "results": [result.name for result in plan.results],
        "results_after": last,
        "columns": [column.name for column in request_columns(serving)] if serving else [],
        "prediction_after": answering.last_cell + 1 if answering else last,
        "features_before": (serving.features_boundary or answering.first_cell)
        if serving and answering
        else 0,
    }


def single_precision(plan: Plan) -> bool:
    """Whether the answers are computed with seven digits."""
    framework = named(plan.kept.framework)
    return framework is not None and framework.single


def _reference(package: str, qualified: str) -> str:
    module, _, name = qualified.partition(".")
    return f"{package}.{module}:{name}"


def _as_setting(parameter: Parameter) -> str:
    """The default as the environment would say it: texts without quotes."""
    try:
        value = ast.literal_eval(parameter.default)
    except (SyntaxError, ValueError):
        return ""
    return value if isinstance(value, str) else parameter.default
