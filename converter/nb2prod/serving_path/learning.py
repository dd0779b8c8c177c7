"""Statements that only learn from the table: training needs them, serving does not."""

import ast
from collections.abc import Sequence

from ..model.replay import Site
from .drafting import OF_ROWS, Change, Work

_FITTING = ("fit", "partial_fit")

#   for col in cols:
#       m = df[col].median()            a statistic
#       scaler.fit(df[[col]])           an estimator learns
#       df.dropna(inplace=True)         which rows to learn from
#       df[col] = df[col].fillna(m)     <- this one stays


def learning_statements(work: Work) -> list[Change]:
    """The places of statements that only learn, as `pass`."""
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0), "pass")
        for node in _found(ast.parse(work.step.code).body, work)
    ]


def _found(body: Sequence[ast.stmt], work: Work) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for node in body:
        if _only_learns(node, work):
            found.append(node)
        elif isinstance(node, ast.For | ast.If | ast.With | ast.While):
            found += _found([*node.body, *getattr(node, "orelse", [])], work)
    return found


def _only_learns(node: ast.stmt, work: Work) -> bool:
    roots = [site for site in work.sites if site.parent is None and _holds(node, site)]
    if isinstance(node, ast.Assign):
        named = all(isinstance(t, ast.Name | ast.Tuple | ast.List) for t in node.targets)
        colours = {site.colour for site in roots}
        return named and "agg" in colours and colours <= {"agg", "const"}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and roots:
        return _is_for_training(roots[0], work)
    if isinstance(node, ast.For):
        return all(_only_learns(item, work) for item in node.body)
    return False


def _is_for_training(call: Site, work: Work) -> bool:
    if call.method in _FITTING or call.selects:
        return True
    return not any(site.colour in OF_ROWS for site in (call, *work.below(call)))


def _holds(node: ast.stmt, site: Site) -> bool:
    end = (node.end_lineno or 0, node.end_col_offset or 0)
    return (node.lineno, node.col_offset) <= site.start and site.end <= end
