"""`astype("category")`: the levels are those of training, in training and in serving."""

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..freezing import keys_in
from ..hoisting import hoist
from ..names import column_named, free
from ..visiting import serving_text

#   loans["purpose"] = loans["purpose"].astype(purpose_levels)            training
#   loans["purpose"] = loans["purpose"].astype(frozen.purpose_levels)     serving

_LITERALS = ('"category"', "'category'")


def levels(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression made a category of texts."""
    text = work.text(site)
    literal = next((item for item in _LITERALS if text.rstrip().endswith(f"({item})")), None)
    if site.method != "astype" or literal is None:
        return False
    receiver = work.sites[site.children[0]]
    made_of = work.text(receiver)
    name = free(f"{column_named(made_of)}_levels", state.taken)
    made = f'{made_of}.astype("category").dtype'
    shown = hoist(state, work, site, made, name, keys_in(site, made_of))
    at = text.rindex(literal)
    lines = text[:at].split("\n")
    column = len(lines[-1].encode()) + (site.start[1] if len(lines) == 1 else 0)
    start = (site.start[0] + len(lines) - 1, column)
    work.fit.append((start, (start[0], start[1] + len(literal)), shown))
    given = serving_text(state, work, receiver)
    between = text[len(made_of) : at]
    work.serve.append((site.start, site.end, f"{given}{between}{FROZEN}.{shown})"))
    return True
