"""Loops over tables: what counts is what is done to the table of the request."""

from collections.abc import Collection, Mapping

from .alignment import AGG, CONST, ROW
from .sites import Site

#   for table in [train, test]:            train comes from another file than the requests
#       table["age"] = table["age"].fillna(table["age"].median())


class Passes:
    """The passes that are under way, outermost first."""

    def __init__(self) -> None:
        self._colours: list[str] = []

    def begin(self, depth: int, tables: Mapping[str, str]) -> None:
        """A pass of the loop at that depth begins, with these tables and their colours."""
        colour = _strongest(tables.values())
        self._colours = [*self._colours[:depth], colour]

    def counts(self, site: Site) -> bool:
        """Whether what is seen at the site now is about the request's rows."""
        around = self._colours[: site.depth]
        found = _strongest(around)
        if found == ROW and site.in_pass == AGG:
            site.colours.clear()
            site.selects = False
        if found == AGG and site.in_pass == ROW:
            return False
        site.in_pass = found
        return True


def _strongest(colours: Collection[str]) -> str:
    return next((colour for colour in (ROW, AGG) if colour in colours), CONST)
