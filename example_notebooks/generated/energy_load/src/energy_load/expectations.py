"""
What a training table and a batch must look like, from the 12,936 rows of `load`.

The bounds are yours to edit. Something critical stops the step; a warning is reported, and the
step goes on. Only validation.py imports this: Great Expectations takes seconds to load.
"""

from typing import Any

import great_expectations.expectations as gxe

CRITICAL = "critical"
WARNING = "warning"

# columns of a batch, and of a training table
REQUESTED = [
    "hour_start",
    "temperature",
    "holiday",
    "load_day_ago",
    "load_week_ago",
]
TRAINED = [
    "hour_start",
    "temperature",
    "holiday",
    "load_mw",
    "load_day_ago",
    "load_week_ago",
]


def expectations(rows: int, *, training: bool) -> list[Any]:
    """Return what a table of that many rows must hold."""
    found = [
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity=CRITICAL),
        columns(TRAINED if training else REQUESTED, exactly=training),
        # hour_start: datetime, never null
        times("hour_start", CRITICAL),
        never_null("hour_start", CRITICAL),
        # temperature: numbers, -10.4 to 30.1, 0.5 % null
        numbers("temperature", CRITICAL),
        nulls_at_most("temperature", 0.0067, rows),
        within("temperature", -18.5, 38.2, rows),
        # holiday: whole numbers, 0 to 1, never null
        whole_numbers("holiday", CRITICAL),
        never_null("holiday", CRITICAL),
        share("holiday", CRITICAL),
        # load_day_ago: numbers, 18.64 to 54.38, never null
        numbers("load_day_ago", CRITICAL),
        never_null("load_day_ago", CRITICAL),
        not_negative("load_day_ago", CRITICAL),
        within("load_day_ago", 11.3, 61.7, rows),
        # load_week_ago: numbers, 18.64 to 54.38, never null
        numbers("load_week_ago", CRITICAL),
        never_null("load_week_ago", CRITICAL),
        not_negative("load_week_ago", CRITICAL),
        within("load_week_ago", 11.3, 61.7, rows),
    ]
    if training:
        found += [
            # load_mw: numbers, 18.64 to 54.38, never null
            numbers("load_mw", CRITICAL),
            never_null("load_mw", CRITICAL),
            not_negative("load_mw", CRITICAL),
            within("load_mw", 11.3, 61.7, rows),
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


def times(column: str, severity: str) -> Any:
    """Return the expectation of times without an offset, of any precision."""
    return gxe.ExpectColumnValuesToBeOfType(
        column=column, type_="datetime64[ns]", severity=severity
    )


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


def share(column: str, severity: str) -> Any:
    """Return the expectation that each row is in 0 to 1."""
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=0, max_value=1, severity=severity
    )


def within(column: str, low: float, high: float, rows: int) -> Any:
    """Return the expectation of a range: all rows but three, or but one in a thousand."""
    mostly = max(0.0, 1 - max(0.001, 3 / max(rows, 1)))
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=low, max_value=high, mostly=mostly, severity=WARNING
    )


def by_chance(share: float, rows: int) -> float:
    """Return the share that chance alone exceeds in one of a thousand tables of that length."""
    rows = max(rows, 1)
    return float(min(1.0, share + 3.1 * (share * (1 - share) / rows) ** 0.5 + 3 / rows))
