"""A statistic becomes a learnt value: named in training, read from what was saved in serving."""

import ast

from ..model.replay import Site
from ..positions import Position
from .drafting import FROZEN, Drafting, Work
from .hoisting import bind_before, hoist
from .names import free, statistic_name

_SCALARS = ("float", "int", "str", "bool", "float64", "float32", "int64", "bool_", "str_")


def freeze(state: Drafting, work: Work, site: Site) -> None:
    """Name an expression in training, and read it from what was saved in serving."""
    #   orders["weight"].fillna(orders["weight"].median())
    #   weight_median = orders["weight"].median()     <- training
    #   orders["weight"].fillna(frozen.weight_median) <- serving
    text = work.text(site)
    keys = keys_in(site, text)
    shown = hoist(state, work, site, text, statistic_name(text, state.taken, keys), keys)
    work.fit.append((site.start, site.end, shown))
    work.serve.append((site.start, site.end, f"{FROZEN}.{shown}"))


def freeze_name(state: Drafting, work: Work, site: Site) -> None:
    """Read a name of the notebook from what was saved."""
    if site.name not in site.loop:
        work.serve.append((site.start, site.end, f"{FROZEN}.{learnt_name(state, work, site)}"))


def learnt_name(state: Drafting, work: Work, site: Site) -> str:
    """The saved form of a name of the notebook, as it is when the expression runs."""
    name = site.name or ""
    numbers = state.changes.get(name, ())
    if site.loop and work.number in numbers:
        return _kept_for_each_pass(state, work, site, name)
    if any(number > work.number for number in numbers):
        return _kept_now(state, work, site, name)
    state.learn(work, name, name, new=False)
    return name


def _kept_for_each_pass(state: Drafting, work: Work, site: Site, name: str) -> str:
    #   for col in cols:
    #       m = df[col].median()        <- kept once for each col
    #       df[col] = df[col].fillna(m)
    key = site.loop[-1]
    kept = f"{name}_by_{key}"
    if kept not in state.learnt:
        kept = free(kept, state.taken)
        bind_before(work, site, f"{kept}[{key}] = {_copied(site, name)}", f"{kept} = {{}}")
        state.learn(work, kept, name, new=True)
    return f"{kept}[{key}]"


def _kept_now(state: Drafting, work: Work, site: Site, name: str) -> str:
    #   m = df["a"].mean()
    #   df["a"] = df["a"].fillna(m)     <- this m is kept under a name of its own
    #   m = df["b"].mean()
    kept = state.kept_now.get((work.number, name))
    if kept is None:
        kept = free(f"earlier_{name}", state.taken)
        bind_before(work, site, f"{kept} = {_copied(site, name)}")
        state.learn(work, kept, name, new=True)
        state.kept_now[work.number, name] = kept
    return kept


def _copied(site: Site, name: str) -> str:
    return name if site.type in _SCALARS else f"deepcopy({name})"


def freeze_names_inside(state: Drafting, work: Work, site: Site) -> None:
    """Inside a lambda or a comprehension over rows, learnt names are read from what was saved."""
    inside = [node for node in _names(work) if site.start <= _start(node) < site.end]
    own = {node.id for node in inside if not isinstance(node.ctx, ast.Load)} | {*site.loop}
    for node in inside:
        learnt = state.colours.get(node.id) == "agg" or node.id in state.parameters
        if learnt and node.id not in own:
            state.learn(work, node.id, node.id, new=False)
            end = (node.end_lineno or 0, node.end_col_offset or 0)
            work.serve.append((_start(node), end, f"{FROZEN}.{node.id}"))


def _names(work: Work) -> list[ast.Name]:
    tree = ast.parse(work.step.code)
    return [node for node in ast.walk(tree) if isinstance(node, ast.Name)]


def _start(node: ast.Name) -> Position:
    return node.lineno, node.col_offset


def keys_in(site: Site, text: str) -> tuple[str, ...]:
    """Loop variables that an expression depends on: the learnt value is kept once for each."""
    tree = ast.parse(text, mode="eval")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return tuple(name for name in site.loop if name in names)
