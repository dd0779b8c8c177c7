"""`get_dummies` makes one column for each level of training, in training and in serving."""

import ast
from collections.abc import Sequence

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..freezing import keys_in
from ..hoisting import hoist
from ..names import free, plain
from ..visiting import serving_text

#   pd.get_dummies(stops, columns=["area"])
#   pd.get_dummies(stops.astype({"area": area_levels}), columns=["area"])            training
#   pd.get_dummies(stops.astype({"area": frozen.area_levels}), columns=["area"])     serving

_BARE = ("Name", "Subscript", "Attribute", "Call")


def dummies(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression made columns of levels."""
    if site.method != "get_dummies" or not site.levels:
        return False
    number = site.arguments[0] if site.arguments else site.keywords.get("data")
    if number is None:
        return False
    argument = work.sites[number]
    bare = argument.kind in _BARE
    whole = work.text(argument) if bare else f"({work.text(argument)})"
    if argument.type == "Series":
        made = f'{whole}.astype("category").dtype'
        name = free(f"{plain(site.levels[0])}_levels", state.taken)
        shown, form = hoist(state, work, site, made, name, keys_in(site, whole)), "%s"
    else:
        columns = _asked_columns(work.text(site)) or list(site.levels)
        shown, form = _learnt_levels(state, work, site, whole, columns)
    work.fit.append((argument.start, argument.end, f"{whole}.astype({form % shown})"))
    given = serving_text(state, work, argument)
    given = given if bare else f"({given})"
    head = work.between(site.start, argument.start)
    rest = work.between(argument.end, site.end)
    text = f"{head}{given}.astype({form % f'{FROZEN}.{shown}'}){rest}"
    work.serve.append((site.start, site.end, text))
    return True


def _learnt_levels(
    state: Drafting, work: Work, site: Site, table: str, columns: Sequence[str]
) -> tuple[str, str]:
    """How the learnt levels are read, and the form in which `astype` takes them."""
    if len(columns) == 1:
        name = free(f"{plain(columns[0])}_levels", state.taken)
        made = f'{table}["{columns[0]}"].astype("category").dtype'
        return hoist(state, work, site, made, name, ()), f'{{"{columns[0]}": %s}}'
    listed = ", ".join(f'"{column}"' for column in columns)
    made = f'{{name: {table}[name].astype("category").dtype for name in [{listed}]}}'
    return hoist(state, work, site, made, free("category_levels", state.taken), ()), "%s"


def _asked_columns(text: str) -> list[str]:
    """The columns that the call names, where it names them plainly."""
    node = ast.parse(text, mode="eval").body
    for keyword in node.keywords if isinstance(node, ast.Call) else ():
        if keyword.arg == "columns":
            try:
                asked = ast.literal_eval(keyword.value)
            except ValueError:
                return []
            return [str(name) for name in asked]
    return []
