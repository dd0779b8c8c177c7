"""The keys of subscripts: they tell which rows of an array were taken."""

from typing import Any


class Keys:
    """Gives the key of a subscript back, and keeps it."""

    def __init__(self, kept: dict[tuple[int, int], Any], place: tuple[int, int]) -> None:
        self._kept, self._place = kept, place

    def __getitem__(self, key: Any) -> Any:
        self._kept[self._place] = key
        return key
