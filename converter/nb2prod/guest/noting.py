"""What drafting must know about an expression besides its colour."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .alignment import AGG, LAZY, ROW, Operand, TableOf
from .row_numbers import length
from .sites import Site

_COLUMN_CHOICES = frozenset(("select_dtypes", "dropna"))
_ROW_CHOICES = frozenset(("drop_duplicates", "dropna"))
_TEXTS = ("object", "str", "string", "category")


def note(
    site: Site,
    seen: Operand,
    operands: Sequence[Operand],
    given: Mapping[str, Any],
    table_of: TableOf,
    colour_of: Callable[[Any], Operand | None],
) -> None:
    """Write to the site what was seen there; `given` are the values given to a call, by keyword."""
    site.type = type(seen.value).__name__
    if seen.colour == AGG:
        site.length = length(seen.value)
    held = (o for o in operands if o.colour in (ROW, LAZY) and o.rows is not None)
    base = next(held, None)
    if base is not None:
        _note_choice(site, seen, base, given, table_of, colour_of)
    if site.method == "get_dummies":
        site.levels = levels_asked(given)
    if site.method == "train_test_split" and isinstance(seen.value, (list, tuple)):
        site.halves = True
    if site.method in _COLUMN_CHOICES:
        site.columns = [str(name) for name in _columns(seen.value)]


def _note_choice(
    site: Site,
    seen: Operand,
    base: Operand,
    given: Mapping[str, Any],
    table_of: TableOf,
    colour_of: Callable[[Any], Operand | None],
) -> None:
    """Whether rows were chosen, or their order changed."""
    if seen.colour == ROW and seen.rows not in (None, base.rows):
        site.selects = True
    if seen.value is None and site.parent is None:
        now = colour_of(base.value)  # table.dropna(inplace=True)
        site.selects = now is not None and now.rows != base.rows
    of_columns = given.get("axis") in (1, "columns") or (
        seen.value is not None and _columns(seen.value) != _columns(base.value)
    )
    if site.method in _ROW_CHOICES and not of_columns:
        #   orders.drop_duplicates(inplace=True)     this table has none; a request may
        site.selects = site.selects or seen.colour == ROW or seen.value is None
    if site.selects:
        site.adds = _columns(seen.value) != _columns(table_of(base))


def levels_asked(given: Mapping[str, Any]) -> list[str]:
    """The columns whose levels `get_dummies` looks for; of a series its name."""
    table = given.get("data")
    if table is None or not hasattr(table, "columns"):
        return [str(getattr(table, "name", None) or "value")]
    asked = given.get("columns")
    texts = [name for name in table.columns if str(table[name].dtype) in _TEXTS]
    return [str(name) for name in (texts if asked is None else asked)]


def _columns(value: Any) -> list[Any]:
    return list(value.columns) if hasattr(value, "columns") else []
