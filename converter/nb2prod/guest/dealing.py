"""Rows that are dealt out to two tables: which rows each half holds."""

from collections.abc import Iterator, Sequence
from typing import Any

from .alignment import ROW, Operand
from .row_numbers import Rows, index_of, length, rows_by_label


def deal(operands: Sequence[Operand], halves: Sequence[Any]) -> Iterator[tuple[Any, Rows]]:
    """
    Each half that holds rows, with their numbers.

    Halves of arrays have no labels; they are those of a table that was dealt in the same call.
    """
    #   X_train, X_test, y_train, y_test = train_test_split(X, y)     `y` tells the rows of `X`
    given = operands[: len(halves) // 2]
    told = _rows_of_sides(given, halves)
    if told is None:
        return
    for position, operand in enumerate(given):
        for side in (0, 1):
            half = halves[2 * position + side]
            if operand.colour == ROW and length(half) == len(told[side]):
                yield half, told[side]


def _rows_of_sides(given: Sequence[Operand], halves: Sequence[Any]) -> list[Rows] | None:
    for position, operand in enumerate(given):
        index = index_of(operand.value)
        if operand.colour != ROW or operand.rows is None or index is None or not index.is_unique:
            continue
        found = [rows_by_label(index, halves[2 * position + side], operand.rows) for side in (0, 1)]
        sides = [rows for rows in found if rows is not None]
        if len(sides) == 2:
            return sides
    return None
