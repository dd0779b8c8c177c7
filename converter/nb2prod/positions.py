"""Positions in a statement's code, and changes of its text."""

import re
from collections.abc import Iterable

Position = tuple[int, int]


def lines_of(code: str) -> list[str]:
    """The lines as Python counts them, each with its end; a form feed or U+2028 ends none."""
    return [line for line in re.split(r"(?<=\n)", code) if line]


def offset(code: str, position: Position) -> int:
    """The byte offset of (line from 1, byte column)."""
    lines = code.encode().split(b"\n")
    return sum(len(line) + 1 for line in lines[: position[0] - 1]) + position[1]


def segment(code: str, start: Position, end: Position) -> str:
    """The code between two positions."""
    return code.encode()[offset(code, start) : offset(code, end)].decode()


def changed(code: str, changes: Iterable[tuple[Position, Position, str]]) -> str:
    """The code after non-overlapping changes; of nested ones the outer wins."""
    spans = sorted(
        ((offset(code, start), offset(code, end), text) for start, end, text in changes),
        key=lambda span: (span[0], span[0] != span[1], -span[1]),
    )
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        if kept and span[0] < max(end for _, end, _ in kept):
            continue
        kept.append(span)
    data = code.encode()
    for start, end, text in reversed(kept):
        data = data[:start] + text.encode() + data[end:]
    return data.decode()
