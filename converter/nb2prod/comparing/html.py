"""HTML and SVG compared by what they show; how they are styled is a remark."""

from collections.abc import Iterator

from .comparison import SAME, Comparison, Surroundings, changed, remarked, together
from .html_table import compare_tables
from .image import compare_images
from .markup import Piece, neutral_ids, pieces
from .text import compare_text

# Attributes that a reader of the page sees; the others only matter to the browser.
_SEEN = frozenset({"src", "href", "alt", "title", "value", "srcdoc", "placeholder", "style"})
_PICTURE = ("data:image/png;base64,", "data:image/jpeg;base64,")
_NAMES = frozenset({"id", "for", "class", "clip-path", "xlink:href", "aria-labelledby"})


def compare_html(recorded: str, fresh: str, again: str | None, world: Surroundings) -> Comparison:
    """How two pieces of HTML differ for a reader."""
    return _compare(recorded, fresh, again, world, drawing=False)


def compare_svg(recorded: str, fresh: str, again: str | None, world: Surroundings) -> Comparison:
    """How two SVG drawings differ: shapes and positions count, names and creation dates do not."""
    return _compare(recorded, fresh, again, world, drawing=True)


def _compare(
    recorded: str, fresh: str, again: str | None, world: Surroundings, drawing: bool
) -> Comparison:
    if recorded == fresh:
        return SAME
    later = neutral_ids(again, fresh)[0] if again is not None else None
    recorded, fresh = neutral_ids(recorded, fresh)
    if recorded == fresh:
        return SAME
    old, new = pieces(recorded), pieces(fresh)
    third = pieces(later) if later is not None else None
    if [_shape(piece) for piece in old] != [_shape(piece) for piece in new]:
        return _reshaped(old, new, world, drawing)
    if third is not None and [_shape(piece) for piece in third] != [_shape(piece) for piece in new]:
        third = None
    pairs = list(enumerate(zip(old, new, strict=True)))
    pairs.sort(key=lambda pair: pair[1][0].kind in ("style", "script"))  # values before colours
    return together(
        _piece(was, now, third[index] if third else None, world, drawing)
        for index, (was, now) in pairs
    )


def _shape(piece: Piece) -> tuple[str, str]:
    return (piece.kind, piece.text if piece.kind == "tag" else "")


def _reshaped(old: list[Piece], new: list[Piece], world: Surroundings, drawing: bool) -> Comparison:
    """The comparison where tags came or went: the visible parts decide."""
    if drawing:
        return changed(f"the drawing has {len(new)} parts, {len(old)} recorded")
    before, after = list(_visible(old)), list(_visible(new))
    parts = []
    if [piece.kind for piece in before] == [piece.kind for piece in after]:
        for was, now in zip(before, after, strict=True):
            parts.append(_piece(was, now, None, world, drawing))
    else:
        text = compare_text(_reading(before), _reading(after), None, world)
        parts.append(text if text.differences else changed("the page is built of other parts"))
    parts.append(remarked("the page is marked up otherwise"))
    return together(parts)


def _visible(found: list[Piece]) -> Iterator[Piece]:
    """Texts, tables and scripts, with texts that only tags kept apart joined."""
    text = ""
    for piece in found:
        if piece.kind == "text":
            text += f"{piece.text}\n"
        elif piece.kind in ("table", "script"):
            if text:
                yield Piece("text", text)
                text = ""
            yield piece
    if text:
        yield Piece("text", text)


def _reading(found: list[Piece]) -> str:
    lines = []
    for piece in found:
        if piece.table is not None:
            lines += [" ".join(cell.text for cell in row) for row in piece.table.rows]
        elif piece.kind == "text":
            lines.append(piece.text)
    return "\n".join(lines)


def _piece(
    was: Piece, now: Piece, later: Piece | None, world: Surroundings, drawing: bool
) -> Comparison:
    if was.table is not None and now.table is not None:
        return compare_tables(was.table, now.table, later.table if later else None, world)
    if was.kind == "tag":
        return _attributes(was, now, later, world, drawing)
    found = compare_text(was.text, now.text, later.text if later else None, world)
    if was.kind == "style" and "#name-" not in was.text and "#T_" not in was.text:
        return remarked("the page is styled otherwise") if found.differences else found
    return found


def _attributes(
    was: Piece, now: Piece, later: Piece | None, world: Surroundings, drawing: bool
) -> Comparison:
    old, new, third = (
        dict(was.attributes),
        dict(now.attributes),
        dict(later.attributes if later else ()),
    )
    parts = []
    for name in sorted({*old, *new}):
        if old.get(name) == new.get(name) or (not drawing and name in _NAMES):
            continue
        found = _attribute(old.get(name, ""), new.get(name, ""), third.get(name), world)
        if drawing or name in _SEEN:
            parts.append(found.placed(f"<{was.text} {name}>: "))
        elif found.differences:
            parts.append(remarked("the page is marked up otherwise"))
    return together(parts)


def _attribute(was: str, now: str, later: str | None, world: Surroundings) -> Comparison:
    #   <img src="data:image/png;base64,iVBOR...">
    if was.startswith(_PICTURE) and now.startswith(_PICTURE):
        return compare_images(was.partition(",")[2], now.partition(",")[2])
    return compare_text(was, now, later, world)
