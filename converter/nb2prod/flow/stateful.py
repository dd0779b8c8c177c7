"""Functions that remember between calls what no name of the notebook holds."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..trees import nodes_of
from .delicate import holding, makes_own
from .knowledge import dotted
from .known import Known
from .summaries import Own, own_names, summary
from .symbols import Function

#   def counter():
#       n = 0
#       def step(): nonlocal n; n += 1; return n
#       return step
#   tick = counter()
#   tick()                changes `tick`
_INNER = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def with_stateful(known: Known, nodes: Sequence[ast.stmt], own: Own) -> Known:
    """What is known, with the names that a call of them changes by itself."""
    known = replace(known, keeping=_keeping(nodes, own))
    makers = {name for name, node in own.functions if _hands_out_a_state(node, known)}
    makers |= {node.name for node in own.classes if _changes_when_called(node, known)}
    if not makers:
        return known
    held = holding(nodes, lambda value: any(makes_own(value, name) for name in makers), own)
    decorated = {
        name
        for name, node in own.functions
        for decorator in getattr(node, "decorator_list", ())
        if _called(decorator) in makers
    }
    return replace(known, changers=known.changers | held | decorated)


def _keeping(nodes: Sequence[ast.stmt], own: Own) -> frozenset[str]:
    """Names of objects whose class has a `cached_property`."""
    classes = {
        node.name
        for node in own.classes
        for item in node.body
        if isinstance(item, ast.FunctionDef)
        and any(dotted(d).endswith("cached_property") for d in item.decorator_list)
    }
    if not classes:
        return frozenset()
    return holding(nodes, lambda value: any(makes_own(value, name) for name in classes), own)


def _hands_out_a_state(node: Function, known: Known) -> bool:
    """Whether a function in it changes what belongs to the outer one, or itself."""
    if isinstance(node, ast.Lambda):
        return False
    inner = [part for part in nodes_of(node) if isinstance(part, _INNER) and part is not node]
    if not inner:
        return False
    mine = own_names(node)
    for part in inner:
        found = summary(part, known)
        if (found.changes - set(found.parameters)) & mine:
            return True
    return False


def _changes_when_called(node: ast.ClassDef, known: Known) -> bool:
    #   class Stop: def __call__(self, loss): self.seen += 1
    found: Mapping[str, ast.stmt] = {
        item.name: item for item in node.body if isinstance(item, ast.FunctionDef)
    }
    call = found.get("__call__")
    return isinstance(call, ast.FunctionDef) and bool(
        summary(call, known).changes & {call.args.args[0].arg if call.args.args else ""}
    )


def _called(decorator: ast.expr) -> str:
    maker = decorator.func if isinstance(decorator, ast.Call) else decorator
    return maker.id if isinstance(maker, ast.Name) else ""
