"""What an assignment binds, changes and makes one object with another."""

import ast

from ..trees import all_nodes
from .aliases import changed_by, sources
from .expressions import evaluate
from .knowledge import CATCHES, PATCHES, PRINTED_TO, module_setting
from .scopes import free_names, read_at_once
from .walk import Walk


def assign(walk: Walk, node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Delete) -> None:
    """Note the effects of an assignment or a deletion."""
    match node:
        case ast.Assign(targets=targets, value=value):
            before = set(walk.reads)
            _value(walk, value)
            _reads_itself_later(walk, targets, value, before)
            for target in targets:
                bind_target(walk, target, value)
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if _results_share(value, walk):
                names += [n.id for n in all_nodes(targets[0]) if isinstance(n, ast.Name)]
            for name in names[1:]:
                walk.share(name, {names[0]})  # a = b = []
                walk.twins.add((name, names[0]))
        case ast.AnnAssign(target=target, annotation=annotation, value=value):
            evaluate(walk, annotation)
            if value is not None:
                _value(walk, value)
                bind_target(walk, target, value)
        case ast.AugAssign(target=target, value=value):
            evaluate(walk, value)
            if isinstance(target, ast.Name):
                #   lst += [2]    changes the list that another name may hold, then binds
                walk.mention(target.id)
                walk.change({target.id})
                walk.bind(target.id)
            else:
                _set_part(walk, target)
        case ast.Delete(targets=targets):
            for target in targets:
                if isinstance(target, ast.Name):
                    walk.read(target.id)
                    walk.deletes.add(target.id)
                    walk.bound.discard(target.id)
                else:
                    _set_part(walk, target)


def _reads_itself_later(
    walk: Walk, targets: list[ast.expr], value: ast.expr, before: set[str]
) -> None:
    #   numbers = defaultdict(lambda: len(numbers))
    own = {target.id for target in targets if isinstance(target, ast.Name)} & walk.captures
    if own - before:
        walk.reads -= own - before - read_at_once(value)


def _results_share(value: ast.expr, walk: Walk) -> bool:
    #   up, state = make()
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in walk.known.sharing
    )


def _value(walk: Walk, value: ast.expr) -> None:
    evaluate(walk, value)
    if isinstance(value, ast.Lambda):
        free, _ = free_names(value)
        names = {name for name in free if not walk.known.is_builtin(name)}
        walk.late |= names


def _set_part(walk: Walk, target: ast.expr) -> None:
    #   df["x"] = ...     model.alpha = ...     os.environ["RATE"] = ...
    evaluate(walk, target)
    node: ast.expr = target
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    if isinstance(node, ast.Name) and node.id in walk.known.origins:
        part = target.value if isinstance(target, ast.Subscript) else target
        walk.outside.add(module_setting(walk.known.called(part)))
        if walk.known.called(part) in PRINTED_TO:
            walk.outside.add(CATCHES)
    elif isinstance(node, ast.Call) and walk.known.is_library(node.func):
        walk.outside.add(
            module_setting(walk.known.called(node.func))
        )  # decimal.getcontext().prec = 4
    walk.change(changed_by(target, walk.known))


def bind_target(walk: Walk, target: ast.expr, value: ast.expr | None) -> None:
    """Note what assigning the value to the target binds and changes."""
    match target:
        case ast.Name(id=name):
            walk.bind(name)
            if value is not None:
                walk.share(name, sources(value, walk.known), kind_of_sharing(value))
        case ast.Tuple(elts=items) | ast.List(elts=items):
            parts = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            plain = not any(isinstance(item, ast.Starred) for item in (*items, *parts))
            if len(parts) == len(items) and plain:
                for item, part in zip(items, parts, strict=True):
                    bind_target(walk, item, part)
            else:
                for item in items:
                    bind_target(walk, item, value)
        case ast.Starred(value=inner):
            bind_target(walk, inner, value)
        case _:
            _set_part(walk, target)
            if value is not None and _is_function(walk, value) and _of_library(walk, target):
                walk.outside.add(PATCHES)
            if value is not None:
                #   steps["model"] = model      the container holds the object itself
                #   df["x"] = df["a"] + 1       a computed value holds nothing
                held = (
                    sources(value, walk.known)
                    if not isinstance(value, ast.Subscript | ast.Attribute)
                    else set()
                )
                for name in changed_by(target, walk.known):
                    walk.share(name, held, "holds")


def _is_function(walk: Walk, value: ast.expr) -> bool:
    return isinstance(value, ast.Lambda) or (
        isinstance(value, ast.Name) and value.id in walk.known.functions
    )


def _of_library(walk: Walk, target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and walk.known.is_library(target)


def kind_of_sharing(value: ast.expr) -> str:
    """
    same | holds | part: how a name that is given this value shares objects with the names in it.
    """
    #   X = df      same        both = [train, test]      holds        col = df["a"]      part
    match value:
        case ast.Name():
            return "same"
        case ast.Tuple() | ast.List() | ast.Set() | ast.Dict():
            return "holds"
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            return "holds"
    return "part"  # d in [train, test];  x = both.pop();  y = same(x)
