"""All rows in small batches of mixed order: an operation that looks at neighbours shows there."""

import random
from collections.abc import Sequence
from typing import Any

from .row_equality import batches_unlike
from .serving_way import Way

ROWS = 720  # the most that go the way once more; the proof sends more of them
TOGETHER = 12


def mixed_rows(
    way: Way, raw: Any, target: Any, rows: Sequence[int], read: Sequence[str] | None
) -> dict[str, Any] | None:
    """None when every batch comes out as its rows did in the table, else the reason."""
    order = list(range(len(rows)))
    random.Random(2).shuffle(order)
    order = order[:ROWS]
    for start in range(0, len(order), TOGETHER):
        picked = order[start : start + TOGETHER]
        expected = target.iloc[picked] if hasattr(target, "iloc") else target[picked]
        table = raw.iloc[[rows[position] for position in picked]].reset_index(drop=True)
        try:
            got = way(table)
        except Exception as error:
            return {"reason": f"a few rows together fail: {type(error).__name__}: {error}"}
        if hasattr(expected, "columns"):
            expected = expected.reset_index(drop=True)
        if batches_unlike(expected, got, read):
            return {"reason": "a few rows together, in another order, come out otherwise"}
    return None
