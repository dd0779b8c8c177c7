"""Rows dealt out to two tables: a request's row goes the way of the rows that are predicted."""

import ast

from ...model.replay import Site
from ..drafting import Drafting, Work
from ..visiting import serving_text

#   train, test = train_test_split(stops, test_size=0.2)     training
#   train = stops                                            serving: what is not needed goes later
#   test = stops


def halves(state: Drafting, work: Work, site: Site) -> str:
    """The serving lines: each part that holds rows is the whole of what was dealt out."""
    node = ast.parse(work.step.code).body[0]
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    if not isinstance(target, ast.Tuple | ast.List):
        raise work.refuse(site, "its parts are not bound to names")
    names = [part.id if isinstance(part, ast.Name) else "" for part in target.elts]
    lines = []
    for position, argument in enumerate(site.arguments[: len(names) // 2]):
        given = work.sites[argument]
        if given.colour != "row":
            continue
        text = serving_text(state, work, given)
        sides = [name for name in names[2 * position :][:2] if name]
        lines += [f"{name} = {state.apart(work, text, *sides)}" for name in sides]
    return "\n".join(lines)
