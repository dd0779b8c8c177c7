"""What the author said of a cell: tags and comments of ours, of nbclient and of nbval."""

import ast
import re
from dataclasses import replace

from ..model.notebook import Cell, Notebook

_VOLATILE = frozenset({"volatile", "nbval-ignore-output", "nbval-variable-output"})
_SKIPPED = frozenset({"skip-execution", "nbval-skip"})
_RAISES = frozenset({"raises-exception", "nbval-raises-exception"})
_COMMENT = re.compile(r"^\s*#\s*(NBVAL_[A-Z_]+|PYTEST_VALIDATE_IGNORE_OUTPUT)\b", re.MULTILINE)
_SYNONYMS = {
    "NBVAL_IGNORE_OUTPUT": "volatile",
    "NBVAL_VARIABLE_OUTPUT": "volatile",
    "PYTEST_VALIDATE_IGNORE_OUTPUT": "volatile",
    "NBVAL_SKIP": "skip-execution",
    "NBVAL_RAISES_EXCEPTION": "raises-exception",
}


def is_volatile(cell: Cell) -> bool:
    """Whether the author said that this cell's output need not come again."""
    return bool(_said(cell) & _VOLATILE)


def is_skipped(cell: Cell) -> bool:
    """Whether the author said that this cell is not to be run by a check."""
    return bool(_said(cell) & _SKIPPED)


def may_raise(cell: Cell) -> bool:
    """Whether the author said that this cell raises."""
    return bool(_said(cell) & _RAISES)


def does_something(cell: Cell) -> bool:
    """Whether running the cell can change or show anything: comments alone cannot."""
    try:
        return bool(ast.parse(cell.source).body)
    except (SyntaxError, ValueError):
        return bool(cell.source.strip())


def runnable(notebook: Notebook) -> Notebook:
    """The notebook with the synonyms' meaning as nbclient's own tags, so that a run obeys them."""
    return replace(notebook, cells=tuple(_spelt_out(cell) for cell in notebook.cells))


def _spelt_out(cell: Cell) -> Cell:
    tags = [
        tag
        for tag, holds in (("skip-execution", is_skipped), ("raises-exception", may_raise))
        if cell.kind == "code" and holds(cell) and tag not in cell.raw_tags
    ]
    return replace(cell, raw_tags=(*cell.raw_tags, *tags)) if tags else cell


def _said(cell: Cell) -> set[str]:
    comments = (_SYNONYMS.get(word, "") for word in _COMMENT.findall(cell.source))
    return {tag.strip().lower() for tag in cell.raw_tags} | set(comments)
