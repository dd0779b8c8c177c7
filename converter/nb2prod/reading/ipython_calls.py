"""`get_ipython()` in a cell: magics in their long form, and what works in a notebook only."""

import ast
import warnings
from typing import NamedTuple

from .line_magics import Treatment, treated, treated_assignment

_ELSEWHERE = "`get_ipython()` exists only while a notebook runs; remove it or write plain Python"


class _Change(NamedTuple):
    """A stretch of one or more lines and the code that takes its place."""

    node: ast.stmt
    text: str
    treatment: Treatment


def without_ipython_calls(
    source: str, known_lines: frozenset[int]
) -> tuple[str, tuple[tuple[int, str, Treatment], ...]]:
    """
    Return the source with long-form magics treated like short ones, and (line, text, treatment).

    Lines that were refused before stand in `known_lines`; they are not reported again.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source, ()
    changes = [
        change
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr | ast.Assign) and node.lineno not in known_lines
        if (change := _change(node, source)) is not None
    ]
    changes.sort(key=lambda change: change.node.lineno)
    covered = known_lines | {
        line
        for change in changes
        for line in range(change.node.lineno, (change.node.end_lineno or 0) + 1)
    }
    for change in reversed(changes):
        if change.treatment.action != "refused":
            source = _replaced(source, change)
    found = [(change.node.lineno, change.text, change.treatment) for change in changes]
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "get_ipython" and node.lineno not in covered:
            text = source.split("\n")[node.lineno - 1]
            found.append((node.lineno, text, Treatment("refused", _ELSEWHERE)))
    return source, tuple(sorted(found, key=lambda item: item[0]))


def _change(node: ast.Expr | ast.Assign, source: str) -> _Change | None:
    """Return what becomes of `get_ipython().magic(...)`, alone or assigned; None for other code."""
    line = _short_form(node.value)
    if line is None:
        return None
    text = ast.get_source_segment(source, node) or ""
    if isinstance(node, ast.Expr):
        return _Change(node, text, treated(line))
    target = ", ".join(ast.get_source_segment(source, part) or "" for part in node.targets)
    return _Change(node, text, treated_assignment(target, line))


def _short_form(value: ast.expr) -> str | None:
    """Return `%time f()` for `get_ipython().run_line_magic("time", "f()")`."""
    match value:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=method),
            args=arguments,
            keywords=[],
        ):
            texts = [
                part.value
                for part in arguments
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if not texts or len(texts) != len(arguments):
                return None
            if method in ("run_line_magic", "magic"):
                return "%" + " ".join(texts)
            if method in ("system", "getoutput"):
                return "!" + texts[0]
    return None


def _replaced(source: str, change: _Change) -> str:
    """Return the source with the statement replaced, in as many lines as before."""
    node = change.node
    lines = source.split("\n")
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    # columns count bytes of UTF-8
    before = lines[first].encode()[: node.col_offset].decode()
    after = lines[last].encode()[node.end_col_offset or 0 :].decode()
    alone = not before and not after.strip()
    code = change.treatment.code or ("" if alone else "pass")
    lines[first : last + 1] = [before + code + after, *[""] * (last - first)]
    return "\n".join(lines)
