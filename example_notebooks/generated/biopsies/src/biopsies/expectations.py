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
    "mean_radius",
    "mean_texture",
    "mean_smoothness",
    "mean_compactness",
    "mean_concavity",
    "mean_concave_points",
    "mean_symmetry",
    "mean_fractal_dimension",
    "radius_error",
    "texture_error",
    "smoothness_error",
    "compactness_error",
    "concavity_error",
    "concave_points_error",
    "symmetry_error",
    "fractal_dimension_error",
    "worst_texture",
    "worst_smoothness",
    "worst_compactness",
    "worst_concavity",
    "worst_concave_points",
    "worst_symmetry",
    "worst_fractal_dimension",
    "area_ratio",
    "spread",
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
    ]
    if training:
        found += [
            # sample: whole numbers, never null
            whole_numbers("sample", CRITICAL),
            never_null("sample", WARNING),
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
            # mean perimeter: numbers, 43.79 to 188.5, never null
            numbers("mean perimeter", CRITICAL),
            never_null("mean perimeter", WARNING),
            not_negative("mean perimeter", WARNING),
            within("mean perimeter", 15.8, 217, rows),
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
            # worst perimeter: numbers, 50.41 to 251.2, never null
            numbers("worst perimeter", CRITICAL),
            never_null("worst perimeter", WARNING),
            not_negative("worst perimeter", WARNING),
            within("worst perimeter", 12.9, 289, rows),
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
            # diagnosis: text, 2 levels, never null
            texts("diagnosis", CRITICAL),
            never_null("diagnosis", WARNING),
            one_of("diagnosis", ["B", "M"]),
        ]
    if not training:
        found += [
            # mean_radius: numbers, -1.79403 to 3.74599, never null
            numbers("mean_radius", CRITICAL),
            never_null("mean_radius", WARNING),
            within("mean_radius", -2.82, 4.78, rows),
            # mean_texture: numbers, -1.99635 to 3.0187, never null
            numbers("mean_texture", CRITICAL),
            never_null("mean_texture", WARNING),
            within("mean_texture", -3.09, 4.12, rows),
            # mean_smoothness: numbers, -3.00543 to 2.86743, never null
            numbers("mean_smoothness", CRITICAL),
            never_null("mean_smoothness", WARNING),
            within("mean_smoothness", -3.99, 3.85, rows),
            # mean_compactness: numbers, -1.24502 to 3.37992, never null
            numbers("mean_compactness", CRITICAL),
            never_null("mean_compactness", WARNING),
            within("mean_compactness", -2.21, 4.35, rows),
            # mean_concavity: numbers, -1.09168 to 3.39235, never null
            numbers("mean_concavity", CRITICAL),
            never_null("mean_concavity", WARNING),
            within("mean_concavity", -2.1, 4.41, rows),
            # mean_concave_points: numbers, -1.23583 to 3.06483, never null
            numbers("mean_concave_points", CRITICAL),
            never_null("mean_concave_points", WARNING),
            within("mean_concave_points", -2.23, 4.06, rows),
            # mean_symmetry: numbers, -2.38702 to 4.52705, never null
            numbers("mean_symmetry", CRITICAL),
            never_null("mean_symmetry", WARNING),
            within("mean_symmetry", -3.6, 5.74, rows),
            # mean_fractal_dimension: numbers, -1.77756 to 4.65187, never null
            numbers("mean_fractal_dimension", CRITICAL),
            never_null("mean_fractal_dimension", WARNING),
            within("mean_fractal_dimension", -3.06, 5.93, rows),
            # radius_error: numbers, -1.32923 to 3.13957, never null
            numbers("radius_error", CRITICAL),
            never_null("radius_error", WARNING),
            within("radius_error", -2.36, 4.17, rows),
            # texture_error: numbers, -1.65012 to 3.33319, never null
            numbers("texture_error", CRITICAL),
            never_null("texture_error", WARNING),
            within("texture_error", -2.84, 4.52, rows),
            # smoothness_error: numbers, -1.44195 to 4.00871, never null
            numbers("smoothness_error", CRITICAL),
            never_null("smoothness_error", WARNING),
            within("smoothness_error", -2.79, 5.36, rows),
            # compactness_error: numbers, -1.23979 to 3.65563, never null
            numbers("compactness_error", CRITICAL),
            never_null("compactness_error", WARNING),
            within("compactness_error", -2.39, 4.8, rows),
            # concavity_error: numbers, -1.3238 to 3.51176, never null
            numbers("concavity_error", CRITICAL),
            never_null("concavity_error", WARNING),
            within("concavity_error", -2.34, 4.52, rows),
            # concave_points_error: numbers, -1.97657 to 3.39154, never null
            numbers("concave_points_error", CRITICAL),
            never_null("concave_points_error", WARNING),
            within("concave_points_error", -3.04, 4.46, rows),
            # symmetry_error: numbers, -1.37868 to 4.01199, never null
            numbers("symmetry_error", CRITICAL),
            never_null("symmetry_error", WARNING),
            within("symmetry_error", -2.53, 5.16, rows),
            # fractal_dimension_error: numbers, -1.1577 to 4.13808, never null
            numbers("fractal_dimension_error", CRITICAL),
            never_null("fractal_dimension_error", WARNING),
            within("fractal_dimension_error", -2.39, 5.37, rows),
            # worst_texture: numbers, -1.81775 to 3.1913, never null
            numbers("worst_texture", CRITICAL),
            never_null("worst_texture", WARNING),
            within("worst_texture", -2.9, 4.28, rows),
            # worst_smoothness: numbers, -1.99123 to 2.87961, never null
            numbers("worst_smoothness", CRITICAL),
            never_null("worst_smoothness", WARNING),
            within("worst_smoothness", -3, 3.89, rows),
            # worst_compactness: numbers, -1.25838 to 4.32453, never null
            numbers("worst_compactness", CRITICAL),
            never_null("worst_compactness", WARNING),
            within("worst_compactness", -2.41, 5.47, rows),
            # worst_concavity: numbers, -1.30058 to 4.25469, never null
            numbers("worst_concavity", CRITICAL),
            never_null("worst_concavity", WARNING),
            within("worst_concavity", -2.26, 5.21, rows),
            # worst_concave_points: numbers, -1.72712 to 2.64419, never null
            numbers("worst_concave_points", CRITICAL),
            never_null("worst_concave_points", WARNING),
            within("worst_concave_points", -2.7, 3.62, rows),
            # worst_symmetry: numbers, -1.96429 to 3.5169, never null
            numbers("worst_symmetry", CRITICAL),
            never_null("worst_symmetry", WARNING),
            within("worst_symmetry", -2.98, 4.53, rows),
            # worst_fractal_dimension: numbers, -1.48576 to 3.30066, never null
            numbers("worst_fractal_dimension", CRITICAL),
            never_null("worst_fractal_dimension", WARNING),
            within("worst_fractal_dimension", -2.62, 4.43, rows),
            # area_ratio: numbers, -1.3094 to 3.62207, never null
            numbers("area_ratio", CRITICAL),
            never_null("area_ratio", WARNING),
            within("area_ratio", -2.35, 4.66, rows),
            # spread: numbers, -1.69665 to 2.77268, never null
            numbers("spread", CRITICAL),
            never_null("spread", WARNING),
            within("spread", -2.73, 3.81, rows),
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
