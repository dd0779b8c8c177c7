"""What reading alone finds risky: one rule in one file, each from a Subject to findings."""

from collections.abc import Callable, Iterable, Iterator

from ..model.findings import Finding
from . import (
    absolute_path,
    duplicated_counts,
    failed_output,
    fit_before_split,
    lost_change,
    missing_counts,
    missing_runs,
    read_before_bound,
    redefined,
    removed_api,
    run_order,
    run_twice,
    stale_output,
    unseeded_random,
)
from .subject import Subject

Rule = Callable[[Subject], Iterator[Finding]]

# what the author's session left behind: a run from top to bottom shows what of it matters
STATE_RULES: tuple[Rule, ...] = (
    read_before_bound.findings,
    run_order.findings,
    missing_runs.findings,
    duplicated_counts.findings,
    missing_counts.findings,
    run_twice.findings,
    redefined.findings,
    stale_output.findings,
    failed_output.findings,
)
# what the project does as the notebook does it: its owner should know
HABIT_RULES: tuple[Rule, ...] = (
    unseeded_random.findings,
    fit_before_split.findings,
    absolute_path.findings,
    lost_change.findings,
    removed_api.findings,
)


def rule_findings(subject: Subject, rules: Iterable[Rule]) -> Iterator[Finding]:
    """What the rules say about the notebook, rule by rule."""
    for rule in rules:
        yield from rule(subject)
