"""Rows that are dealt out to two tables: which rows each half holds."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .alignment import ROW, Operand
from .row_numbers import Rows

_DEALER = "train_test_split"
ColourOf = Callable[[Any], Operand | None]


class Dealing:
    """
    Has row numbers dealt out together with the rows, in the same call.

    The notebook's call is answered as ever: one more list shuffles nothing else.
    """

    #   X_train, X_test, y_train, y_test = train_test_split(X, y)

    def __init__(self, colour_of: ColourOf) -> None:
        self._colour_of = colour_of
        self._dealt: dict[int, tuple[Any, list[tuple[Any, Rows]]]] = {}

    def watch(self, namespace: dict[str, Any]) -> None:
        """Put a watched dealer wherever the namespace has the dealer of sklearn."""
        for name, value in list(namespace.items()):
            module = getattr(value, "__module__", None) or ""
            if getattr(value, "__name__", "") == _DEALER and str(module).startswith("sklearn."):
                namespace[name] = self._watched(value)

    def dealt(self, halves: Any) -> Iterator[tuple[Any, Rows]]:
        """Each part of a dealer's answer that holds rows, with their numbers."""
        kept = self._dealt.pop(id(halves), None)
        if kept is not None:
            yield from kept[1]

    def _watched(self, dealer: Callable[..., Any]) -> Callable[..., Any]:
        def train_test_split(*tables: Any, **choices: Any) -> Any:
            known = [self._colour_of(table) for table in tables]
            base = next((k for k in known if k is not None and k.rows is not None), None)
            if base is None:
                return dealer(*tables, **choices)
            *halves, first, second = dealer(*tables, base.rows, **choices)
            sides = (list(first), list(second))
            self._dealt[id(halves)] = (halves, list(_held(known, halves, sides)))
            return halves

        return train_test_split


def _held(
    known: Sequence[Operand | None], halves: Sequence[Any], sides: tuple[Rows, Rows]
) -> Iterator[tuple[Any, Rows]]:
    for position, operand in enumerate(known):
        if operand is not None and operand.colour == ROW:
            for side in (0, 1):
                yield halves[2 * position + side], sides[side]
