"""A choice of rows says which rows to learn from; the row of a request stays."""

import ast

from ...model.replay import Site
from ..drafting import Drafting, Work
from ..visiting import serving_text

_JOINING = ("merge", "join", "concat")

#   stops = stops[stops["seconds"].between(20, 3600)]     training
#   stops = stops                                         serving


def selection(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression was a choice of rows of a table."""
    if not site.selects or site.kind not in ("Subscript", "Call") or not site.children:
        return False
    if site.method in _JOINING or (site.kind == "Call" and site.adds):
        return False
    base = work.sites[site.children[0]]
    columns = ""
    if base.kind == "Attribute" and base.colour == "lazy":
        columns = _chosen_columns(work.text(site))
        base = work.sites[base.children[0]] if base.children else base
    if base.colour != "row":
        return False
    kept = serving_text(state, work, base) + columns
    bound = _bound_to(work, site)
    if bound and bound != kept:
        kept = state.apart(work, kept, bound)
    work.serve.append((site.start, site.end, kept))
    note = f"`{work.text(site)}` chooses the rows to learn from; a request's row is kept"
    state.notes.append((work.number, note))
    return True


def _bound_to(work: Work, site: Site) -> str:
    """The name that the statement gives to the choice."""
    node = ast.parse(work.step.code).body[0]
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return ""
    whole = site.start == (node.value.lineno, node.value.col_offset) and site.parent is None
    return node.targets[0].id if whole else ""


def _chosen_columns(text: str) -> str:
    #   df.loc[mask, columns]     the rows stay, the columns are chosen
    code = ast.parse(text, mode="eval").body
    if not isinstance(code, ast.Subscript) or not isinstance(code.slice, ast.Tuple):
        return ""
    return f"[{ast.unparse(code.slice.elts[1])}]" if len(code.slice.elts) == 2 else ""
