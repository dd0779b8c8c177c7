"""What the guest saw at each expression, as sites of the steps."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..model.replay import Site


def sites_of(told: Sequence[Mapping[str, Any]]) -> dict[int, list[Site]]:
    """The sites of each step, in the order of their numbers."""
    found: dict[int, list[Site]] = {}
    for item in told:
        found.setdefault(item["statement"], []).append(_site(item))
    return found


def _site(item: Mapping[str, Any]) -> Site:
    return Site(
        step=item["statement"],
        kind=item["kind"],
        start=tuple(item["start"]),
        end=tuple(item["end"]),
        parent=item["parent"],
        children=tuple(item["children"]),
        colour=_colour(item["colours"]),
        method=item["method"],
        name=item["name"],
        arguments=tuple(item["arguments"]),
        loop=tuple(item["loop"]),
        selects=item["selects"],
        halves=item["halves"],
        levels=tuple(item["levels"]),
        rows=item["length"],
        type=item["type"],
        columns=tuple(item["columns"]),
        adds=item["adds"],
        keywords=item["keywords"],
    )


def _colour(seen: Sequence[str]) -> str:
    #   a loop passes an expression several times: constant and then rows is rows
    found = sorted(set(seen) - {"const"})
    if not found:
        return "const"
    return found[0] if len(found) == 1 else "mixed"
