"""The way of one raw row: each statement again, with learnt values for what needs the table."""

import ast
from collections.abc import Mapping, Sequence

from ..model.replay import Draft, Edit, Site, Step
from ..positions import changed
from .drafting import FROZEN, OF_ROWS, Change, Drafting, Work
from .rules import RULES
from .rules.halves import halves
from .visiting import visit


def draft(
    steps: Sequence[Step],
    sites: Mapping[int, Sequence[Site]],
    colours: Mapping[str, str],
    parameters: frozenset[str],
    taken: frozenset[str],
    bound_often: frozenset[str],
) -> Draft:
    """The way as it follows from what was seen; raises NoWay where no rule applies."""
    state = Drafting(colours, parameters, set(taken) | {FROZEN}, bound_often, RULES)
    edits: list[Edit] = []
    serve: list[tuple[int, str]] = []
    for number, step in enumerate(steps):
        work = Work(number, step, sites.get(number, ()))
        text = _serving_statement(state, work)
        edits += [Edit(number, start, end, new) for start, end, new in work.fit]
        if text:
            serve.append((number, text))
    return Draft(tuple(edits), tuple(serve), tuple(state.learnt.values()), tuple(state.notes))


def _serving_statement(state: Drafting, work: Work) -> str:
    """What serving does for a statement; nothing where it only learns."""
    roots = [site for site in work.sites if site.parent is None]
    if not any(site.colour in (*OF_ROWS, "mixed") for site in work.sites):
        learns = any(site.colour == "agg" for site in work.sites)
        return "" if learns else work.step.code  # a constant is the same in serving
    dealt = next((site for site in work.sites if site.halves), None)
    if dealt is not None:
        return halves(state, work, dealt)
    if _binds_only_names(work.step.code) and all(s.colour in ("agg", "const") for s in roots):
        return ""
    for site in roots:
        visit(state, work, site)
    return changed(work.step.code, [*work.serve, *_statistics_in_blocks(work)])


def _binds_only_names(code: str) -> bool:
    node = ast.parse(code).body[0]
    return isinstance(node, ast.Assign) and all(
        isinstance(part, ast.Name | ast.Tuple | ast.List) for part in node.targets
    )


def _statistics_in_blocks(work: Work) -> list[Change]:
    """Statements inside a loop that only compute a statistic are left out."""
    #   for col in cols:
    #       m = df[col].median()        <- pass
    #       df[col] = df[col].fillna(m)
    node = ast.parse(work.step.code).body[0]
    if not isinstance(node, ast.For | ast.If | ast.With):
        return []
    changes: list[Change] = []
    for part in ast.walk(node):
        if not isinstance(part, ast.Assign):
            continue
        if not all(isinstance(target, ast.Name) for target in part.targets):
            continue
        start = (part.lineno, part.col_offset)
        end = (part.end_lineno or 0, part.end_col_offset or 0)
        inside = [s for s in work.sites if start <= s.start and s.end <= end and s.parent is None]
        if inside and all(site.colour == "agg" for site in inside):
            changes.append((start, end, "pass"))
    return changes
