"""Text that stands in a drawing: made harmless, and cut to the room that it has."""

import html
import re
import unicodedata

# characters that XML does not have at all, not even escaped
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# they would turn the text around them
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def safe(text: str) -> str:
    """The text for SVG and HTML, between tags and inside of quotes."""
    return html.escape(_DIRECTIONS.sub("", _NO_XML.sub("\ufffd", text)), quote=True)


def width(text: str) -> int:
    """How many places the text takes in a font of one width."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if _is_wide(letter) else 1 for letter in text
    )


def cut(text: str, places: int) -> str:
    """The text, or as much of its beginning as fits, with an ellipsis."""
    text = " ".join(text.split())
    if width(text) <= places:
        return text
    kept, room = "", places - 1
    for letter in text:
        room -= width(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def cell_numbers(indexes: tuple[int, ...]) -> str:
    """`cell 3` or `cells 3-9`, with an en dash, as people count them."""
    first, last = indexes[0] + 1, indexes[-1] + 1
    return f"cell {first}" if first == last else f"cells {first}\u2013{last}"


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
