"""The text of contract.py: what a request holds, from the columns that the run observed."""

import math
from dataclasses import dataclass

from ..model.plan import Plan, ServingPlan
from ..model.run import Column
from ..pages import render
from .columns import field_names, request_columns, request_rows
from .left_out import KEPT, asked_choices
from .literals import Scalar, literal, tuple_literal
from .observed import (
    description,
    example_value,
    is_identifier,
    known_levels,
    time_format,
    trained_range,
)

_EXAMPLES = 3
_INTEGERS = {
    f"{kind}{bits}": (kind == "uint", bits) for kind in ("int", "uint") for bits in (8, 16, 32, 64)
}
_FLOATS = {"float32": "3.4e38", "float16": "65504.0"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a request as the page writes it."""

    column: str
    name: str
    annotation: str
    arguments: str


def contract_module(plan: Plan, *, data_sample: bool = True) -> str:
    """contract.py: strict request and response, and the table that they become."""
    serving = _serving(plan)
    columns = request_columns(serving)
    names = field_names((*(column.name for column in columns), *serving.ignored))
    fields = tuple(
        _field(column, names[column.name], data_sample=data_sample) for column in columns
    )
    types = {name for field in fields for name in field.annotation.split(" | ")}
    dtypes = [column.dtype for column in columns]
    plain = tuple(sorted({dtype for dtype in dtypes if _is_plain(dtype)}))
    return render(
        "contract.py.jinja",
        table=serving.request_table,
        rung=serving.rung,
        stopped_by=serving.stopped_by,
        dtypes=[(literal(column.name), _dtype(column)) for column in columns],
        ignored=sorted(serving.ignored),
        ignored_fields=[(names[name], _alias(name, names[name])) for name in serving.ignored],
        levels=_levels(columns, data_sample=data_sample),
        ranges=_ranges(columns, request_rows(plan), data_sample=data_sample),
        examples=[
            [(literal(name), literal(value)) for name, value in record.items()]
            for record in examples(plan, data_sample=data_sample)
        ],
        times=[
            (literal(column.name), literal(form))
            for column in columns
            if (form := time_format(column))
        ],
        fields=fields,
        integers={alias: limits for alias, limits in _integer_aliases().items() if alias in types},
        floats={alias: limit for alias, limit in _float_aliases().items() if alias in types},
        whole="WholeNumber" in types,
        local_time="LocalTime" in types,
        zoned_time="ZonedTime" in types,
        duration="Duration" in types,
        nanoseconds=any(dtype.startswith("datetime64[ns") for dtype in dtypes),
        objects="object" in dtypes,
        categories=any(c.dtype == "category" and c.levels_complete for c in columns),
        durations=any(dtype.startswith("timedelta64") for dtype in dtypes),
        plain=tuple_literal(plain) if plain else "",
        numpy=bool(plain) or any(dtype.startswith(("object", "timedelta64")) for dtype in dtypes),
        several=bool(serving.prediction_columns),
        package=plan.package,
        kept=KEPT if serving.rows is not None and asked_choices(serving.rows) else "",
        literal=literal,
    )


def examples(plan: Plan, *, data_sample: bool = True) -> list[dict[str, Scalar]]:
    """Up to three records as a caller would send them; made-up ones without a data sample."""
    columns = request_columns(_serving(plan))
    observed = min((len(column.examples) for column in columns), default=0)
    count = min(observed, _EXAMPLES) if data_sample and observed else 2
    return [
        {column.name: example_value(column, row, data_sample=data_sample) for column in columns}
        for row in range(count)
    ]


def _serving(plan: Plan) -> ServingPlan:
    if plan.serving is None:
        raise ValueError("a plan without a service has no contract")
    return plan.serving


def _field(column: Column, name: str, *, data_sample: bool) -> Field:
    annotation = _annotation(column)
    about = literal(description(column, data_sample=data_sample))
    alias = _alias(column.name, name)
    return Field(
        column=column.name,
        name=name,
        annotation=f"{annotation} | None" if column.nulls and annotation != "Any" else annotation,
        arguments=f"{alias}description={about}",
    )


def _alias(column: str, name: str) -> str:
    return "" if column == name else f"alias={literal(column)}, "


def field_kind(column: Column) -> frozenset[str]:
    """What a caller may send besides null: whole, number, truth, text, time or anything."""
    types = _annotation(column).split(" | ")
    return frozenset(_KINDS.get(name, "whole" if "Int" in name else "number") for name in types)


def _annotation(column: Column) -> str:
    """The field's type without its nullability."""
    dtype = column.dtype
    if column.family == "integer":
        if dtype == "object":
            return "Int64"
        # whole numbers with gaps are floats in pandas: 3.0 is fine there, 2.5 is not
        return _integer_alias(dtype) if dtype.lower() in _INTEGERS else "WholeNumber"
    if column.family == "number":
        return _FLOAT_NAMES.get(dtype, "float")
    if column.family == "datetime":
        return "ZonedTime" if "," in dtype else "LocalTime"
    if column.family == "category":
        kinds = {type(level) for level in column.levels}
        return (
            " | ".join(kind.__name__ for kind in (str, int, float, bool) if kind in kinds) or "str"
        )
    return {"boolean": "bool", "text": "str", "timedelta": "Duration"}.get(column.family, "Any")


_KINDS = {
    "Any": "anything",
    "LocalTime": "time",
    "ZonedTime": "time",
    "bool": "truth",
    "str": "text",
}
_FLOAT_NAMES = {"float32": "Float32", "float16": "Float16"}


def _integer_alias(dtype: str) -> str:
    return dtype.lower().replace("uint", "UInt").replace("int", "Int")


def _integer_aliases() -> dict[str, tuple[str, str]]:
    """Alias -> smallest and largest value, as Python source."""
    return {
        _integer_alias(dtype): ("0", f"2**{bits} - 1")
        if unsigned
        else (f"-(2**{bits - 1})", f"2**{bits - 1} - 1")
        for dtype, (unsigned, bits) in sorted(
            _INTEGERS.items(), key=lambda item: (item[1][1], item[1][0])
        )
    }


def _float_aliases() -> dict[str, str]:
    return {_FLOAT_NAMES[dtype]: limit for dtype, limit in _FLOATS.items()}


def _is_plain(dtype: str) -> bool:
    """Whether numpy makes such a column by itself, with None as not-a-number."""
    return dtype in _INTEGERS or dtype.startswith("float") or dtype == "bool"


def _dtype(column: Column) -> str:
    """The type of the table's column, as Python source."""
    if column.family == "other":
        return literal("object")
    if column.dtype != "category":
        return literal(column.dtype)
    # more levels than were kept: the column has those of the request
    levels = ", ".join(literal(level) for level in column.levels)
    ordered = ", ordered=True" if column.ordered else ""
    return f"pd.CategoricalDtype([{levels}]{ordered})" if column.levels_complete else '"category"'


def _levels(columns: tuple[Column, ...], *, data_sample: bool) -> list[tuple[str, str]]:
    known = ((column, known_levels(column, data_sample=data_sample)) for column in columns)
    return [(literal(column.name), tuple_literal(levels)) for column, levels in known if levels]


def _ranges(columns: tuple[Column, ...], rows: int, *, data_sample: bool) -> list[tuple[str, str]]:
    """The trained range of each quantity; a number that is a name, like an order's, has none."""
    found = []
    for column in columns:
        limits = trained_range(column, data_sample=data_sample)
        quantity = limits is not None and not is_identifier(column, rows)
        if limits is not None and quantity and all(math.isfinite(limit) for limit in limits):
            found.append((literal(column.name), tuple_literal(limits)))
    return found
