"""
What a training table and a batch must look like, from the 400 rows of `rides`.

The bounds are yours to edit. Something critical stops the step; a warning is reported, and the
step goes on. Only validation.py imports this: Great Expectations takes seconds to load.
"""

from typing import Any

import great_expectations.expectations as gxe

CRITICAL = "critical"
WARNING = "warning"

# columns of a batch, and of a training table
REQUESTED = [
    "distance_km",
    "rain",
    "hour",
]
TRAINED = [
    "distance_km",
    "rain",
    "hour",
    "minutes",
]


def expectations(rows: int, *, training: bool) -> list[Any]:
    """Return what a table of that many rows must hold."""
    found = [
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity=CRITICAL),
        columns(TRAINED if training else REQUESTED, exactly=training),
        # distance_km: numbers, 0.94 to 17.79, 8.0 % null
        numbers("distance_km", CRITICAL),
        nulls_at_most("distance_km", 0.1175, rows),
        not_negative("distance_km", WARNING),
        within("distance_km", 0, 19.9, rows),
        # rain: text, 2 levels, never null
        texts("rain", CRITICAL),
        never_null("rain", WARNING),
        one_of("rain", ["no", "yes"]),
        # hour: whole numbers, 6 to 21, never null
        whole_numbers("hour", CRITICAL),
        never_null("hour", WARNING),
        not_negative("hour", WARNING),
        within("hour", 2, 25, rows),
    ]
    if training:
        found += [
            # minutes: numbers, 4.3 to 64.8, never null
            numbers("minutes", CRITICAL),
            never_null("minutes", WARNING),
            not_negative("minutes", WARNING),
            within("minutes", 0, 73, rows),
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


def by_chance(share: float, rows: int) -> float:
    """Return the share that chance alone exceeds in one of a thousand tables of that length."""
    rows = max(rows, 1)
    return float(min(1.0, share + 3.1 * (share * (1 - share) / rows) ** 0.5 + 3 / rows))
