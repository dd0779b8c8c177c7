"""The expression of a statement that most probably needs other rows."""

from collections.abc import Sequence

from ..model.replay import Site, Step
from ..positions import segment

_CROSSING = frozenset(
    (
        *("shift", "diff", "pct_change", "cumsum", "cumprod", "cummax", "cummin", "cumcount"),
        *("rank", "rolling", "expanding", "ewm", "ffill", "bfill", "interpolate", "resample"),
        *("qcut", "cut", "factorize", "duplicated", "ngroup", "transform"),
    )
)


def suspect(sites: Sequence[Site], step: Step) -> str:
    """The longest call that is known to look at other rows, else the statement's first line."""
    crossing = [site for site in sites if site.method in _CROSSING]
    if not crossing:
        return step.code.splitlines()[0]
    whole = max(crossing, key=lambda s: (s.end[0] - s.start[0], s.end[1] - s.start[1]))
    return " ".join(segment(step.code, whole.start, whole.end).split())


def label_step(steps: Sequence[Step], label: str) -> int | None:
    """The first step that names the label."""
    numbered = enumerate(step.code for step in steps)
    named = (f'"{label}"', f"'{label}'", f".{label}")
    return next((n for n, code in numbered if any(text in code for text in named)), None)
