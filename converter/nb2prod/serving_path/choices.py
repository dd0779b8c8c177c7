"""Which rows training leaves out, as expressions that can be asked about the rows of a request."""

import ast
import re
from collections.abc import Mapping, Sequence

from ..model.replay import Choice, Site, Step
from .drafting import Work

#   adults = people[people["age"] >= 18]      training
#   people[people["age"] >= 18]               of a request's rows: those like training's
_JOINING = ("merge", "join", "concat")
_LEFT_ASIDE = re.compile(r"(, ?)?\b(inplace|ignore_index) ?= ?\w+")
_DEEP = 5  # names that stand for names that stand for ...


def choices(works: Sequence[Work], root: str) -> tuple[Choice, ...]:
    """
    The choices of rows on the way, each as an expression over the root.

    Whether it tells single raw rows as it told the table is for the rehearsal to say.
    """
    steps = [work.step for work in works]
    found = []
    for work in works:
        for site in _outside_of_others(work):
            base = _table(work, site) if _chooses(site) else None
            if base is not None and base.name is not None:
                text = _plain(work.text(site))
                code = _over(text, base.name, root, steps[: work.number])
                found.append(Choice(work.number, text, base.name, code))
    return tuple(found)


def _outside_of_others(work: Work) -> list[Site]:
    #   people.drop(people[people["age"] < 18].index)      the inner one says who goes
    inner = [
        below
        for site in work.sites
        if _chooses(site)
        for child in site.children[1:]
        for below in (work.sites[child], *work.below(work.sites[child]))
    ]
    return [site for site in work.sites if not any(site is other for other in inner)]


def _chooses(site: Site) -> bool:
    return (
        site.selects
        and site.kind in ("Subscript", "Call")
        and site.method not in _JOINING
        and not site.loop
    )


def _table(work: Work, site: Site) -> Site | None:
    """The table at the bottom of a chain: `people` of `people.loc[...].dropna()`."""
    while site.children and site.name is None:
        site = work.sites[site.children[0]]
    return site if site.colour == "row" else None


def _plain(text: str) -> str:
    #   people.dropna(inplace=True)      asked, it must not change the rows nor their numbers
    asked = _LEFT_ASIDE.sub("", " ".join(text.split()))
    return asked.replace("(, ", "(")


def _over(text: str, table: str, root: str, above: Sequence[Step]) -> str:
    """The expression over the root; what the statements above it bound stands in full."""
    #   tall = people["height"] > 180
    #   people[tall]                        people[people["height"] > 180]
    bound = _bound(above)
    tree: ast.AST = ast.parse(text, mode="eval")
    for _ in range(_DEEP):
        tree = _InFull(bound, table).visit(tree)
    return ast.unparse(_InFull({table: ast.Name(root, ast.Load())}, "").visit(tree))


def _bound(above: Sequence[Step]) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for step in above:
        match ast.parse(step.code).body:
            case [ast.Assign(targets=[ast.Name(id=name)], value=value)]:
                found[name] = value
    return found


class _InFull(ast.NodeTransformer):
    def __init__(self, bound: Mapping[str, ast.expr], apart: str) -> None:
        self.bound, self.apart = bound, apart

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """The value of a name that is read."""
        if node.id == self.apart or not isinstance(node.ctx, ast.Load):
            return node
        return self.bound.get(node.id, node)
