"""A statistic of each row's group is looked up by the group's key in serving."""

import ast
from collections.abc import Iterator
from typing import Any

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..hoisting import hoist
from ..names import statistic_name

#   houses.groupby("district")["lot"].transform("median")                     training
#   houses["district"].map(frozen.lot_median_by_district)                     serving
#
#   df.groupby("city")["x"].transform(lambda s: s.fillna(s.median()))         training
#   df["x"].fillna(df["city"].map(frozen.x_median_by_city))                   serving

_STATISTICS = frozenset(
    (
        *("mean", "median", "min", "max", "std", "var", "sum", "count", "size", "nunique"),
        *("first", "last", "skew", "sem", "prod", "quantile", "mode", "any", "all"),
    )
)
_WHY = "its value for one row needs the other rows of its group"


def group_table(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression was a statistic of each row's group; raises NoWay for other ones."""
    if site.method != "transform" or not site.children:
        return False
    if work.sites[site.children[0]].colour != "lazy":
        return False
    node = ast.parse(work.text(site), mode="eval").body
    assert isinstance(node, ast.Call)
    found = _Groups.of(node)
    how = node.args[0] if node.args else None
    if found is None or not (isinstance(how, ast.Constant | ast.Lambda)):
        raise work.refuse(site, _WHY)
    if isinstance(how, ast.Lambda):
        text = _looked_up_inside(state, work, site, found, how)
    elif isinstance(how.value, str) and how.value in _STATISTICS:
        text = _looked_up(state, work, site, found, f"{found.text}.agg({ast.unparse(how)})")
    else:
        raise work.refuse(site, _WHY)
    work.serve.append((site.start, site.end, text))
    return True


class _Groups:
    """The grouping that `transform` is called on: its text, its table, its keys and its column."""

    def __init__(self, text: str, table: str, keys: list[ast.expr], column: str) -> None:
        self.text, self.table, self.keys, self.column = text, table, keys, column

    @classmethod
    def of(cls, node: ast.Call) -> "_Groups | None":
        """The grouping, where it is written in the call itself."""
        if not isinstance(node.func, ast.Attribute):
            return None
        receiver = node.func.value
        group = next(_calls_of_groupby(receiver), None)
        if group is None or len(group.args) != 1 or not isinstance(group.func, ast.Attribute):
            return None
        table = ast.unparse(group.func.value)
        keys = group.args[0].elts if isinstance(group.args[0], ast.List) else [group.args[0]]
        if receiver is group:
            column = table
        else:
            column = ast.unparse(receiver).replace(ast.unparse(group), table, 1)
        return cls(ast.unparse(receiver), table, keys, column)

    def of_row(self) -> str:
        """The key of each row."""
        if len(self.keys) > 1:
            listed = ", ".join(ast.unparse(key) for key in self.keys)
            return f"{self.table}[[{listed}]].apply(tuple, axis=1)"
        key = self.keys[0]
        if isinstance(key, ast.Constant):
            return f"{self.table}[{ast.unparse(key)}]"
        return ast.unparse(key)


def _calls_of_groupby(node: ast.expr) -> Iterator[ast.Call]:
    for part in ast.walk(node):
        called = part.func if isinstance(part, ast.Call) else None
        if isinstance(part, ast.Call) and getattr(called, "attr", "") == "groupby":
            yield part


def _looked_up(state: Drafting, work: Work, site: Site, groups: _Groups, made: str) -> str:
    if any(not isinstance(key, ast.Constant | ast.Subscript) for key in groups.keys):
        raise work.refuse(site, _WHY)
    name = statistic_name(made, state.taken, ())
    made = f"{made}.to_dict()" if len(groups.keys) > 1 else made
    shown = hoist(state, work, site, made, name, site.loop[-1:])
    return f"{groups.of_row()}.map({FROZEN}.{shown})"


def _looked_up_inside(
    state: Drafting, work: Work, site: Site, groups: _Groups, how: ast.Lambda
) -> str:
    """The lambda's body for one row: statistics of the group are looked up, the rest is the row."""
    names = [argument.arg for argument in how.args.args]
    if len(names) != 1:
        raise work.refuse(site, _WHY)
    given = names[0]

    class Replaced(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            if isinstance(node, ast.expr) and _is_statistic(node, given):
                made = f"{groups.text}.agg(lambda {given}: {ast.unparse(node)})"
                looked = _looked_up(state, work, site, groups, made)
                return ast.parse(looked, mode="eval").body
            if isinstance(node, ast.Name) and node.id == given:
                return ast.parse(groups.column, mode="eval").body
            return super().visit(node)

    body = ast.parse(ast.unparse(how.body), mode="eval").body
    if _crosses(body):
        raise work.refuse(site, _WHY)
    return ast.unparse(Replaced().visit(body))


def _is_statistic(node: ast.expr, given: str) -> bool:
    #   s.median()     s.mode()[0]
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Call) and _is_statistic(node.value, given)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == given
        and node.func.attr in _STATISTICS
    )


def _crosses(node: ast.expr) -> bool:
    crossing = ("shift", "diff", "rank", "rolling", "expanding", "ewm", "ffill", "bfill")
    more = ("pct_change", "interpolate", "cumsum", "cumcount", "cummax", "cummin", "cumprod")
    called = (part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute))
    return any(name in (*crossing, *more) for name in called)
