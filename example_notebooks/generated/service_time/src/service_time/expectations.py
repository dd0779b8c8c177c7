"""
What a training table and a batch must look like, from the 12,000 rows of `stops`.

The bounds are yours to edit. Something critical stops the step; a warning is reported, and the
step goes on. Only validation.py imports this: Great Expectations takes seconds to load.
"""

from typing import Any

import great_expectations.expectations as gxe

CRITICAL = "critical"
WARNING = "warning"

# columns of a batch, and of a training table
REQUESTED = [
    "customer_id",
    "arrived_at",
    "weight_kg",
    "items",
    "boxes",
    "area",
    "parking",
    "floor",
    "elevator",
]
TRAINED = [
    "stop_id",
    "customer_id",
    "arrived_at",
    "weight_kg",
    "items",
    "boxes",
    "area",
    "parking",
    "floor",
    "elevator",
    "seconds",
]


def expectations(rows: int, *, training: bool) -> list[Any]:
    """Return what a table of that many rows must hold."""
    found = [
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity=CRITICAL),
        columns(TRAINED if training else REQUESTED, exactly=training),
        # customer_id: text, 400 levels, never null
        texts("customer_id", CRITICAL),
        never_null("customer_id", CRITICAL),
        # arrived_at: text, 11,271 levels, never null
        texts("arrived_at", CRITICAL),
        never_null("arrived_at", CRITICAL),
        # weight_kg: numbers, 0.9 to 56140.1, 6.8 % null
        numbers("weight_kg", CRITICAL),
        nulls_at_most("weight_kg", 0.0737, rows),
        not_negative("weight_kg", CRITICAL),
        within("weight_kg", 0, 56200, rows),
        # items: whole numbers, 1 to 163, never null
        whole_numbers("items", CRITICAL),
        never_null("items", CRITICAL),
        not_negative("items", CRITICAL),
        within("items", 0, 182, rows),
        # boxes: whole numbers, 1 to 24, never null
        whole_numbers("boxes", CRITICAL),
        never_null("boxes", CRITICAL),
        not_negative("boxes", CRITICAL),
        within("boxes", 0, 27, rows),
        # area: text, 3 levels, never null
        texts("area", CRITICAL),
        never_null("area", CRITICAL),
        one_of("area", ["rural", "suburban", "urban"]),
        # parking: text, 3 levels, 7.9 % null
        texts("parking", WARNING),
        nulls_at_most("parking", 0.0848, rows),
        one_of("parking", ["easy", "hard", "street"]),
        # floor: numbers, 0 to 6, 3.2 % null
        numbers("floor", CRITICAL),
        nulls_at_most("floor", 0.0357, rows),
        not_negative("floor", CRITICAL),
        within("floor", 0, 7.5, rows),
        # elevator: text, 2 levels, 11.1 % null
        texts("elevator", WARNING),
        nulls_at_most("elevator", 0.1175, rows),
        one_of("elevator", ["no", "yes"]),
    ]
    if training:
        found += [
            # stop_id: whole numbers, never null
            whole_numbers("stop_id", CRITICAL),
            never_null("stop_id", CRITICAL),
            unique("stop_id"),
            # seconds: numbers, 2 to 14367, 2.0 % null
            numbers("seconds", CRITICAL),
            nulls_at_most("seconds", 0.0236, rows),
            not_negative("seconds", CRITICAL),
            within("seconds", 0, 15900, rows),
        ]
    return found


def columns(names: list[str], *, exactly: bool) -> Any:
    """Return the expectation of these columns; not exactly: others may stand beside them."""
    return gxe.ExpectTableColumnsToMatchSet(
        column_set=names, exact_match=exactly, severity=CRITICAL
    )


INTEGERS = [f"{kind}{bits}" for kind in ("int", "uint", "Int", "UInt") for bits in (8, 16, 32, 64)]
NUMBERS = [*INTEGERS, "float16", "float32", "float64", "Float32", "Float64"]


def whole_numbers(column: str, severity: str) -> Any:
    """Return the expectation of whole numbers; a gap would have made them floats."""
    return gxe.ExpectColumnValuesToBeInTypeList(
        column=column, type_list=INTEGERS, severity=severity
    )


def numbers(column: str, severity: str) -> Any:
    """Return the expectation of numbers, whole ones included."""
    return gxe.ExpectColumnValuesToBeInTypeList(column=column, type_list=NUMBERS, severity=severity)


def texts(column: str, severity: str) -> Any:
    """Return the expectation of texts."""
    return gxe.ExpectColumnValuesToBeOfType(column=column, type_="str", severity=severity)


def never_null(column: str, severity: str) -> Any:
    """Return the expectation of no gap: training had none."""
    return gxe.ExpectColumnValuesToNotBeNull(column=column, severity=severity)


def nulls_at_most(column: str, share: float, rows: int) -> Any:
    """Return the expectation of gaps in no larger a share than chance allows."""
    mostly = 1 - by_chance(share, rows)
    return gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=mostly, severity=WARNING)


def not_negative(column: str, severity: str) -> Any:
    """Return the expectation that no row is below zero."""
    return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=0, severity=severity)


def within(column: str, low: float, high: float, rows: int) -> Any:
    """Return the expectation of a range: all rows but three, or but one in a thousand."""
    mostly = max(0.0, 1 - max(0.001, 3 / max(rows, 1)))
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=low, max_value=high, mostly=mostly, severity=WARNING
    )


def one_of(column: str, levels: list[Any]) -> Any:
    """Return the expectation of known levels: training saw each of them often."""
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=levels, severity=WARNING)


def unique(column: str) -> Any:
    """Return the expectation that no value repeats."""
    return gxe.ExpectColumnValuesToBeUnique(column=column, severity=WARNING)


def by_chance(share: float, rows: int) -> float:
    """Return the share that chance alone exceeds in one of a thousand tables of that length."""
    rows = max(rows, 1)
    return float(min(1.0, share + 3.1 * (share * (1 - share) / rows) ** 0.5 + 3 / rows))
