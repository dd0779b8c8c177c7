"""Columns chosen by their values or types: serving takes those that training chose."""

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..hoisting import hoist
from ..names import free
from ..visiting import serving_text

#   X = df.select_dtypes("number")
#   number_columns = list(df.select_dtypes("number"))     training
#   X = df[frozen.number_columns]                         serving


def column_choice(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression was a choice of columns."""
    if not site.columns or site.kind != "Call" or site.selects or site.type != "DataFrame":
        return False
    base = work.sites[site.children[0]]
    if base.type != "DataFrame":
        return False
    made = f"list({work.text(site)})"
    shown = hoist(state, work, site, made, free("chosen_columns", state.taken), ())
    row = serving_text(state, work, base)
    work.serve.append((site.start, site.end, f"{row}[{FROZEN}.{shown}]"))
    return True
