"""
Merges what a person and a conversion made of the same file, line by line.

One small merge for every machine: git is not everywhere, and its answers follow its version and
settings; the project that comes out must be the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = Sequence[bytes]

YOURS, OURS = b"<<<<<<< yours", b">>>>>>> converted"
_BETWEEN = b"======="


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged content, and how many places both sides changed differently."""

    content: bytes
    conflicts: int


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A stretch of lines as each of the three has it."""

    base: Lines
    mine: Lines
    theirs: Lines


def merged(base: bytes | None, mine: bytes, theirs: bytes) -> Merged:
    """
    The text with the changes of both sides; where they contradict, both stand there, marked.

    Without a base nobody knows who changed what: each difference is a conflict.
    """
    #   base        mine        theirs       merged
    #   a = 1       a = 1       a = 2        a = 2
    #   b = 1       b = 3       b = 1        b = 3
    windows = b"\r\n" in mine
    chunks = _two_way if base is None else _three_way
    sides = [_lines(text) for text in (base or b"", mine, theirs)]
    kept: list[bytes] = []
    conflicts = 0
    for chunk in chunks(*sides):
        decided = _decided(chunk, known=base is not None)
        if decided is None:
            conflicts += 1
            decided = _marked(chunk)
        kept += decided
    content = b"".join(kept)
    return Merged(content.replace(b"\n", b"\r\n") if windows else content, conflicts)


def is_marked(content: bytes) -> bool:
    """Whether a conflict that we marked is still in the text."""
    lines = content.splitlines()
    return YOURS in lines or OURS in lines


def unix_ends(content: bytes) -> bytes:
    """The text with the line ends that we write; git or an editor may have changed them."""
    return content.replace(b"\r\n", b"\n")


def _lines(content: bytes) -> Lines:
    return unix_ends(content).splitlines(keepends=True)


def _decided(chunk: _Chunk, *, known: bool) -> Lines | None:
    if chunk.mine == chunk.theirs:
        return chunk.mine
    if known and chunk.mine == chunk.base:
        return chunk.theirs
    if known and chunk.theirs == chunk.base:
        return chunk.mine
    return None


def _marked(chunk: _Chunk) -> Lines:
    """Both sides between git's marks; what both begin or end with stands outside."""
    mine, theirs = list(chunk.mine), list(chunk.theirs)
    before: list[bytes] = []
    after: list[bytes] = []
    while mine and theirs and mine[0] == theirs[0]:
        before.append(mine.pop(0))
        theirs.pop(0)
    while mine and theirs and mine[-1] == theirs[-1]:
        after.insert(0, mine.pop())
        theirs.pop()
    marked = [YOURS + b"\n", *_ended(mine), _BETWEEN + b"\n", *_ended(theirs), OURS + b"\n"]
    return [*before, *marked, *after]


def _ended(lines: list[bytes]) -> Lines:
    """The lines, the last of which may stand before a mark: a file may end without a line end."""
    return [line if line.endswith(b"\n") else line + b"\n" for line in lines]


def _three_way(base: Lines, mine: Lines, theirs: Lines) -> Iterator[_Chunk]:
    in_mine, in_theirs = _matches(base, mine), _matches(base, theirs)
    at = (0, 0, 0)
    for line in sorted(in_mine.keys() & in_theirs.keys()):
        here = (line, in_mine[line], in_theirs[line])
        if here != at:
            yield _Chunk(base[at[0] : here[0]], mine[at[1] : here[1]], theirs[at[2] : here[2]])
        same = base[line : line + 1]
        yield _Chunk(same, same, same)
        at = (here[0] + 1, here[1] + 1, here[2] + 1)
    yield _Chunk(base[at[0] :], mine[at[1] :], theirs[at[2] :])


def _two_way(_: Lines, mine: Lines, theirs: Lines) -> Iterator[_Chunk]:
    for _name, first, last, start, end in _compared(mine, theirs).get_opcodes():
        yield _Chunk((), mine[first:last], theirs[start:end])


def _matches(base: Lines, other: Lines) -> dict[int, int]:
    """Each line of the base that the other still has, and where."""
    return {
        block.a + step: block.b + step
        for block in _compared(base, other).get_matching_blocks()
        for step in range(block.size)
    }


def _compared(first: Lines, second: Lines) -> SequenceMatcher[bytes]:
    # without autojunk: a line that is frequent in a long file is a line like any other
    return SequenceMatcher(None, first, second, autojunk=False)
