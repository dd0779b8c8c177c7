"""Whether a value has an entry for each row of the table it was made of, and which rows."""

import types
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from .row_numbers import ELSEWHERE, Rows, index_of, length, rows_by_key, rows_by_label
from .sites import Site

ROW, LAZY, AGG, CONST = "row", "lazy", "agg", "const"

_RENUMBERING = frozenset(
    ("reset_index", "merge", "join", "DataFrame", "Series", "set_index", "concat", "to_frame")
)
_REDUCING = frozenset(
    (
        *("describe", "value_counts", "unique", "nunique", "mode", "corr", "cov", "quantile"),
        *("sum", "mean", "median", "min", "max", "std", "var", "count", "skew", "kurt", "sem"),
        *("agg", "aggregate", "any", "all", "first", "last", "size", "get_group"),
        *("pivot", "pivot_table", "crosstab"),
    )
)
_GROUP_CHOICES = frozenset(("head", "tail", "nth", "sample", "filter"))
_NO_ROWS = (str, bytes, dict, set, types.ModuleType)


class Operand(NamedTuple):
    """What an expression was made of: a value, its colour, and its row numbers."""

    colour: str
    rows: Rows | None
    value: Any


TableOf = Callable[[Operand], Any]  # of a lazy value: the table it looks at


def aligned(
    site: Site, value: Any, operands: Sequence[Operand], key: Any, table_of: TableOf
) -> Rows | None:
    """The row numbers of a value that was made of the operands; None where it is not aligned."""
    size = length(value)
    if size is None or isinstance(value, _NO_ROWS):
        return None
    bases = [o for o in operands if o.colour in (ROW, LAZY) and o.rows is not None]
    found = None if key is None else _chosen_by_key(value, bases, key)
    if key is not None and found is None and index_of(value) is None:
        return None
    if found is None:
        found = _same_rows(site, value, size, bases, table_of)
    if found is None and not _reduces(site, value):
        found = _selected_rows(site, value, size, bases, table_of)
    if found is None and site.method == "concat" and size > 1:
        found = _stacked_rows(value, size, operands)
    return found


def _chosen_by_key(value: Any, bases: Iterable[Operand], key: Any) -> Rows | None:
    #   X[kept], X[:, 1:], data[:n], data.iloc[n:]     the same key chooses the row numbers
    for base in bases:
        if base.rows is None or isinstance(base.value, dict):
            continue
        indexer = type(base.value).__name__
        if indexer == "_LocIndexer" and isinstance(key, slice):
            return None  # by label
        by_position = indexer == "_iLocIndexer" or index_of(base.value) is None
        rows = rows_by_key(key, base.rows, by_position and indexer != "_LocIndexer")
        if rows is not None and len(rows) == length(value):
            return rows
    return None


def _same_rows(
    site: Site, value: Any, size: int, bases: Iterable[Operand], table_of: TableOf
) -> Rows | None:
    index = index_of(value)
    for base in bases:
        rows = base.rows or []
        if index is not None:
            own = index_of(table_of(base))
            if own is not None and len(own) == size and index.equals(own):
                return rows
        elif size == len(rows) and _is_sequence_of_rows(site, value, size):
            return rows
    return None


def _is_sequence_of_rows(site: Site, value: Any, size: int) -> bool:
    if site.method in _REDUCING:
        return False
    return not isinstance(value, (list, tuple)) or (isinstance(value, list) and size > 1)


def _reduces(site: Site, value: Any) -> bool:
    #   df["code"].value_counts()     its labels 0, 1, 2 are codes, not rows
    return site.kind == "Call" and site.method in _REDUCING


def _selected_rows(
    site: Site, value: Any, size: int, bases: Sequence[Operand], table_of: TableOf
) -> Rows | None:
    if index_of(value) is None:
        return None
    lazy = site.kind == "Call" and any(base.colour == LAZY for base in bases)
    lazy = lazy and site.method not in _GROUP_CHOICES
    for base in bases:
        table = table_of(base)
        own = index_of(table)
        if size and own is not None and (not lazy or _is_row_choice(site, base)):
            found = rows_by_label(own, value, base.rows or [])
            if found is not None:
                return found
        if base.rows is not None and size == len(base.rows) and site.method in _RENUMBERING:
            return base.rows
    return None


def _is_row_choice(site: Site, base: Operand) -> bool:
    return base.colour == ROW and site.kind != "Call"


def _stacked_rows(value: Any, size: int, operands: Sequence[Operand]) -> Rows | None:
    #   data = pd.concat([train, test])     the rows of one table below those of another
    tables = [o for o in operands if hasattr(o.value, "iloc")]
    if sum(length(o.value) or 0 for o in tables) != size or not any(
        o.colour == ROW for o in tables
    ):
        return None
    rows: Rows = []
    for table in tables:
        count = length(table.value) or 0
        held = table.colour == ROW and table.rows is not None
        rows += (table.rows or []) if held else [ELSEWHERE] * count
    return rows
