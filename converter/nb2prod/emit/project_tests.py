"""The texts of the generated tests that depend on the plan, and of the data that they freeze."""

import json

from ..model.plan import Plan, ServingPlan
from ..model.run import Column
from ..pages import render
from .columns import request_columns, request_rows
from .contract import field_kind
from .literals import Scalar, literal
from .observed import is_identifier, known_levels, time_format, trained_range

_PATHS = {
    "/feedback": ["post"], "/health": ["get"], "/metrics": ["get"], "/model": ["get"],
    "/predict": ["post"], "/ready": ["get"],
}  # fmt: skip
_JSON = {
    "whole": "integer",
    "number": "number",
    "truth": "boolean",
    "text": "string",
    "time": "string date-time",
    "anything": "anything",
}


def project_tests(plan: Plan, *, data_sample: bool = True) -> dict[str, str]:
    """Path -> text of the tests; `tests/samples.py` also writes the samples that they read."""
    files = {
        "tests/samples.py": render("samples.py.jinja"),
        "tests/test_matches_notebook.py": render(
            "test_matches_notebook.py.jinja", package=plan.package, service=plan.serving
        ),
    }
    if plan.serving is None:
        # with a service, its own conftest has this and more
        return {**files, "tests/conftest.py": render("conftest.py.jinja")}
    return {
        **files,
        "tests/test_contract.py": contract_test_module(plan, data_sample=data_sample),
        "tests/data/openapi.json": frozen_contract(plan.serving),
    }


def contract_test_module(plan: Plan, *, data_sample: bool = True) -> str:
    """tests/test_contract.py: the frozen contract, and what each column refuses."""
    assert plan.serving is not None, "a plan without a service has no contract"
    columns = request_columns(plan.serving)
    refused = [(column, value) for column in columns for value in _refused(column)]
    strange = [
        (column, value)
        for column in columns
        for value in _strange(column, request_rows(plan), data_sample=data_sample)
    ]
    return render(
        "test_contract.py.jinja",
        package=plan.package,
        refused=[(literal(column.name), value) for column, value in refused],
        strange=[(literal(column.name), literal(value)) for column, value in strange],
        ignored=plan.serving.ignored,
    )


def frozen_contract(serving: ServingPlan) -> str:
    """tests/data/openapi.json: the paths, and what each field of a row may hold."""
    columns = request_columns(serving)
    row = {column.name: _json_kind(column) for column in columns}
    row |= dict.fromkeys(serving.ignored, "anything")
    content = {"paths": _PATHS, "row": row, "required": [column.name for column in columns]}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _json_kind(column: Column) -> str:
    kinds = {_JSON[kind] for kind in field_kind(column)}
    if column.nulls and "anything" not in kinds:
        kinds.add("null")
    return " or ".join(sorted(kinds))


def _refused(column: Column) -> list[str]:
    """Values, as Python source, that the column refuses: one of each kind of mistake."""
    kinds = field_kind(column)
    if "anything" in kinds:
        return []
    found = [] if column.nulls else ["None"]
    if "text" not in kinds:
        found += ['"maybe"', '"12.5"']
    if kinds <= {"whole"}:
        found += ["2.5", "2**70"]
    if kinds <= {"whole", "number"}:
        found += ["True", 'float("nan")']
    if kinds <= {"text", "time"}:
        found.append("7")
    if kinds <= {"truth"}:
        found.append("1")
    return found


def _strange(column: Column, rows: int, *, data_sample: bool) -> list[Scalar]:
    levels = known_levels(column, data_sample=data_sample)
    if levels and all(isinstance(level, str) for level in levels):
        return ["a level that nobody knows"]
    if time_format(column):
        return ["a time that nobody knows"]
    limits = trained_range(column, data_sample=data_sample)
    narrow = column.dtype.lower() not in ("int64", "float64")
    if limits is None or narrow or is_identifier(column, rows):
        return []
    far = limits[1] + 10 * max(1, abs(limits[1] - limits[0]))
    return [int(far) if column.family == "integer" else float(far)]
