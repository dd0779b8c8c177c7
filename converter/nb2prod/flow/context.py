"""What the whole notebook tells about its names, before a statement is looked at."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..trees import Memory, nodes_of, remembered
from .aliases import sources
from .bindings import bindings
from .bound_names import bound_names
from .delicate import with_delicate, with_looked_at
from .hooks import with_hooks
from .knowledge import IN_PLACE_METHODS
from .known import Known
from .scopes import at_names
from .stateful import with_stateful
from .states import changing_classes, sharing_results
from .summaries import Own, own_definitions, with_summaries

_DRAWING_METHODS = frozenset({"plot", "hist", "boxplot"})
_LISTING = frozenset(
    {
        "list",
        "sorted",
        "tolist",
        "to_list",
        "isin",
        "notna",
        "isna",
        "between",
        "keys",
        "difference",
    }
)


_NOTEBOOKS: Memory[tuple[ast.stmt, ...], Known] = Memory(4)


def known_names(nodes: Sequence[ast.stmt]) -> Known:
    """What is known of the names of a notebook with these statements."""
    # the same statements are asked about with other tags, and again by the rules
    key = tuple(nodes)
    return _NOTEBOOKS.get(key) or _NOTEBOOKS.keep(key, _known_names(nodes))


def _known_names(nodes: Sequence[ast.stmt]) -> Known:
    origins = clean_imports(nodes)
    bound = {name for node in nodes for name in bound_names(node)}
    origins |= _environment(nodes, origins)
    known = Known(origins=origins, bound=frozenset(bound | set(origins)))
    own = own_definitions(nodes)
    known = replace(known, only_functions=_only_functions(nodes, own))
    known = replace(
        known,
        queried=frozenset(_queried(nodes)) & known.bound,
        changers=_changers(nodes),
        selectors=_selectors(nodes, known),
        pictures=_pictures(nodes, known),
        changing=changing_classes(nodes, own.classes),
        sharing=sharing_results(own.functions),
    )
    known = with_summaries(with_delicate(known, nodes, own), own)
    looked_at = with_stateful(with_looked_at(known, nodes, own), nodes, own)
    known = known if looked_at is known else with_summaries(looked_at, own)
    return with_hooks(known, nodes, own)


def _environment(nodes: Iterable[ast.stmt], origins: Mapping[str, str]) -> dict[str, str]:
    #   env = os.environ
    return {
        target.id: "os.environ"
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute)
        if Known(origins=origins).called(node.value) == "os.environ"
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _only_functions(nodes: Iterable[ast.stmt], own: Own) -> frozenset[str]:
    names = {name for name, _ in own.functions}
    data: set[str] = set()
    for node in nodes:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                pass
            case ast.Assign(targets=[ast.Name()], value=ast.Lambda()):
                pass
            case _:
                data |= bound_names(node)
    return frozenset(names - data)


def clean_imports(nodes: Iterable[ast.stmt]) -> dict[str, str]:
    """
    Each name that is bound by one kind of import and by nothing else, with what it stands for.
    """
    #   import numpy as np                   np -> numpy
    #   from numpy.random import rand        rand -> numpy.random.rand
    #   from math import sqrt ... from cmath import sqrt      neither
    found: dict[str, set[tuple[str, int]]] = {}
    others: set[str] = set()
    for number, node in enumerate(nodes):
        if is_import(node):
            unit = 0 if isinstance(node, ast.Import | ast.ImportFrom) else number + 1
            for part in nodes_of(node):
                for name, origin in _imported(part):
                    found.setdefault(name, set()).add((origin, unit))
            others |= _assigned_in(node)
        else:
            others |= bound_names(node)
    clean = {
        name: sorted(origins)
        for name, origins in found.items()
        if name not in others and name != "*"
    }
    return {
        name: origins[0][0]
        for name, origins in clean.items()
        # the two ways of one `try` are one import
        if len(origins) == 1 or (len({unit for _, unit in origins}) == 1 and origins[0][1])
    }


def _imported(node: ast.AST) -> Iterable[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            root = alias.name.split(".")[0]
            yield alias.asname or root, alias.name if alias.asname else root
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name, "." * node.level + f"{node.module or ''}.{alias.name}"


def _assigned_in(node: ast.stmt) -> set[str]:
    return {
        part.id
        for part in nodes_of(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def is_import(node: ast.stmt) -> bool:
    """
    Whether the statement only imports: also a `try` that falls back on another module or a flag.
    """
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if not isinstance(node, ast.Try) or node.finalbody:
        return False
    body = [*node.body, *node.orelse, *(item for handler in node.handlers for item in handler.body)]
    return any(isinstance(item, ast.Import | ast.ImportFrom) for item in node.body) and all(
        map(_imports_or_flags, body)
    )


def _imports_or_flags(node: ast.stmt) -> bool:
    #   HAS_GPU = False
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Pass():
            return True
        case ast.Assign(targets=[ast.Name()], value=ast.Constant()):
            return True
    return False


def _queried(nodes: Iterable[ast.stmt]) -> set[str]:
    return {name for node in nodes for name in _queried_in(node)}


@remembered
def _queried_in(node: ast.stmt) -> frozenset[str]:
    texts = [part.value for part in nodes_of(node) if isinstance(part, ast.Constant)]
    return frozenset(
        name for text in texts if isinstance(text, str) and "@" in text for name in at_names(text)
    )


def _changers(nodes: Iterable[ast.stmt]) -> frozenset[str]:
    return frozenset(
        name
        for target, value in bindings(nodes)
        if any(map(_changes, [value, *(value.args if isinstance(value, ast.Call) else ())]))
        for name in target
    )


def _changes(value: ast.expr) -> bool:
    #   add = found.append        push = partial(found.insert, 0)
    return isinstance(value, ast.Attribute) and value.attr in IN_PLACE_METHODS


def _selectors(nodes: Sequence[ast.stmt], known: Known) -> frozenset[str]:
    """Names that only ever hold lists or masks: indexing a table with one makes a new table."""
    good: set[str] = set()
    bad: set[str] = set()
    for target, value in bindings(nodes):
        (good if _lists(value, good) else bad).update(target)
    return frozenset(good - bad)


def _lists(value: ast.expr, good: set[str]) -> bool:
    match value:
        case ast.List() | ast.ListComp() | ast.Compare() | ast.BoolOp():
            return True
        case ast.UnaryOp(op=ast.Invert()) | ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            return True
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub()):
            return _lists(left, good) or _lists(right, good)
        case ast.Name(id=name):
            return name in good
        case ast.Attribute(attr="columns" | "index"):
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in _LISTING
    return False


def _pictures(nodes: Sequence[ast.stmt], known: Known) -> frozenset[str]:
    """Names of figures and axes: any method changes them."""
    drawn: set[str] = set()
    others: list[tuple[frozenset[str], set[str]]] = []  # targets, with what their value is made of
    for target, value in bindings(nodes):
        function = value.func if isinstance(value, ast.Call) else None
        if function is not None and (known.shows(function) or _draws(function)):
            drawn |= target
            continue
        given = sources(value, known)
        if function is not None:
            given |= sources(function, known)
        if given:
            others.append((target, given))
    for _ in range(3):
        before = len(drawn)
        for target, given in others:
            if given & drawn:
                drawn |= target
        if len(drawn) == before:
            break
    return frozenset(drawn)


def _draws(function: ast.expr) -> bool:
    #   ax = df.plot()      ax = df.plot.bar()
    while isinstance(function, ast.Attribute):
        if function.attr in _DRAWING_METHODS:
            return True
        function = function.value
    return False
