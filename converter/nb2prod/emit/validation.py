"""The texts of expectations.py and validation.py: what a table must look like."""

from ..model.plan import Plan
from ..pages import render
from .checks import ColumnChecks, column_checks
from .columns import request_columns
from .literals import literal


def validation_module() -> str:
    """validation.py: the one door to Great Expectations, the same in each project."""
    return render("validation.py.jinja")


def expectations_module(plan: Plan) -> str:
    """expectations.py: one expectation a line, from the loaded table that the run observed."""
    if plan.serving is None:
        raise ValueError("a plan without a service has no suite")
    requested = tuple(column.name for column in request_columns(plan.serving))
    rows = plan.raw_rows or 1
    always: list[ColumnChecks] = []
    training: list[ColumnChecks] = []
    for column in plan.raw_columns:
        (always if column.name in requested else training).append(column_checks(column, rows))
    used = {line.split("(")[0] for check in (*always, *training) for line in check.lines}
    return render(
        "expectations.py.jinja",
        table=plan.raw_table or plan.serving.request_table,
        rows=f"{plan.raw_rows:,}",
        requested=[literal(name) for name in requested],
        trained=[literal(column.name) for column in plan.raw_columns],
        always=always,
        training=training,
        used=used,
    )
