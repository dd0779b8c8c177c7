"""The texts of expectations.py and validation.py: what a table must look like."""

from ..model.plan import Plan
from ..model.run import Column
from ..pages import render
from .checks import column_checks
from .columns import request_columns, request_rows
from .literals import literal


def validation_module() -> str:
    """validation.py: the one door to Great Expectations, the same in each project."""
    return render("validation.py.jinja")


def expectations_module(plan: Plan, *, data_sample: bool = True) -> str:
    """expectations.py: one expectation a line, from the loaded table that the run observed."""
    if plan.serving is None:
        raise ValueError("a plan without a service has no suite")
    requested = {column.name: column for column in request_columns(plan.serving)}
    trained = {column.name: column for column in plan.raw_columns}
    shared = {name for name, column in trained.items() if _alike(column, requested.get(name))}
    always, training, batch = (
        [
            column_checks(column, rows, data_sample=data_sample)
            for name, column in columns.items()
            if (name in shared) is both
        ]
        for columns, rows, both in (
            (trained, plan.raw_rows, True),
            (trained, plan.raw_rows, False),
            (requested, request_rows(plan), False),
        )
    )
    used = {line.split("(")[0] for check in (*always, *training, *batch) for line in check.lines}
    return render(
        "expectations.py.jinja",
        table=plan.raw_table or plan.serving.request_table,
        rows=f"{plan.raw_rows:,}",
        requested=[literal(name) for name in requested],
        trained=[literal(name) for name in trained],
        always=always,
        training=training,
        batch=batch,
        used=used,
    )


def _alike(column: Column, other: Column | None) -> bool:
    """Whether one expectation fits the column in both tables."""
    #   stops["elevator"]: yes, no      in the loaded table
    #   test["elevator"]:  1.0, 0.0     where it reaches the model
    return other is not None and (column.family, column.dtype) == (other.family, other.dtype)
