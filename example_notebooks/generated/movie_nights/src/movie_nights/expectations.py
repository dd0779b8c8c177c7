"""
What a training table and a batch must look like, from the 8,000 rows of `ratings`.

The bounds are yours to edit. Something critical stops the step; a warning is reported, and the
step goes on. Only validation.py imports this: Great Expectations takes seconds to load.
"""

from typing import Any

import great_expectations.expectations as gxe

CRITICAL = "critical"
WARNING = "warning"

# columns of a batch, and of a training table
REQUESTED = [
    "user_id",
    "movie_id",
]
TRAINED = [
    "user_id",
    "movie_id",
    "stars",
    "rated_at",
]


def expectations(rows: int, *, training: bool) -> list[Any]:
    """Return what a table of that many rows must hold."""
    found = [
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity=CRITICAL),
        columns(TRAINED if training else REQUESTED, exactly=training),
        # user_id: text, 350 levels, never null
        texts("user_id", CRITICAL),
        never_null("user_id", CRITICAL),
        # movie_id: whole numbers, 1 to 160, never null
        whole_numbers("movie_id", CRITICAL),
        never_null("movie_id", CRITICAL),
        not_negative("movie_id", CRITICAL),
        within("movie_id", 0, 199, rows),
    ]
    if training:
        found += [
            # stars: numbers, 0 to 5, never null
            numbers("stars", CRITICAL),
            never_null("stars", CRITICAL),
            not_negative("stars", CRITICAL),
            within("stars", 0, 6.25, rows),
            # rated_at: text, 7,662 levels, never null
            texts("rated_at", CRITICAL),
            never_null("rated_at", CRITICAL),
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


def not_negative(column: str, severity: str) -> Any:
    """Return the expectation that no row is below zero."""
    return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=0, severity=severity)


def within(column: str, low: float, high: float, rows: int) -> Any:
    """Return the expectation of a range: all rows but three, or but one in a thousand."""
    mostly = max(0.0, 1 - max(0.001, 3 / max(rows, 1)))
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=low, max_value=high, mostly=mostly, severity=WARNING
    )
