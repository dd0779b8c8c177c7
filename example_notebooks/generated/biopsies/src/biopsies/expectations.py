"""
What a training table and a batch must look like, from the 569 rows of `df`.

The bounds are yours to edit. Something critical stops the step; a warning is reported, and the
step goes on. Only validation.py imports this: Great Expectations takes seconds to load.
"""

from typing import Any

import great_expectations.expectations as gxe

CRITICAL = "critical"
WARNING = "warning"

# columns of a batch, and of a training table
REQUESTED = [
    "mean radius",
    "mean texture",
    "mean area",
    "mean smoothness",
    "mean compactness",
    "mean concavity",
    "mean concave points",
    "mean symmetry",
    "mean fractal dimension",
    "radius error",
    "texture error",
    "smoothness error",
    "compactness error",
    "concavity error",
    "concave points error",
    "symmetry error",
    "fractal dimension error",
    "worst radius",
    "worst texture",
    "worst area",
    "worst smoothness",
    "worst compactness",
    "worst concavity",
    "worst concave points",
    "worst symmetry",
    "worst fractal dimension",
]
TRAINED = [
    "sample",
    "mean radius",
    "mean texture",
    "mean perimeter",
    "mean area",
    "mean smoothness",
    "mean compactness",
    "mean concavity",
    "mean concave points",
    "mean symmetry",
    "mean fractal dimension",
    "radius error",
    "texture error",
    "perimeter error",
    "area error",
    "smoothness error",
    "compactness error",
    "concavity error",
    "concave points error",
    "symmetry error",
    "fractal dimension error",
    "worst radius",
    "worst texture",
    "worst perimeter",
    "worst area",
    "worst smoothness",
    "worst compactness",
    "worst concavity",
    "worst concave points",
    "worst symmetry",
    "worst fractal dimension",
    "diagnosis",
]


