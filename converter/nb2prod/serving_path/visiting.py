"""Goes through the expressions of a step, and says what each of them is in serving."""

from ..model.replay import Site
from ..positions import changed, offset
from .drafting import OF_ROWS, Drafting, Work
from .freezing import freeze, freeze_name, freeze_names_inside

_COMPREHENSIONS = ("ListComp", "SetComp", "DictComp", "GeneratorExp")


def visit(state: Drafting, work: Work, site: Site) -> None:
    """Collect the changes that an expression needs in serving."""
    if site.colour == "mixed":
        why = "it is one entry for each row on some passes, and not on others"
        raise work.refuse(site, why)
    if site.kind == "Lambda" or (site.kind in _COMPREHENSIONS and site.colour in OF_ROWS):
        freeze_names_inside(state, work, site)
    elif site.colour == "const":
        _visit_constant(state, work, site)
    elif site.colour == "agg":
        _visit_aggregate(state, work, site)
    elif not any(rule(state, work, site) for rule in state.rules):
        _visit_children(state, work, site)


def _visit_constant(state: Drafting, work: Work, site: Site) -> None:
    if site.name in state.parameters:
        freeze_name(state, work, site)
    _visit_children(state, work, site)


def _visit_aggregate(state: Drafting, work: Work, site: Site) -> None:
    made_here = any(inner.colour in OF_ROWS for inner in work.below(site))
    if site.name is not None:
        freeze_name(state, work, site)
    elif made_here or site.kind in _COMPREHENSIONS:
        freeze(state, work, site)
    else:
        _visit_children(state, work, site)


def _visit_children(state: Drafting, work: Work, site: Site) -> None:
    for child in site.children:
        visit(state, work, work.sites[child])


def serving_text(state: Drafting, work: Work, site: Site) -> str:
    """The serving text of an expression by itself."""
    part = Work(work.number, work.step, work.sites, fit=work.fit)
    visit(state, part, site)
    code = work.step.code
    whole = changed(code, part.serve).encode()
    grown = len(whole) - len(code.encode())
    return whole[offset(code, site.start) : offset(code, site.end) + grown].decode()
