"""`factorize` numbers the levels as they come; serving looks them up in the learnt order."""

import ast

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..freezing import keys_in
from ..hoisting import hoist
from ..names import column_named, free
from ..visiting import serving_text

#   df["city"] = pd.factorize(df["city"])[0]
#   df["city"] = frozen.city_levels.get_indexer(df["city"])     serving


def codes(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression numbered levels."""
    if site.kind == "Subscript" and site.children:
        call = work.sites[site.children[0]]
        if call.method == "factorize" and _takes_first(work.text(site)):
            work.serve.append((site.start, site.end, _codes(state, work, call)[0]))
            return True
    if site.method == "factorize" and site.kind == "Call":
        numbers, levels = _codes(state, work, site)
        work.serve.append((site.start, site.end, f"({numbers}, {levels})"))
        return True
    return False


def _codes(state: Drafting, work: Work, call: Site) -> tuple[str, str]:
    given = work.sites[(*call.arguments, *call.children)[0]]
    text = work.text(call)
    name = free(f"{column_named(work.text(given))}_levels", state.taken)
    learnt = f"pd.Index({text}[1])"
    shown = f"{FROZEN}.{hoist(state, work, call, learnt, name, keys_in(call, text))}"
    return f"{shown}.get_indexer({serving_text(state, work, given)})", shown


def _takes_first(text: str) -> bool:
    node = ast.parse(text, mode="eval").body
    key = node.slice if isinstance(node, ast.Subscript) else None
    return isinstance(key, ast.Constant) and key.value == 0
