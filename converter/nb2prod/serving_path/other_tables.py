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
    tree = ast.parse(work.step.code)
    pairs = {id(node.value): node for node in ast.walk(tree) if isinstance(node, ast.Assign)}
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Tuple) and isinstance(node.ctx, ast.Load):
            changes += _without_others(node, work, pairs.get(id(node)))
    return changes


def _without_others(
    node: ast.List | ast.Tuple, work: Work, bound: ast.Assign | None
) -> list[Change]:
    other = _others(node, work)
    out = [index for index, item in enumerate(other) if item]
    changes = [_cut(node.elts, index) for index in out]
    target = bound.targets[0] if bound is not None else None
    if isinstance(target, ast.Tuple | ast.List) and len(target.elts) == len(node.elts):
        return changes + [_cut(target.elts, index) for index in out]
    if out and isinstance(node, ast.Tuple) and other.count(False) == 1:
        kept = node.elts[other.index(False)]
        end = (kept.end_lineno or 0, kept.end_col_offset or 0)
        changes.append((end, end, ","))
    return changes


def _others(node: ast.List | ast.Tuple, work: Work) -> list[bool]:
    """Which elements are other tables beside one of the request's rows."""
    sites = [_site_of(item, work) for item in node.elts]
    colours = [s.colour if s is not None and s.type in _TABLES else "" for s in sites]
    beside = "row" in colours
    return [beside and colour == "agg" for colour in colours]


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
