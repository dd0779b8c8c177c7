"""The text of a block of statements, moved to another depth."""

import ast
from collections.abc import Iterable, Sequence

from ..positions import offset


def has_long_texts(tree: ast.AST) -> bool:
    """Whether lines begin inside a text, so that they cannot be moved."""
    return any(
        isinstance(part, ast.Constant | ast.JoinedStr) and part.lineno != part.end_lineno
        for part in ast.walk(tree)
    )


def stands_alone(node: ast.stmt, source: str) -> bool:
    """Whether nothing but a comment shares the statement's lines."""
    lines = source.encode().split(b"\n")
    before = lines[node.lineno - 1][: node.col_offset]
    after = lines[(node.end_lineno or node.lineno) - 1][node.end_col_offset or 0 :].strip()
    return not before.strip() and (not after or after.startswith(b"#"))


def indented(text: str, by: int) -> str:
    """The text with all lines but the first so much deeper; empty where they cannot be moved."""
    if not text or (by and has_long_texts(ast.parse(text))):
        return ""
    first, *rest = text.split("\n")
    return "\n".join([first, *(" " * by + line if line.strip() else "" for line in rest)])


def block_text(
    body: Sequence[ast.stmt],
    source: str,
    changes: Iterable[tuple[ast.expr, str]] = (),
) -> str:
    """The statements at the left edge, with other texts for some expressions in them."""
    first, last = body[0], body[-1]
    start = offset(source, (first.lineno, first.col_offset))
    text = source.encode()[start : _end(last, source)]
    spans = [
        (offset(source, (part.lineno, part.col_offset)) - start, _end(part, source) - start, new)
        for part, new in changes
    ]
    for begin, end, new in sorted(spans, reverse=True):
        text = text[:begin] + new.encode() + text[end:]
    head, *rest = text.decode().split("\n")
    edge = " " * first.col_offset
    if any(line.strip() and not line.startswith(edge) for line in rest):
        return ""
    return "\n".join([head, *(line[len(edge) :] for line in rest)])


def _end(node: ast.stmt | ast.expr, source: str) -> int:
    return offset(source, (node.end_lineno or node.lineno, node.end_col_offset or 0))
