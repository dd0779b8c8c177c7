"""Where one row leaves the way: the first statement whose value differs from the whole table's."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from .row_equality import same
from .serving_way import Way, alone

Seen = dict[tuple[int, str], Any]  # (statement, name) -> the row in the whole table


def culprit(
    way: Way, bound: Sequence[Sequence[str]], seen: Seen, raw: Any, row: int
) -> dict[str, Any]:
    """The statement, and the column or name that differs there; empty where none was found."""
    found: dict[str, Any] = {}
    ran: list[int] = []
    served = {number for number, _ in way.statements}

    def compare(number: int, scope: Mapping[str, Any]) -> None:
        for name in bound[number] if not found else ():
            column = _different(name, seen.get((number, name)), scope.get(name))
            if column is not None:
                found.update(step=number, column=column)
                return

    def left_out_from(number: int, scope: Mapping[str, Any]) -> None:
        #   cap(df)     <- left out, though it changes the row: it is this one, not the next
        while number < len(bound) and number not in served:
            compare(number, scope)
            number += 1

    def after(number: int, scope: Mapping[str, Any]) -> None:
        ran.append(number)
        compare(number, scope)
        left_out_from(number + 1, scope)

    try:
        left_out_from(0, {way.root: alone(raw, row)})
        way(alone(raw, row), after)
    except Exception:  # the statement after the last one that ran
        numbers = [number for number, _ in way.statements]
        found.setdefault("step", numbers[min(len(ran), len(numbers) - 1)])
    return found


def rows_in_table(
    statements: Sequence[str], bound: Sequence[Sequence[str]], scope: dict[str, Any], label: Any
) -> Seen:
    """What each statement on the whole table made of the row with that label."""
    seen: Seen = {}
    for number, code in enumerate(statements):
        exec(compile(code, "fit", "exec"), scope)
        for name in bound[number]:
            value: Any = scope.get(name)
            if hasattr(value, "loc") and hasattr(value, "index") and label in value.index:
                seen[number, name] = copy.deepcopy(value.loc[[label]])
    return seen


def _different(name: str, expected: Any, got: Any) -> str | None:
    if (
        expected is None
        or got is None
        or not hasattr(got, "iloc")
        or len(got) != 1
        or len(expected) != 1
    ):
        return None
    if hasattr(expected, "columns") and hasattr(got, "columns"):
        shared = (column for column in expected.columns if column in got.columns)
        pairs = ((column, expected[column], got[column]) for column in shared)
        return next((str(c) for c, a, b in pairs if not same(a.iloc[0], b.iloc[0])), None)
    if hasattr(expected, "columns") or hasattr(got, "columns"):
        return None
    return None if same(expected.iloc[0], got.iloc[0]) else name
