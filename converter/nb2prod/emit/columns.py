"""Which columns a request has, and how their fields are called."""

import keyword
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from ..model.plan import Plan, ServingPlan
from ..model.run import Column

# attributes of a pydantic model and the names that contract.py itself uses
_TAKEN = frozenset(
    (
        "construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw",
        "schema", "schema_json", "update_forward_refs", "validate",
        "Annotated", "Any", "BaseModel", "BeforeValidator", "ConfigDict", "Field", "Sequence",
        "bool", "datetime", "float", "int", "list", "np", "object", "pd", "str",
    )
)  # fmt: skip


def request_columns(serving: ServingPlan) -> tuple[Column, ...]:
    """The columns of a request; those of an array are called f0, f1, ... in its order."""
    # a raw row has the names of its table, even where it becomes an array in the end
    if serving.table_kind == "frame" or serving.rows is not None:
        return serving.columns
    return tuple(
        replace(column, name=f"f{number}") for number, column in enumerate(serving.columns)
    )


def request_rows(plan: Plan) -> int:
    """How many rows the request's table had in the run; 0 where that was not observed."""
    serving = plan.serving
    if serving is None:
        return 0
    same = serving.request_table == plan.raw_table and serving.rows is not None
    return serving.request_rows or (plan.raw_rows if same else 0)


def field_names(columns: Iterable[str]) -> dict[str, str]:
    """The field of each column: its own name where that can be one, else the nearest identifier."""
    #   weight_kg -> weight_kg     class -> class_     "floor (0 = ground)" -> floor_0_ground
    fields: dict[str, str] = {}
    for column in columns:
        name = base = _identifier(column)
        number = 2
        while name in fields.values():
            name, number = f"{base}_{number}", number + 1
        fields[column] = name
    return fields


def _identifier(column: str) -> str:
    name = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", column)).strip("_") or "column"
    if not name.isidentifier():
        name = f"column_{name}"
    shadows = keyword.iskeyword(name) or name in _TAKEN or name.startswith("model_")
    return f"{name}_" if shadows else name
