"""The text of each statement of a cell, with the comments that belong to it."""

import ast
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..positions import lines_of
from ..trees import cut_out, parsed, remembered


class Chunk(NamedTuple):
    """One statement's text."""

    node: ast.stmt
    text: str  # with the comments above it
    code: str
    first_line: int


@remembered
def chunks(source: str) -> tuple[Chunk, ...]:
    """Each statement's text with the comments above it, its code alone, and its first line."""
    body = parsed(source).body
    lines = lines_of(source)
    encoded = [line.encode() for line in lines]
    found = []
    previous = 0  # the line after the statement above
    for number, node in enumerate(body):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        column = node.col_offset if first == node.lineno else 0
        end_line, end_column = (node.end_lineno or node.lineno) - 1, node.end_col_offset or 0
        code = _between(encoded, (first - 1, column), (end_line, end_column))
        tail = encoded[end_line][end_column:].decode().strip()
        shares_line = number + 1 < len(body) and body[number + 1].lineno - 1 == end_line
        text = "".join(_comment_lines(lines, previous, first - 1)) + code
        if not shares_line and tail.startswith("#"):
            text += "  " + tail
        if number + 1 == len(body):
            below = "".join(line for line in lines[end_line + 1 :] if line.strip().startswith("#"))
            text += "\n" + below.rstrip("\n") if below else ""
        cut_out(code, node)
        found.append(Chunk(node, text, code, first))
        previous = end_line + 1
    return tuple(found)


def _between(lines: Sequence[bytes], start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return lines[start[0]][start[1] : end[1]].decode()
    parts = [lines[start[0]][start[1] :], *lines[start[0] + 1 : end[0]], lines[end[0]][: end[1]]]
    return b"".join(parts).decode()


def _comment_lines(lines: Sequence[str], first: int, last: int) -> Iterable[str]:
    #   previous statement
    #                           <- blank lines between statements are kept once
    #   # why this is filled    <- belongs to the statement below
    blank = False
    for line in lines[first:last]:
        if line.strip().startswith("#"):
            if blank:
                yield "\n"
            blank = False
            yield line
        else:
            blank = True
    if blank and last > first:
        yield "\n"
