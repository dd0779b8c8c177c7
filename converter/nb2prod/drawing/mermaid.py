"""The picture as Mermaid text, which many wikis and code hosts draw."""

import re

from ..model.picture import Picture, Section
from .layout import is_outside
from .words import cell_numbers

_PLAIN = re.compile(r"[^\w .,()-]", re.ASCII)


def mermaid(picture: Picture) -> str:
    """A flowchart: one node for each section, one arrow for the names between two of them."""
    lines = ["flowchart TD"]
    for number, section in enumerate(picture.sections):
        text = _label(section, is_outside(section, picture))
        lines.append(f'    s{number}["{text}"]')
    names: dict[tuple[int, int], list[str]] = {}
    for thread in picture.threads:
        for reader in thread.readers:
            names.setdefault((thread.source, reader), []).append(thread.name)
    for (source, reader), crossing in sorted(names.items()):
        lines.append(f'    s{source} -->|"{_listed(crossing)}"| s{reader}')
    return "\n".join(lines) + "\n"


def _label(section: Section, outside: bool) -> str:
    where = cell_numbers(tuple(cell.index for cell in section.cells))
    what = "outside of the sections" if outside else " ".join([section.role, section.title])
    missing = f"<br/>missing: {_coded(', '.join(section.missing))}" if section.missing else ""
    return f"{_coded(what.strip() or 'cells')}<br/>{_coded(where)}{missing}"


def _listed(names: list[str], most: int = 5) -> str:
    text = ", ".join(names[:most])
    return _coded(f"{text} and {len(names) - most} more" if len(names) > most else text)


def _coded(text: str) -> str:
    """The text with every sign that Mermaid or HTML could read as its own, as a number."""
    clean = " ".join(text.split())
    return _PLAIN.sub(lambda sign: f"#{ord(sign.group())};", clean)
