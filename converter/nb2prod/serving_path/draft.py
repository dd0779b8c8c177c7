"""The way of one raw row: each statement again, with learnt values for what needs the table."""

import ast
from collections.abc import Mapping, Sequence

from ..model.replay import Draft, Edit, Site, Step
from ..positions import changed
from .choices import choices
from .drafting import FROZEN, OF_ROWS, Change, Changes, Drafting, Work
from .freezing import freeze_names_inside
from .learning import learning_statements
from .other_tables import other_tables
from .rules import RULES
from .rules.halves import halves
from .visiting import visit

_ROW_LOOP = "RowLoop"


def draft(
    steps: Sequence[Step],
    sites: Mapping[int, Sequence[Site]],
    colours: Mapping[str, str],
    parameters: frozenset[str],
    taken: frozenset[str],
    changes: Changes,
    root: str,
) -> Draft:
    """The way as it follows from what was seen; raises NoWay where no rule applies."""
    state = Drafting(colours, parameters, set(taken) | {FROZEN}, changes, RULES)
    edits: list[Edit] = []
    serve: list[tuple[int, str]] = []
    works = [Work(number, step, sites.get(number, ())) for number, step in enumerate(steps)]
    for number, work in enumerate(works):
        text = _serving_statement(state, work)
        edits += [Edit(number, start, end, new) for start, end, new in work.fit]
        if text and not _says_nothing(text):
            serve.append((number, text))
    learnt = tuple(state.learnt.values())
    return Draft(tuple(edits), tuple(serve), learnt, tuple(state.notes), choices(works, root))


def _serving_statement(state: Drafting, work: Work) -> str:
    """What serving does for a statement; nothing where it only learns."""
    if not any(site.colour in (*OF_ROWS, "mixed") for site in work.sites):
        learns = any(site.colour == "agg" for site in work.sites)
        return "" if learns else work.step.code  # a constant is the same in serving
    dealt = next((site for site in work.sites if site.halves), None)
    if dealt is not None:
        return halves(state, work, dealt)
    left_out = [*learning_statements(work), *other_tables(work)]
    for site in work.sites:
        if site.parent is None and not _is_inside(site, left_out):
            _visit_root(state, work, site)
    return changed(work.step.code, [*left_out, *work.serve])


def _visit_root(state: Drafting, work: Work, site: Site) -> None:
    if site.kind == _ROW_LOOP:
        freeze_names_inside(state, work, site)
    elif site.type == "NoneType":  # table.drop(columns=["id"], inplace=True)
        for child in site.children:
            visit(state, work, work.sites[child])
    else:
        visit(state, work, site)


def _is_inside(site: Site, spans: Sequence[Change]) -> bool:
    return any(start <= site.start and site.end <= end for start, end, _ in spans)


def _says_nothing(text: str) -> bool:
    #   stops = stops     the choice of rows that stood here is for training
    node = ast.parse(text).body[0]
    if isinstance(node, ast.Pass):
        return True
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and all(isinstance(t, ast.Name) and t.id == node.value.id for t in node.targets)
    )
