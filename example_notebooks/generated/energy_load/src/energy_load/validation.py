"""Holds a table against the expectations; for training and batches, never for a single request."""

import os
from dataclasses import dataclass
from typing import Any

import pandas as pd

CRITICAL = "critical"
SHOWN = ("min_value", "max_value", "mostly", "value_set", "type_", "type_list", "column_set")


@dataclass(frozen=True)
class ValidationReport:
    """What is wrong with a table, without its values; it passes when nothing critical is."""

    passed: bool
    failures: tuple[str, ...]
    warnings: tuple[str, ...]


def validate(table: pd.DataFrame, *, training: bool) -> ValidationReport:
    """Return what is wrong with the table; a batch need not have what only training has."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"  # read at import: nothing is sent anywhere
    # imported here, because it takes seconds: whatever answers requests must not pay for it
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    from .expectations import expectations

    # the columns of a file without a header are numbers
    named = table.set_axis(table.columns.astype(str), axis="columns")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("memory").add_dataframe_asset("table")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": named})
    wanted = expectations(len(table), training=training)
    suite = gx.ExpectationSuite(name="training" if training else "batch", expectations=wanted)
    results = batch.validate(suite, result_format="SUMMARY").results
    unmet = [(_severity(result), _sentence(result)) for result in results if not result.success]
    failures = tuple(sentence for severity, sentence in unmet if severity == CRITICAL)
    warnings = tuple(sentence for severity, sentence in unmet if severity != CRITICAL)
    return ValidationReport(not failures, failures, warnings)


def _severity(result: Any) -> str:
    severity = result.expectation_config.severity
    return str(getattr(severity, "value", severity))


def _sentence(result: Any) -> str:
    config = result.expectation_config
    shown = ", ".join(f"{name} {config.kwargs[name]}" for name in SHOWN if name in config.kwargs)
    where = f"`{config.kwargs['column']}`: " if "column" in config.kwargs else ""
    return f"{where}{config.type.replace('_', ' ')} {shown} ({_detail(result)})"


def _detail(result: Any) -> str:
    outcome = result.result or {}
    if "unexpected_count" in outcome:
        return f"{outcome['unexpected_count']:,} of {outcome['element_count']:,} rows do not"
    if "observed_value" in outcome:
        return f"found {outcome['observed_value']}"
    return "not checked: the column is missing or of another type"
