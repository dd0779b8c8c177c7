"""Lines of training that give a learnt value its name, beside the statement that uses it."""

import ast

from ..model.replay import Site
from ..positions import Position
from .drafting import Drafting, Work

_TOP = ((1, 0), (1, 0))
_BLOCKS = ast.For | ast.While | ast.If | ast.With


def hoist(
    state: Drafting, work: Work, site: Site, text: str, name: str, keys: tuple[str, ...]
) -> str:
    """
    Bind the text to a name right before its statement, and return how it is read.

    In a loop it is kept once for each key.
    """
    #   for col in cols:
    #       mode_by_col[col] = df[col].mode()[0]
    #       df[col] = df[col].fillna(mode_by_col[col])
    keys = keys or site.loop[-1:]
    state.learn(work, name, text, new=True)
    if keys:
        bind_before(work, site, f"{name}[{keys[-1]}] = {text}", f"{name} = {{}}")
        return f"{name}[{keys[-1]}]"
    bind_before(work, site, f"{name} = {text}")
    return name


def bind_before(work: Work, site: Site, line: str, before_all: str = "") -> None:
    """Add a line of training before the statement that holds the expression."""
    node = _statement_at(work.step.code, site.start)
    start = (node.lineno, 0)
    work.fit.append((start, start, f"{' ' * node.col_offset}{line}\n"))
    if before_all:
        work.fit.append((*_TOP, f"{before_all}\n"))


def bind_after(work: Work, site: Site, line: str, before_all: str = "") -> None:
    """Add a line of training after the statement that holds the expression."""
    node = _statement_at(work.step.code, site.start)
    end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    work.fit.append((end, end, f"\n{' ' * node.col_offset}{line}"))
    if before_all:
        work.fit.append((*_TOP, f"{before_all}\n"))


def _statement_at(code: str, position: Position) -> ast.stmt:
    """The innermost statement that holds the position; the head of a block belongs to the block."""
    found: ast.stmt = ast.parse(code).body[0]
    for node in ast.walk(found):
        if not isinstance(node, ast.stmt) or (node.lineno, node.col_offset) > position:
            continue
        if position >= (node.end_lineno or 0, node.end_col_offset or 0):
            continue
        if isinstance(node, _BLOCKS) and position >= (node.body[0].lineno, 0):
            continue
        found = node
    return found
