"""`cut` into a number of bins and `qcut` look at all values; serving cuts at the learnt edges."""

import ast

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..freezing import keys_in
from ..hoisting import hoist
from ..names import column_named, free
from ..visiting import serving_text

#   pd.qcut(loans["income"], 4)
#   income_edges = pd.qcut(loans["income"], 4, retbins=True)[1]                training
#   pd.cut(loans["income"], frozen.income_edges, include_lowest=True)          serving

_KEPT = ("labels", "precision", "right", "include_lowest", "ordered")


def bins(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression was a cut whose edges follow from the values."""
    if site.method not in ("cut", "qcut") or site.kind != "Call" or not site.arguments:
        return False
    node = ast.parse(work.text(site), mode="eval").body
    assert isinstance(node, ast.Call)
    given = work.sites[site.arguments[0]]
    if site.method == "cut" and not _counts_bins(node):
        return False
    if any(keyword.arg == "retbins" for keyword in node.keywords):
        return False
    text = work.text(site)
    name = free(f"{column_named(work.text(given))}_edges", state.taken)
    made = f"{text.rstrip()[:-1].rstrip().rstrip(',')}, retbins=True)[1]"
    shown = hoist(state, work, site, made, name, keys_in(site, text))
    kept = [f"{k.arg}={ast.unparse(k.value)}" for k in node.keywords if k.arg in _KEPT]
    if site.method == "qcut":
        kept = ["include_lowest=True", *kept]
    module = text[: text.index(site.method)]
    row = serving_text(state, work, given)
    cut = f"{module}cut({', '.join([row, f'{FROZEN}.{shown}', *kept])})"
    work.serve.append((site.start, site.end, cut))
    return True


def _counts_bins(node: ast.Call) -> bool:
    #   pd.cut(ages, 5)     pd.cut(ages, [0, 12, 60, 100]) needs no rule
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    how = named.get("bins") or (node.args[1] if len(node.args) > 1 else None)
    return isinstance(how, ast.Constant) and isinstance(how.value, int)
