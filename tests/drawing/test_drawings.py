"""Drawings hold what crosses, are harmless whatever the notebook says, and nothing overlaps."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nb2prod.api import inspect
from nb2prod.drawing.files import drawing
from nb2prod.drawing.layout import BOX, CODE_PLACES, LINE, NAME_PLACES, layout_of
from nb2prod.drawing.mermaid import mermaid
from nb2prod.drawing.page import page
from nb2prod.drawing.svg import plain_stylesheet, svg
from nb2prod.drawing.words import cut, safe, width
from nb2prod.errors import OptionsError
from nb2prod.model.picture import Picture
from tests.notebooks import write_notebook

NASTY = "</style></title><script>alert(1)</script>\"'&<img src=x onerror=alert(1)>]] --> \x0b\x00"


def picture(folder: Path, text: str, name: str = "a.ipynb") -> Picture:
    """The picture of a notebook in the tests' language."""
    found = inspect(write_notebook(folder / name, text)).picture
    assert found is not None
    return found


def long_notebook(cells: int) -> str:
    """A notebook in which every section reads names of several others."""
    parts = []
    for number in range(cells):
        tag = ("prep", "", "train")[number % 3]
        parts.append(
            f"# %% [markdown]\n# ## Part {number}\n# %% {tag}\n"
            f"a{number} = 1 + {f'a{number - 3} + a{number % 3}' if number > 2 else '0'}"
        )
    return "\n".join(parts)


@pytest.mark.parametrize("cells", [1, 10, 100])
def test_nothing_overlaps(tmp_path: Path, cells: int) -> None:
    layout = layout_of(picture(tmp_path, long_notebook(cells)))
    for above, below in pairwise(layout.boxes):
        assert above.y + above.height < below.y
    for box in layout.boxes:
        places = [port.y for port in box.ports]
        assert all(b - a >= LINE for a, b in pairwise(places))
        assert all(box.y < y < box.y + box.height for y in places)
    for one, other in combinations(layout.wires, 2):
        if one.lane == other.lane:
            assert max(one.ends) < other.start or max(other.ends) < one.start
    # the code and the longest name fit side by side
    assert 52 + (CODE_PLACES + NAME_PLACES + 2) * 7.3 < BOX


def test_a_drawing_is_the_same_twice(tmp_path: Path) -> None:
    found = picture(tmp_path, long_notebook(30))
    assert (svg(found), page(found), mermaid(found)) == (svg(found), page(found), mermaid(found))


def test_what_crosses_is_drawn(tmp_path: Path) -> None:
    text = "# %% load\norders = 1\n# %%\norders\n# %% train\nmodel = orders + lost"
    drawn = ElementTree.fromstring(svg(picture(tmp_path, text)))
    labels = [part.get("aria-label") for part in drawn.iter() if part.get("aria-label")]
    assert "orders: from load (cell 1) to train (cell 3)" in labels
    assert "✗ lost" in "".join(drawn.itertext())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def nasty(folder: Path) -> Picture:
    """A notebook whose heading, code and file name try to become markup."""
    title = NASTY.replace("\x0b", "").replace("\x00", "").replace("<", "< ")
    code = f"# %% [markdown]\n# ## Title {title}\n# %% prep\nx = {NASTY!r}\n# %% train\ny = x"
    return picture(folder, code, "<b>&'x.ipynb")


def test_a_crafted_notebook_stays_text_in_svg(tmp_path: Path) -> None:
    drawn = ElementTree.fromstring(svg(nasty(tmp_path)))
    tags = {part.tag.rpartition("}")[2] for part in drawn.iter()}
    assert tags <= {"svg", "title", "style", "rect", "text", "g", "path", "circle"}
    assert not any(name.startswith("on") for part in drawn.iter() for name in part.attrib)
    assert "<script>" in "".join(drawn.itertext())  # as text, for eyes


def test_a_crafted_notebook_stays_text_in_html(tmp_path: Path) -> None:
    tags = _Tags()
    tags.feed(page(nasty(tmp_path)))
    names = [name for name, _ in tags.seen]
    assert names.count("script") == names.count("style") == 1
    assert "img" not in names
    assert not any(key.startswith("on") for _, given in tags.seen for key in given)


def test_the_page_allows_its_own_script_alone(tmp_path: Path) -> None:
    text = page(nasty(tmp_path))
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=\"|url\(|@import", text)


def test_a_crafted_notebook_stays_text_in_mermaid(tmp_path: Path) -> None:
    for line in mermaid(nasty(tmp_path)).splitlines()[1:]:
        assert re.fullmatch(
            r" {4}s\d+(?:\[\"[\w .,()#;-]*(?:<br/>[\w .,()#;-]*)+\"\]"
            r"| -->\|\"[\w .,()#;-]*\"\| s\d+)",
            line, re.ASCII,
        )  # fmt: skip


def test_both_themes_without_variables() -> None:
    text = plain_stylesheet()
    assert "var(" not in text
    assert "prefers-color-scheme: dark" in text
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("name", ["a.png", "a", "a.svg.txt"])
def test_a_name_that_says_no_drawing(name: str) -> None:
    with pytest.raises(OptionsError, match="NB004"):
        drawing(Picture("", (), ()), Path(name))


def test_text_is_cut_by_its_width() -> None:
    assert cut("a" * 30, 10) == "a" * 9 + "…"
    assert width(cut("漢" * 30, 10)) <= 10
    assert cut("a\n b", 10) == "a b"
    assert safe("\x00\u202e<") == "\ufffd&lt;"
