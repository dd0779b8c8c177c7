"""A display's bundle of MIME types: the richest type that both sides have decides."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from .comparison import SAME, Comparison, Surroundings, changed, remarked, together
from .html import compare_html, compare_svg
from .image import compare_images
from .json_ import compare_json
from .streams import screen_text, without_progress
from .text import compare_text

WIDGET = "application/vnd.jupyter.widget-view+json"
PLAIN = "text/plain"

#   <Figure size 640x480 with 1 Axes>   <IPython.core.display.HTML object>   alt.Chart(...)
_MERE_REPR = re.compile(
    r"\s*(?:<[\w.]+[^<>]*>|[\w.]+\(\.\.\.\)|Figure\(\{.*|HBox\(.*|VBox\(.*)\s*", re.DOTALL
)


def compare_bundles(
    recorded: Mapping[str, Any],
    fresh: Mapping[str, Any],
    again: Mapping[str, Any] | None,
    world: Surroundings,
) -> Comparison:
    """How two displays differ: the richest shared type decides, the others are remarks."""
    shared = sorted((kind for kind in recorded if kind in fresh), key=_richness)
    lost = sorted((kind for kind in recorded if kind not in fresh), key=_richness)
    parts = []
    decided = False
    for kind in shared:
        found = _one_type(kind, recorded[kind], fresh[kind], (again or {}).get(kind), world)
        if kind == WIDGET:
            continue  # its identifier is drawn anew; the text beside it shows the state
        if not decided:
            decided = not (kind == PLAIN and lost and _is_mere_repr(recorded[kind]))
            parts.append(found)
        elif kind == PLAIN and _is_mere_repr(recorded[kind]) and _is_mere_repr(fresh[kind]):
            continue
        else:
            parts.append(found.softened().placed(f"({kind}) "))
    if lost and lost[0] != WIDGET:
        richer = not shared or _richness(lost[0]) < _richness(shared[0])
        told = f"{lost[0]} was recorded and is not shown now"
        parts.append(changed(told) if richer and not decided else remarked(told))
    return together(parts)


def _richness(kind: str) -> tuple[int, str]:
    """The richest first; a widget's view says nothing by itself."""
    order = (
        kind.endswith("json") and kind != WIDGET,
        kind == "image/svg+xml",
        kind == "text/html",
        kind.startswith("image/"),
        kind in ("text/latex", "text/markdown"),
        kind not in (PLAIN, WIDGET),
        kind == PLAIN,
    )
    return (order.index(True) if True in order else len(order), kind)


def _is_mere_repr(text: Any) -> bool:
    return isinstance(text, str) and _MERE_REPR.fullmatch(text) is not None


def _one_type(kind: str, recorded: Any, fresh: Any, again: Any, world: Surroundings) -> Comparison:
    if recorded == fresh:
        return SAME
    if kind.endswith("json"):
        return compare_json(recorded, fresh, again, world)
    texts = [side if isinstance(side, str) else None for side in (recorded, fresh, again)]
    was, now, later = texts
    if was is None or now is None:
        return changed(f"{kind}: not comparable with what was recorded")
    compare = _FAMILIES.get(kind)
    if compare is not None:
        return compare(was, now, later, world)
    if kind.startswith("image/"):
        return compare_images(was, now)
    if kind.startswith("text/") or kind == "application/javascript":
        return _plain(was, now, later, world)
    return changed(f"{kind}: the bytes differ (this type is compared byte for byte)")


def _plain(recorded: str, fresh: str, again: str | None, world: Surroundings) -> Comparison:
    sides = [
        without_progress(screen_text(side)) if side is not None else None
        for side in (recorded, fresh, again)
    ]
    return compare_text(sides[0] or "", sides[1] or "", sides[2], world)


_FAMILIES: Mapping[str, Callable[[str, str, str | None, Surroundings], Comparison]] = {
    "text/html": compare_html,
    "image/svg+xml": compare_svg,
    PLAIN: _plain,
}
