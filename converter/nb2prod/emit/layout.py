"""What lies where in the project, for the README."""

from ..model.plan import Plan

_MODULES = {
    "load": "reads the data",
    "prep": "prepares it",
    "train": "learns",
    "evaluate": "measures",
    "predict": "answers",
    "sections": "loads, prepares, learns and answers",
}
_SERVICE = (
    ("contract.py", "what a request holds and what an answer looks like"),
    ("service.py", "the HTTP service"),
    ("batching.py", "requests that wait while the model works go together into one call"),
    ("versions.py", "versions of the model, and which one answers (`releases.py`)"),
    ("monitoring.py", "figures for Prometheus; drift against training (`drift.py`)"),
    (
        "expectations.py",
        "what training data and batches must look like (`validation.py` checks it)",
    ),
)


def layout(plan: Plan) -> list[tuple[str, str]]:
    """Path and purpose of what a newcomer opens first."""
    inside = f"src/{plan.package}/"
    rows = [(f"{inside}{module.name}.py", _about(plan, module.name)) for module in plan.modules]
    rows.append((f"{inside}pipeline.py", "the sections in the notebook's order, on one screen"))
    if plan.parameters:
        rows.append((f"{inside}parameters.py", "the settings and their defaults"))
    if plan.serving:
        rows += [(f"{inside}{name}", what) for name, what in _SERVICE]
        rows.append(("models/", "versions of the model; not in git"))
        rows.append(
            (
                "RUNBOOK.md, MODEL_CARD.md",
                "for whoever is on call; for whoever relies on the answers",
            )
        )
    else:
        rows.append(("RUNBOOK.md", "for whoever is on call"))
    rows.append(("docs/from_notebook.md", "which cell became which function, and what is proven"))
    rows.append(("notebooks/", "the notebook, without its outputs"))
    rows.append(
        ("lineage.json", "what it was made of: hashes of notebook and data, versions, options")
    )
    rows.append(("tests/", "run offline, on the samples in `tests/data`: `make test`"))
    return rows


def _about(plan: Plan, module: str) -> str:
    functions = next(item.functions for item in plan.modules if item.name == module)
    names = ", ".join(f"`{function.name}`" for function in functions)
    what = f"{_MODULES.get(module, 'definitions')}, as the notebook does"
    return f"{what}: {names}" if names else what
