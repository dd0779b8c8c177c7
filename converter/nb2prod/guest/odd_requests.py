"""Requests that no careful client sends: unknown levels, gaps, wrong types, missing columns."""

import json
from collections.abc import Iterator
from typing import Any

from .observed_rows import Observed


def odd_requests(rows: Observed) -> Iterator[tuple[str, bytes, int]]:
    """What is odd about each request, its body, and how many rows it holds."""
    good = rows.record(_fullest(rows))
    for name in rows.columns:
        for what, value in odd_values(good[name]):
            yield f"{what} in `{name}`", _body([{**good, name: value}]), 1
        short = {column: value for column, value in good.items() if column != name}
        yield f"no `{name}`", _body([short]), 1
    yield "an unknown column", _body([{**good, "no_such_column": 1}]), 1
    yield "no rows", _body([]), 0
    yield "a good row and an empty one", _body([good, {}]), 2
    yield "rows that are no list", json.dumps({"rows": good}).encode(), 1
    yield "another key", json.dumps({"row": [good]}).encode(), 1
    yield "a bare list", json.dumps([good]).encode(), 1
    yield "broken JSON", b'{"rows": [', 1
    yield "no body", b"", 1
    yield "NaN", b'{"rows": [NaN]}', 1


def odd_values(value: Any) -> Iterator[tuple[str, Any]]:
    """Values that a column with such a value may not expect."""
    yield "null", None
    yield "a list", [1]
    if isinstance(value, bool):
        yield "a text", "maybe"
        yield "a number", 7
    elif isinstance(value, int | float):
        yield "a text", "not a number"
        yield "a number as text", "12.5"
        yield "a truth", True
        yield "a fraction", 2.5
        yield "a huge number", 10**30
        yield "a negative number", -1
    else:
        yield "an unknown level", "a level that nobody has seen"
        yield "an empty text", ""
        yield "a number", 7


def _fullest(rows: Observed) -> int:
    """The first row with the fewest gaps."""
    positions = rows.positions()
    gaps = rows.table[list(rows.columns)].iloc[positions].isna().sum(axis=1).to_numpy()
    return positions[int(gaps.argmin())]


def _body(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps({"rows": rows}, allow_nan=False).encode()
