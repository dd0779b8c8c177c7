"""`.nb2prod/contract.json`: what a client of the service relies on, to be compared next time."""

import json
from typing import Any

from ..model.plan import Plan
from ..model.run import Run
from .project_tests import frozen_contract

PATH = ".nb2prod/contract.json"


def contract_record(plan: Plan, run: Run | None) -> dict[str, Any] | None:
    """The service's paths, fields and answers; None where the project has no service."""
    serving = plan.serving
    if serving is None:
        return None
    values = (b.value(serving.prediction) for b in reversed(run.boundaries)) if run else ()
    seen = next((value for value in values if value is not None), None)
    families = sorted({column.family for column in seen.columns}) if seen else []
    # a table, an array and a list of answers look the same to a client
    kind = families[0] if len(families) == 1 else None
    answer = {"columns": list(serving.prediction_columns), "kind": kind}
    record: dict[str, Any] = {"schema_version": 1, **json.loads(frozen_contract(serving))}
    return {**record, "answer": answer, "rung": serving.rung}
