"""A statistic of each row's group is looked up by the group's key in serving."""

import ast

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..hoisting import hoist
from ..names import statistic_name

#   houses.groupby("district")["lot"].transform("median")     training
#   houses["district"].map(frozen.lot_median_by_district)     serving

_CROSSING = frozenset(
    (
        *("cumsum", "cumcount", "cumprod", "cummax", "cummin", "rank", "shift", "diff"),
        *("pct_change", "ffill", "bfill", "fillna", "nth"),
    )
)


def group_table(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression was a statistic of each row's group; raises NoWay for other ones."""
    if site.method != "transform" or work.sites[site.children[0]].colour != "lazy":
        return False
    node = ast.parse(work.text(site), mode="eval").body
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Attribute)
    group = _grouping(node)
    key = _key(group)
    statistic = _statistic(node)
    if group is None or key is None or statistic is None:
        raise work.refuse(site, "its value for one row needs the other rows of its group")
    receiver = ast.get_source_segment(work.text(site), node.func.value) or ""
    text = f"{receiver}.agg({statistic})"
    name = statistic_name(text, state.taken, ())
    shown = hoist(state, work, site, text, name, site.loop[-1:])
    assert isinstance(group.func, ast.Attribute)
    table = ast.unparse(group.func.value)
    work.serve.append((site.start, site.end, f"{table}[{key}].map({FROZEN}.{shown})"))
    return True


def _grouping(node: ast.Call) -> ast.Call | None:
    """The call of `groupby` inside, with one key."""
    for part in ast.walk(node):
        called = part.func if isinstance(part, ast.Call) else None
        if isinstance(part, ast.Call) and getattr(called, "attr", "") == "groupby":
            return part if len(part.args) == 1 else None
    return None


def _key(group: ast.Call | None) -> str | None:
    if group is None:
        return None
    key = group.args[0]
    if isinstance(key, ast.List) and len(key.elts) == 1:
        key = key.elts[0]
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return ast.unparse(key)
    return None


def _statistic(node: ast.Call) -> str | None:
    how = node.args[0] if node.args else None
    if isinstance(how, ast.Constant) and isinstance(how.value, str) and how.value not in _CROSSING:
        return ast.unparse(how)
    return None
