"""The page of a proof: every claim with its verdict, harmless whatever the notebook holds."""

import re
from html.parser import HTMLParser

from nb2prod.drawing.proof import proof_page
from nb2prod.model.picture import Picture, PictureCell, Section
from nb2prod.model.proof import NOT_CHECKED, PROVEN, REFUTED, Claim, Proof

EVIL = "<script>alert(1)</script>"
CLAIMS = (
    Claim("project:independent", "trips imports without the converter", PROVEN, reason=""),
    Claim("function:prep.clean", "clean gives `a`, `b`", PROVEN, 1200, 1e-9, 1e-12, "", 3),
    Claim(
        "believable stops", f"clean keeps {EVIL}", REFUTED, 3, 1e-9, 0.5, "`a`: 1 row differs", 4
    ),
    Claim("service:one row", "answers equal `y`", NOT_CHECKED, reason=f"no {EVIL} environment"),
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1] and data.strip():
            self.rows[-1][-1] += data


def _read(proof: Proof, picture: Picture | None = None) -> tuple[str, _Reader]:
    text = proof_page("trips", f"trips{EVIL}.ipynb", proof, picture)
    reader = _Reader()
    reader.feed(text)
    return text, reader


def test_each_claim_stands_below_its_heading_with_what_was_seen() -> None:
    text, reader = _read(Proof("features", CLAIMS, "cell 4: `a.shift()`"))
    rows = [row for row in reader.rows if row[0] != "verdict"]
    assert [row[0] for row in rows] == ["✓ proven", "✓ proven", "✗ refuted", "○ not checked"]
    assert rows[1] == ["✓ proven", "clean gives a, b", "4", "1,200", "1e-12 (1e-09 allowed)"]
    assert rows[2][1:3] == [f"clean keeps {EVIL}a: 1 row differs", "5"]
    headings = re.findall(r"<h2>([^<]*)</h2>", text)
    assert headings[:3] == [
        "The project as a whole",
        "The functions",
        "The model and the service",
    ]
    assert "stopped by: cell 4: <code>a.shift()</code>" in text


def test_the_counts_are_those_of_the_proof() -> None:
    text, _ = _read(Proof("features", CLAIMS))
    assert re.findall(r"<li><b>(\d+)</b>", text) == ["2", "1", "1"]
    assert "stopped by" not in text


def test_nothing_of_a_notebook_runs_and_nothing_is_loaded() -> None:
    cell = PictureCell(0, EVIL)
    picture = Picture("trips", (Section("load", EVIL, (cell,), gives=("a",)),), ())
    text, reader = _read(Proof("features", CLAIMS), picture)
    assert "script" not in reader.tags
    assert "svg" in reader.tags
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=", text)


def test_without_a_picture_the_page_has_none() -> None:
    _, reader = _read(Proof("function", ()))
    assert "svg" not in reader.tags
    assert "table" not in reader.tags
