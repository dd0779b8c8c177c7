"""HTML and SVG as a reader sees them: pieces in order, drawn identifiers given neutral names."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_ID = re.compile(r"""\sid\s*=\s*(?:"([^"]+)"|'([^']+)')""")


@dataclass(slots=True)
class TableCell:
    """One cell of a table, before its spans are spread out."""

    text: str
    header: bool
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class RawTable:
    """A table as its rows of cells; `heads` of them are the column labels."""

    rows: list[list[TableCell]] = field(default_factory=list)
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag with its attributes, a text, a style, a script, or a whole table."""

    kind: str  # tag | text | style | script | table
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    table: RawTable | None = None


def neutral_ids(recorded: str, fresh: str) -> tuple[str, str]:
    """
    Both documents with the identifiers that they declare renamed alike, in order of declaration.

    Two runs draw other names for the same things: clip paths, Styler's cells, div ids.
    """
    old, new = _declared(recorded), _declared(fresh)
    if len(old) != len(new) or old == new:
        return recorded, fresh
    return _renamed(recorded, old), _renamed(fresh, new)


def pieces(document: str) -> list[Piece]:
    """What the document shows, in order."""
    reader = _Reader()
    reader.feed(document)
    reader.close()
    return reader.found


def _declared(document: str) -> list[str]:
    return list(dict.fromkeys(match[1] or match[2] for match in _ID.finditer(document)))


def _renamed(document: str, names: list[str]) -> str:
    places = {name: f"name-{index}" for index, name in enumerate(names)}
    #   Styler:  <style> #T_4f1c0_row0_col0 {...}  and  <table id="T_4f1c0">
    pattern = re.compile(r"[\w][\w.:-]*")
    return pattern.sub(lambda match: places.get(match.group(), match.group()), document)


class _Reader(HTMLParser):
    """Collects pieces; what stands inside a table goes to the table's cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Piece] = []
        self.raw = ""  # style or script that we are in
        self.skipped = 0  # depth inside <metadata>: who drew the picture, and when
        self.tables: list[RawTable] = []
        self.cell: TableCell | None = None
        self.head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "metadata":
            self.skipped += 1
        elif tag in ("style", "script"):
            self.raw = tag
        if self.skipped:
            return
        if tag == "table":
            self.tables.append(RawTable())
            if len(self.tables) == 1:
                self.found.append(Piece("table", table=self.tables[0]))
        elif self.tables:
            self._inside_table(tag, attributes)
        elif tag not in ("style", "script"):
            self.found.append(Piece("tag", tag, tuple(sorted(attributes.items()))))

    def _inside_table(self, tag: str, attributes: dict[str, str]) -> None:
        table = self.tables[-1]
        if tag == "thead":
            self.head = True
        elif tag == "tr":
            table.rows.append([])
            table.heads += self.head
        elif tag in ("td", "th"):
            if not table.rows:
                table.rows.append([])
            spans = (int(attributes.get(name) or 1) for name in ("colspan", "rowspan"))
            self.cell = TableCell("", tag == "th", *(min(max(span, 1), 1000) for span in spans))
            table.rows[-1].append(self.cell)
        elif tag in ("img", "a") and self.cell is not None:
            self.cell.text += f" <{attributes.get('src') or attributes.get('href') or tag}> "

    def handle_endtag(self, tag: str) -> None:
        if tag == "metadata":
            self.skipped = max(0, self.skipped - 1)
        elif tag == self.raw:
            self.raw = ""
        elif tag == "thead":
            self.head = False
        elif tag in ("td", "th"):
            self.cell = None
        elif tag == "table" and self.tables:
            self.tables.pop()

    def handle_data(self, data: str) -> None:
        if self.skipped or not data.strip():
            return
        if self.raw:
            self.found.append(Piece(self.raw, data))
        elif self.cell is not None:
            self.cell.text += data
        elif not self.tables:
            self._add_text(data)

    def _add_text(self, data: str) -> None:
        if self.found and self.found[-1].kind == "text":
            self.found[-1] = Piece("text", self.found[-1].text + data)
        else:
            self.found.append(Piece("text", data))