def expectations(rows: int, *, training: bool) -> list[Any]:
    """Return what a table of that many rows must hold."""
    found = [
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity=CRITICAL),
        columns(TRAINED if training else REQUESTED, exactly=training),
        # mean radius: numbers, 6.981 to 28.11, never null
        numbers("mean radius", CRITICAL),
        never_null("mean radius", WARNING),
        not_negative("mean radius", WARNING),
        within("mean radius", 3, 32.1, rows),
        # mean texture: numbers, 9.71 to 39.28, never null
        numbers("mean texture", CRITICAL),
        never_null("mean texture", WARNING),
        not_negative("mean texture", WARNING),
        within("mean texture", 4.77, 44.3, rows),
        # mean area: numbers, 143.5 to 2501, never null
        numbers("mean area", CRITICAL),
        never_null("mean area", WARNING),
        not_negative("mean area", WARNING),
        within("mean area", 0, 2900, rows),
        # mean smoothness: numbers, 0.05263 to 0.1634, never null
        numbers("mean smoothness", CRITICAL),
        never_null("mean smoothness", WARNING),
        share("mean smoothness", WARNING),
        # mean compactness: numbers, 0.01938 to 0.3454, never null
        numbers("mean compactness", CRITICAL),
        never_null("mean compactness", WARNING),
        share("mean compactness", WARNING),
        # mean concavity: numbers, 0 to 0.4268, never null
        numbers("mean concavity", CRITICAL),
        never_null("mean concavity", WARNING),
        share("mean concavity", WARNING),
        # mean concave points: numbers, 0 to 0.2012, never null
        numbers("mean concave points", CRITICAL),
        never_null("mean concave points", WARNING),
        share("mean concave points", WARNING),
        # mean symmetry: numbers, 0.106 to 0.304, never null
        numbers("mean symmetry", CRITICAL),
        never_null("mean symmetry", WARNING),
        share("mean symmetry", WARNING),
        # mean fractal dimension: numbers, 0.04996 to 0.09744, never null
        numbers("mean fractal dimension", CRITICAL),
        never_null("mean fractal dimension", WARNING),
        share("mean fractal dimension", WARNING),
        # radius error: numbers, 0.1115 to 2.873, never null
        numbers("radius error", CRITICAL),
        never_null("radius error", WARNING),
        not_negative("radius error", WARNING),
        within("radius error", 0, 3.17, rows),
        # texture error: numbers, 0.3602 to 4.885, never null
        numbers("texture error", CRITICAL),
        never_null("texture error", WARNING),
        not_negative("texture error", WARNING),
        within("texture error", 0, 5.52, rows),
        # smoothness error: numbers, 0.001713 to 0.03113, never null
        numbers("smoothness error", CRITICAL),
        never_null("smoothness error", WARNING),
        share("smoothness error", WARNING),
        # compactness error: numbers, 0.002252 to 0.1354, never null
        numbers("compactness error", CRITICAL),
        never_null("compactness error", WARNING),
        share("compactness error", WARNING),
        # concavity error: numbers, 0 to 0.396, never null
        numbers("concavity error", CRITICAL),
        never_null("concavity error", WARNING),
        share("concavity error", WARNING),
        # concave points error: numbers, 0 to 0.05279, never null
        numbers("concave points error", CRITICAL),
        never_null("concave points error", WARNING),
        share("concave points error", WARNING),
        # symmetry error: numbers, 0.007882 to 0.07895, never null
        numbers("symmetry error", CRITICAL),
        never_null("symmetry error", WARNING),
        share("symmetry error", WARNING),
        # fractal dimension error: numbers, 0.0008948 to 0.02984, never null
        numbers("fractal dimension error", CRITICAL),
        never_null("fractal dimension error", WARNING),
        share("fractal dimension error", WARNING),
        # worst radius: numbers, 7.93 to 36.04, never null
        numbers("worst radius", CRITICAL),
        never_null("worst radius", WARNING),
        not_negative("worst radius", WARNING),
        within("worst radius", 2.54, 41.5, rows),
        # worst texture: numbers, 12.02 to 49.54, never null
        numbers("worst texture", CRITICAL),
        never_null("worst texture", WARNING),
        not_negative("worst texture", WARNING),
        within("worst texture", 5.36, 56.2, rows),
        # worst area: numbers, 185.2 to 4254, never null
        numbers("worst area", CRITICAL),
        never_null("worst area", WARNING),
        not_negative("worst area", WARNING),
        within("worst area", 0, 4920, rows),
        # worst smoothness: numbers, 0.07117 to 0.2226, never null
        numbers("worst smoothness", CRITICAL),
        never_null("worst smoothness", WARNING),
        share("worst smoothness", WARNING),
        # worst compactness: numbers, 0.02729 to 1.058, never null
        numbers("worst compactness", CRITICAL),
        never_null("worst compactness", WARNING),
        not_negative("worst compactness", WARNING),
        within("worst compactness", 0, 1.25, rows),
        # worst concavity: numbers, 0 to 1.252, never null
        numbers("worst concavity", CRITICAL),
        never_null("worst concavity", WARNING),
        not_negative("worst concavity", WARNING),
        within("worst concavity", 0, 1.48, rows),
        # worst concave points: numbers, 0 to 0.291, never null
        numbers("worst concave points", CRITICAL),
        never_null("worst concave points", WARNING),
        share("worst concave points", WARNING),
        # worst symmetry: numbers, 0.1565 to 0.6638, never null
        numbers("worst symmetry", CRITICAL),
        never_null("worst symmetry", WARNING),
        share("worst symmetry", WARNING),
        # worst fractal dimension: numbers, 0.05504 to 0.2075, never null
        numbers("worst fractal dimension", CRITICAL),
        never_null("worst fractal dimension", WARNING),
        share("worst fractal dimension", WARNING),
    ]
    if training:
        found += [
            # sample: whole numbers, never null
            whole_numbers("sample", CRITICAL),
            never_null("sample", WARNING),
            # mean perimeter: numbers, 43.79 to 188.5, never null
            numbers("mean perimeter", CRITICAL),
            never_null("mean perimeter", WARNING),
            not_negative("mean perimeter", WARNING),
            within("mean perimeter", 15.8, 217, rows),
            # perimeter error: numbers, 0.757 to 21.98, never null
            numbers("perimeter error", CRITICAL),
            never_null("perimeter error", WARNING),
            not_negative("perimeter error", WARNING),
            within("perimeter error", 0, 24.2, rows),
            # area error: numbers, 6.802 to 542.2, never null
            numbers("area error", CRITICAL),
            never_null("area error", WARNING),
            not_negative("area error", WARNING),
            within("area error", 0, 585, rows),
            # worst perimeter: numbers, 50.41 to 251.2, never null
            numbers("worst perimeter", CRITICAL),
            never_null("worst perimeter", WARNING),
            not_negative("worst perimeter", WARNING),
            within("worst perimeter", 12.9, 289, rows),
            # diagnosis: text, 2 levels, never null
            texts("diagnosis", CRITICAL),
            never_null("diagnosis", WARNING),
            one_of("diagnosis", ["B", "M"]),
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


def one_of(column: str, levels: list[Any]) -> Any:
    """Return the expectation of known levels: training saw each of them often."""
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=levels, severity=WARNING)
