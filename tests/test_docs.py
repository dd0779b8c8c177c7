"""The how-to pages show what really happens: their notebooks are written, their commands run."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.command import Command
from tests.notebooks import write_notebook

HOW_TO = Path(__file__).parent.parent / "docs" / "how-to"
_BLOCK = re.compile(r"^```(?P<head>\S[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S)
# pages whose commands need no kernel; `...` stands for lines that are left out
PAGES = ("inspect.md", "hidden-state.md")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_happens(
    page: str, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for block in _BLOCK.finditer((HOW_TO / page).read_text(encoding="utf-8")):
        language, *words = block["head"].split()
        if language == "python":
            _write(Path(words[0]), block["body"], words[1:])
        elif language == "console":
            line, _, expected = block["body"].partition("\n")
            program, *arguments = shlex.split(line.removeprefix("$ "))
            assert program == "nb2prod"
            ended = command(*arguments)
            assert re.fullmatch(_pattern(expected), ended.out + ended.err), ended.out
            ran += 1
        else:
            pytest.fail(f"{page} has a block that nobody runs: {block['head']}")
    assert ran


def _write(path: Path, text: str, options: list[str]) -> None:
    write_notebook(path, text)
    counts = next((o.removeprefix("counts=") for o in options if o.startswith("counts=")), "")
    document = json.loads(path.read_text(encoding="utf-8"))
    for cell, count in zip(document["cells"], counts.split(","), strict=False):
        cell["execution_count"] = int(count) if count else None
    path.write_text(json.dumps(document), encoding="utf-8")


def _pattern(expected: str) -> str:
    parts = re.split(r"^\.\.\.\n", expected, flags=re.M)
    return r"(?:.*\n)*?".join(map(re.escape, parts))


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in HOW_TO.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_the_map_that_the_referee_page_shows_is_one_that_is_proven() -> None:
    page = (HOW_TO / "referee.md").read_text(encoding="utf-8")
    shown = [block["body"] for block in _BLOCK.finditer(page) if block["head"] == "toml"]
    package = Path(__file__).parent / "any_author" / "door_time"
    written = (package / "pyproject.toml").read_text(encoding="utf-8")
    assert len(shown) == 3
    assert [block for block in shown if block not in written] == []
