"""Which rows are rehearsed one by one: gaps, extremes and levels of each column, then others."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

SINGLE_ROWS = 60
LEVELS = 30  # more are not tried one by one


def chosen(raw: Any, rows: Sequence[int]) -> list[int]:
    """Positions in `rows`, of which each is a row of the raw table."""
    found: dict[int, None] = {}
    part = raw.iloc[list(rows)].reset_index(drop=True)
    for name in part.columns:
        found.update(dict.fromkeys(_telling_rows(part[name])))
    others = list(range(len(rows)))
    random.Random(0).shuffle(others)
    for position in others:
        if len(found) >= SINGLE_ROWS:
            break
        found.setdefault(position)
    return list(found)[: 2 * SINGLE_ROWS]


def _telling_rows(column: Any) -> Iterator[int]:
    yield from (int(position) for position in column.isna().to_numpy().nonzero()[0][:1])
    texts = ("object", "str", "string", "category")
    if str(column.dtype) not in texts and column.notna().any():
        yield int(column.idxmin())
        yield int(column.idxmax())
        return
    levels = column.astype("object").drop_duplicates()
    if len(levels) <= LEVELS:
        yield from (int(position) for position in levels.index)
