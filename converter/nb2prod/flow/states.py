"""Which of the notebook's own classes and functions keep a state that several names see."""

import ast
from collections.abc import Iterable, Sequence

from ..trees import nodes_of, remembered
from .knowledge import IN_PLACE_METHODS

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MUTABLE = ast.List | ast.Dict | ast.Set | ast.Call | ast.ListComp | ast.DictComp | ast.SetComp


def changing_classes(nodes: Sequence[ast.stmt], classes: Sequence[ast.ClassDef]) -> frozenset[str]:
    """Classes that are changed after they were made, and those below them."""
    #   Model.rate = 2                    each instance sees it
    #   class Model: seen = []            ... self.seen.append(x)
    if not classes:
        return frozenset()
    names = {node.name for node in classes}
    changed_names, changed_attributes = _changed(nodes, names)
    found = {
        node.name
        for node in classes
        if node.name in changed_names or _mutable_attributes(node) & changed_attributes
    }
    while True:
        below = {
            node.name
            for node in classes
            if any(isinstance(base, ast.Name) and base.id in found for base in node.bases)
        }
        if below <= found:
            return frozenset(found)
        found |= below


def sharing_results(functions: Iterable[tuple[str, ast.AST]]) -> frozenset[str]:
    """Functions that give several values of which one may reach another."""
    #   def make(): ... return up, state        `up` reads and changes `state`
    return frozenset(
        name for name, node in functions if isinstance(node, Function) and _gives_shared(node)
    )


@remembered
def _gives_shared(node: Function) -> bool:
    return any(map(_shares, _returned_tuples(node)))


def _returned_tuples(node: Function) -> list[tuple[ast.Tuple, frozenset[str]]]:
    inner = {
        part.name
        for part in nodes_of(node)
        if isinstance(part, Function | ast.ClassDef) and part is not node
    }
    return [
        (part.value, frozenset(inner))
        for part in nodes_of(node)
        if isinstance(part, ast.Return) and isinstance(part.value, ast.Tuple)
    ]


def _shares(found: tuple[ast.Tuple, frozenset[str]]) -> bool:
    value, inner = found
    seen: set[str] = set()
    for item in value.elts:
        names = {part.id for part in nodes_of(item) if isinstance(part, ast.Name)}
        if names & (seen | inner) or any(isinstance(part, ast.Lambda) for part in nodes_of(item)):
            return True
        seen |= names
    return False


def _mutable_attributes(node: ast.ClassDef) -> set[str]:
    return {
        target.id
        for item in node.body
        if isinstance(item, ast.Assign | ast.AnnAssign) and isinstance(item.value, _MUTABLE)
        for target in (item.targets if isinstance(item, ast.Assign) else [item.target])
        if isinstance(target, ast.Name)
    }


def _changed(nodes: Sequence[ast.stmt], classes: set[str]) -> tuple[set[str], set[str]]:
    """Classes of which an attribute is set, and attributes whose value is changed in place."""
    names: set[str] = set()
    attributes: set[str] = set()
    for node in nodes:
        own = node.name if isinstance(node, ast.ClassDef) else ""
        for part in _setting(node):
            match part:
                case ast.Attribute(value=holder, ctx=ast.Store() | ast.Del()):
                    names |= _class_of(holder, own) & classes
                case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[holder, *_]):
                    names |= _class_of(holder, own) & classes
                case ast.Call(func=ast.Attribute(attr=method, value=ast.Attribute(attr=name))):
                    attributes |= {name} if method in IN_PLACE_METHODS else set()
                case (
                    ast.Subscript(value=ast.Attribute(attr=name), ctx=ast.Store() | ast.Del())
                    | ast.AugAssign(target=ast.Attribute(attr=name))
                ):
                    attributes.add(name)
    return names, attributes


@remembered
def _setting(node: ast.stmt) -> tuple[ast.AST, ...]:
    """The nodes that may set a part of something."""
    kinds = (ast.Call, ast.AugAssign, ast.Attribute, ast.Subscript)
    found = (part for part in nodes_of(node) if isinstance(part, kinds))
    return tuple(part for part in found if not isinstance(getattr(part, "ctx", None), ast.Load))


def _class_of(holder: ast.expr, own: str) -> set[str]:
    #   Model.rate = 1      cls.rate = 1      type(self).rate = 1      self.__class__.rate = 1
    match holder:
        case ast.Name(id="cls"):
            return {own}
        case ast.Name(id=name):
            return {name}
        case ast.Call(func=ast.Name(id="type")) | ast.Attribute(attr="__class__"):
            return {own}
    return set()
