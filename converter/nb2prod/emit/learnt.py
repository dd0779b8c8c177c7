"""How a value that training keeps was computed in the notebook."""

import ast
from collections.abc import Iterator
from textwrap import dedent

from ..model.plan import FrozenEntry, Plan


def learnt_as(entry: FrozenEntry, plan: Plan) -> str:
    """The notebook's expression for the value, or that it is a setting."""
    #   usual_floor = stops["floor"].median()
    #   the entry says `usual_floor`, people want the median
    if entry.text.strip() != entry.name:
        return entry.text
    if any(parameter.name == entry.name for parameter in plan.parameters):
        return "a setting"
    return next(_assigned(entry.name, plan), entry.name)


def _assigned(name: str, plan: Plan) -> Iterator[str]:
    for text in _pieces(plan):
        for node in _assignments(text):
            if any(isinstance(target, ast.Name) and target.id == name for target in node.targets):
                yield " ".join((ast.get_source_segment(text, node.value) or name).split())


def _pieces(plan: Plan) -> Iterator[str]:
    for module in plan.modules:
        yield from (dedent(piece.text) for piece in module.definitions)
        for function in module.functions:
            yield from (dedent(piece.text) for piece in function.pieces)


def _assignments(text: str) -> Iterator[ast.Assign]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    yield from (node for node in tree.body if isinstance(node, ast.Assign))
