"""The picture as a page of its own: with details on hover, on click and by keyboard."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from string import Template

from ..model.picture import Picture, Section
from .svg import stylesheet, svg
from .words import cell_numbers, safe

_PAGE = Path(__file__).with_name("picture.html")
_SCRIPT = Path(__file__).with_name("picture.js")


def page(picture: Picture) -> str:
    """The page; it loads nothing, and runs no script but its own."""
    script = _SCRIPT.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(
        title=safe(picture.title),
        style=stylesheet(),
        drawing=svg(picture, style=False),
        details="\n".join(_details(picture)) + "\n",
        script=script,
        script_hash=f"sha256-{digest}",
    )


def _details(picture: Picture) -> Iterator[str]:
    for number, section in enumerate(picture.sections):
        cells = "".join(
            f"<li><b>{cell.index + 1}</b>{safe(cell.first_line[:200])}</li>"
            for cell in section.cells
        )
        yield (
            f'<section data-detail="{number}" hidden><h2>{safe(_heading(section))}</h2>'
            f"<dl>{''.join(_names(section))}</dl><ol>{cells}</ol></section>"
        )


def _heading(section: Section) -> str:
    where = cell_numbers(tuple(cell.index for cell in section.cells))
    said = " ".join(part for part in (section.role, section.title) if part)
    return f"{said or 'Outside of the sections'}, {where}"


def _names(section: Section) -> Iterator[str]:
    for what, names in (
        ("misses: no cell above makes it", section.missing),
        ("takes", section.takes),
        ("gives", section.gives),
    ):
        if names:
            yield f"<dt>{what}</dt><dd>{safe(', '.join(names))}</dd>"
