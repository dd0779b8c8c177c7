"""What stands between a training, or a file of rows, and the people who use the predictions."""

import logging
import math
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .errors import RefusedError
from .releases import current
from .versions import PACKAGE, read_card

log = logging.getLogger(__name__)

# a metric this much better than before is as suspicious as one this much worse
USUAL_CHANGE = 0.25


def require_valid(rows: pd.DataFrame, *, training: bool) -> None:
    """Refuse rows that break the expectations."""
    try:
        # here, not above: Great Expectations is slow to import and not in the serving image
        from .validation import validate

        report = validate(rows, training=training)
    except ModuleNotFoundError as error:
        raise RefusedError(
            f"the rows cannot be validated, {error.name} is not installed: install what "
            "requirements-dev.lock lists, or go without: --no-validation"
        ) from None
    for warning in report.warnings:
        log.warning("odd, but no reason to stop: %s", warning)
    if not report.passed:
        shown = "".join(f"\n  - {failure}" for failure in report.failures)
        raise RefusedError(
            f"the rows are not as expected:{shown}\n  (go on anyway: --no-validation)"
        )


def require_usual(metrics: Mapping[str, float], *, folder: Path | None = None) -> None:
    """Refuse a training whose metrics are far from those of the version that answers now."""
    strange = [f"{name} is {value}" for name, value in metrics.items() if not math.isfinite(value)]
    if name := current(folder):
        before = read_card(name, folder=folder)["metrics"]
        for metric, value in metrics.items():
            old = before.get(metric, value)
            if abs(value - old) > USUAL_CHANGE * abs(old):
                strange.append(f"{metric} was {old:.6g} in {name} and is {value:.6g} now")
    if strange:
        raise RefusedError(
            f"{'; '.join(strange)}: look at the data, and if this is right: "
            f"python -m {PACKAGE} train --force"
        )
