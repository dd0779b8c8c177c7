"""The claims that the proof must decide; listed before anything is run, so that leaving one out is visible."""

from dataclasses import replace

from ..model.plan import Plan
from ..model.proof import Claim


def claims(plan: Plan, why_not_served: str = "") -> Plan:
    """The plan with its claims."""
    found = [
        Claim(chain.id, f"{' then '.join(call.function for call in chain.calls)} gives what the notebook had",
              cell_index=chain.before)
        for chain in plan.chains
    ]  # fmt: skip
    found.append(Claim("pipeline:run", "the pipeline from the data files gives the notebook's results"))
    if plan.serving is not None:
        found.append(Claim("service:one row", "each observed row, sent alone, gets the notebook's answer"))
        found.append(Claim("service:batches", "rows in shuffled batches get the notebook's answers"))
    return replace(plan, claims=tuple(found))
