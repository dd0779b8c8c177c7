"""Two sides changed a file: what both did is there; where they contradict, both stand."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2prod.merging import is_marked, merged

BASE = "a\nb\nc\nd\ne\n"
LINES = st.lists(st.sampled_from([f"{letter}\n" for letter in "abcdefgh"]), max_size=12)
TEXTS = LINES.map("".join).map(str.encode)


def merge(base: str | None, mine: str, theirs: str) -> tuple[str, int]:
    found = merged(base if base is None else base.encode(), mine.encode(), theirs.encode())
    return found.content.decode(), found.conflicts


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("a\nB\nc\nd\ne\n", "a\nb\nc\nD\ne\n", "a\nB\nc\nD\ne\n"),
        ("a\nb\nc\nd\ne\nf\n", "b\nc\nd\ne\n", "b\nc\nd\ne\nf\n"),
        ("a\nb\nc\nd\ne\n", "", ""),
        ("a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n"),
        ("mine\na\nb\nc\nd\ne\n", "a\nb\nc\nd\ne\nours\n", "mine\na\nb\nc\nd\ne\nours\n"),
        ("a\nb\nc\nd\ne", "A\nb\nc\nd\ne\n", "A\nb\nc\nd\ne"),
    ],
)
def test_changes_in_different_places_are_both_there(mine: str, theirs: str, expected: str) -> None:
    assert merge(BASE, mine, theirs) == (expected, 0)


def test_a_contradiction_is_marked_as_git_does() -> None:
    content, conflicts = merge(BASE, "a\nmine\nc\nd\ne\n", "a\nours\nc\nd\ne\n")
    assert conflicts == 1
    assert content == ("a\n<<<<<<< yours\nmine\n=======\nours\n>>>>>>> converted\nc\nd\ne\n")
    assert is_marked(content.encode())
    assert not is_marked(BASE.encode())


def test_what_both_sides_begin_and_end_with_stands_outside_the_marks() -> None:
    content, _ = merge("x\n", "a\nmine\nz\n", "a\nours\nz\n")
    assert content == "a\n<<<<<<< yours\nmine\n=======\nours\n>>>>>>> converted\nz\n"


def test_lines_beside_each_other_are_a_contradiction() -> None:
    assert merge("a\nb\n", "A\nb\n", "a\nB\n")[1] == 1


def test_without_a_base_each_difference_is_a_contradiction() -> None:
    content, conflicts = merge(None, "a\nmine\n", "a\nb\n")
    assert (content, conflicts) == (
        "a\n<<<<<<< yours\nmine\n=======\nb\n>>>>>>> converted\n", 1,
    )  # fmt: skip
    assert merge(None, "a\n", "a\nb\n")[1] == 1


def test_marks_stand_on_lines_of_their_own_where_a_file_ends_without_one() -> None:
    content, _ = merge("a", "mine", "ours")
    assert content == "<<<<<<< yours\nmine\n=======\nours\n>>>>>>> converted\n"


def test_line_ends_of_the_users_editor_stay_and_are_no_change() -> None:
    content, conflicts = merge(BASE, BASE.replace("\n", "\r\n"), "a\nb\nc\nd\nE\n")
    assert (content, conflicts) == ("a\r\nb\r\nc\r\nd\r\nE\r\n", 0)


@given(TEXTS, TEXTS)
def test_who_changes_nothing_takes_over_the_other_side(base: bytes, other: bytes) -> None:
    assert merged(base, base, other).content == other
    assert merged(base, other, base).content == other
    assert merged(base, other, other).content == other


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_that_one_side_added_is_lost(base: bytes, mine: bytes, theirs: bytes) -> None:
    found = merged(base, mine, theirs)
    kept = found.content.splitlines()
    for side in (mine, theirs):
        assert set(side.splitlines()) - set(base.splitlines()) <= set(kept)
    assert is_marked(found.content) == (found.conflicts > 0)


NUMBERED = [f"line {number}\n" for number in range(8)]
EDITS = st.dictionaries(st.integers(0, 7), st.sampled_from(["", "new {}\n", "line {}\nmore {}\n"]))


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge here")
@settings(max_examples=25, deadline=None)
@given(EDITS, EDITS)
def test_git_merges_the_same(
    tmp_path_factory: pytest.TempPathFactory, mine: dict[int, str], theirs: dict[int, str]
) -> None:
    def edited(edits: dict[int, str], side: str) -> bytes:
        lines = [
            edits.get(at, line).replace("{}", f"{side} {at}") for at, line in enumerate(NUMBERED)
        ]
        return "".join(lines).encode()

    folder = tmp_path_factory.mktemp("sides")
    sides = edited(mine, "mine"), "".join(NUMBERED).encode(), edited(theirs, "theirs")
    paths = [folder / name for name in ("mine", "base", "theirs")]
    for path, content in zip(paths, sides, strict=True):
        Path(path).write_bytes(content)
    done = subprocess.run(["git", "merge-file", "-p", *paths], capture_output=True, check=False)
    found = merged(sides[1], sides[0], sides[2])
    if found.conflicts == 0 and done.returncode == 0:
        assert found.content == done.stdout
    assert (found.conflicts == 0) == (done.returncode == 0)
