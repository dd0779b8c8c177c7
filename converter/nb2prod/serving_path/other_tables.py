"""Tables beside the request's one in a list: serving has only the request's."""

import ast
from collections.abc import Sequence

from ..model.replay import Site
from .drafting import Change, Work

#   for table in [train, test]:          training: both
#   for table in [test]:                 serving: requests are rows of test
#   everything = pd.concat([train, test])

_TABLES = ("DataFrame", "Series")


def other_tables(work: Work) -> list[Change]:
    """The changes that take other tables out of lists which hold the request's table."""
    changes: list[Change] = []
    for node in ast.walk(ast.parse(work.step.code)):
        if isinstance(node, ast.List | ast.Tuple) and isinstance(node.ctx, ast.Load):
            changes += _without_others(node, work)
    return changes


def _without_others(node: ast.List | ast.Tuple, work: Work) -> list[Change]:
    sites = [_site_of(item, work) for item in node.elts]
    tables = [site is not None and site.type in _TABLES for site in sites]
    own = [t and s is not None and s.colour == "row" for t, s in zip(tables, sites, strict=True)]
    other = [t and s is not None and s.colour == "agg" for t, s in zip(tables, sites, strict=True)]
    if not any(own) or not any(other):
        return []
    changes = [_cut(node.elts, index) for index, out in enumerate(other) if out]
    if isinstance(node, ast.Tuple) and other.count(False) == 1:
        kept = node.elts[other.index(False)]
        end = (kept.end_lineno or 0, kept.end_col_offset or 0)
        changes.append((end, end, ","))
    return changes


def _cut(items: Sequence[ast.expr], index: int) -> Change:
    node = items[index]
    start, end = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
    if index + 1 < len(items):
        return start, (items[index + 1].lineno, items[index + 1].col_offset), ""
    if index:
        before = items[index - 1]
        start = (before.end_lineno or 0, before.end_col_offset or 0)
    return start, end, ""


def _site_of(node: ast.expr, work: Work) -> Site | None:
    start, end = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
    return next((s for s in work.sites if s.start == start and s.end == end), None)
