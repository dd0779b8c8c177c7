"""
Names of values that change when they are read: iterators, queues, random generators,
defaultdicts.
"""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..trees import nodes_of, remembered
from .bindings import given, outside_functions
from .knowledge import ITERATORS, OWN_GENERATOR
from .known import Known
from .summaries import Own, summary
from .symbols import Function

_GIVING_ITERATORS = frozenset({"iterrows", "itertuples", "finditer", "scandir", "iglob", "walk"})
_PATHS = frozenset({"glob", "rglob", "iterdir"})  # of a path; glob.glob gives a list
_READ_METHODS = re.compile(
    r"__(getattr|getattribute|eq|ne|lt|le|gt|ge|len|repr|str|format|iter|next|r?add|r?sub|r?mul"
    r"|r?truediv|r?floordiv|r?mod|r?divmod|r?pow|r?matmul|r?lshift|r?rshift|r?and|r?or|r?xor|neg"
    r"|pos|invert|abs|round|reversed|bool|contains|hash|int|float|complex|index|array|bytes"
    r"|fspath)__"
)
_BUFFERS = frozenset({"io.StringIO", "io.BytesIO"})  # whoever reads or fills one moves in it
Makes = Callable[[ast.expr], bool]


def with_delicate(known: Known, nodes: Sequence[ast.stmt], own: Own) -> Known:
    """What is known, with the names whose value a mere look changes."""
    makes_iterators = _iterator_maker(known, own)
    known = replace(
        known,
        iterators=known.iterators | holding(nodes, makes_iterators, own),
        defaulting=holding(nodes, _defaulting_maker(known, own), own),
        moving=_attributes(own, makes_iterators),
    )
    known = replace(known, changing=known.changing | _drawing_for_all(own, known.moving))
    return replace(known, handed=_handed(nodes, known, own))


def with_looked_at(known: Known, nodes: Sequence[ast.stmt], own: Own) -> Known:
    """What is known, with the instances of classes that note each look at them."""
    #   class Meter: def __len__(self): self.asked += 1
    touchy: dict[str, frozenset[str]] = {}
    for node in own.classes:
        for item in node.body:
            if isinstance(item, ast.FunctionDef) and _READ_METHODS.fullmatch(item.name):
                found = summary(item, known)
                if found.changes:
                    outer = found.changes - set(found.parameters)
                    touchy[node.name] = touchy.get(node.name, frozenset()) | outer
    if not touchy:
        return known
    instances = {
        name: holding(nodes, lambda value, name=name: makes_own(value, name), own)  # type: ignore[misc]
        for name in touchy
    }
    touched = {
        instance: touchy[name] for name, found in instances.items() for instance in sorted(found)
    }
    return replace(known, iterators=known.iterators | touched.keys(), touched=touched)


def _attributes(own: Own, makes: Makes) -> frozenset[str]:
    """Attributes that a class of the notebook gives such a value."""
    #   class Sampler: rng = random.Random(1)         def __init__(self): self.rows = iter(rows)
    found: set[str] = set()
    for node in own.classes:
        for target, value in given(node.body):
            found |= {target.id} if isinstance(target, ast.Name) and makes(value) else set()
        for item in node.body:
            pairs = given(item.body) if isinstance(item, ast.FunctionDef) else []
            found |= {
                target.attr
                for target, value in pairs
                if isinstance(target, ast.Attribute) and makes(value)
            }
    return frozenset(found)


def _drawing_for_all(own: Own, moving: frozenset[str]) -> frozenset[str]:
    """Classes whose own such value all instances see."""
    return frozenset(
        node.name
        for node in own.classes
        for target, _ in given(node.body)
        if isinstance(target, ast.Name) and target.id in moving
    )


def makes_own(value: ast.expr, name: str) -> bool:
    return (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == name
    )


def _iterator_maker(known: Known, own: Own) -> Makes:
    methods = [
        item for node in own.classes for item in node.body if isinstance(item, ast.FunctionDef)
    ]
    generators = {n.name for n in methods if _yields(n)} | {
        n for n, f in own.functions if _yields(f)
    }

    def makes(value: ast.expr) -> bool:
        if not isinstance(value, ast.Call):
            return isinstance(value, ast.GeneratorExp)
        name = known.called(value.func)
        last = name.rsplit(".", 1)[-1]
        if isinstance(value.func, ast.Name) and known.is_builtin(name):
            return name in ITERATORS
        library = known.is_library(value.func)
        if library and (
            (name.startswith(("itertools.", "csv.")) and last != "writer") or last in OWN_GENERATOR
        ):
            return True
        if library and name.startswith(("queue.", "multiprocessing.", "asyncio.")):
            return last.endswith("Queue")
        if library and name in _BUFFERS:
            return True
        chunks = {"chunksize", "iterator"} & {keyword.arg for keyword in value.keywords}
        return (
            last in _GIVING_ITERATORS
            or (last in _PATHS and not library)
            or (last in generators and not library)
            or (library and last.startswith("read_") and bool(chunks))
        )

    return makes


def _defaulting_maker(known: Known, own: Own) -> Makes:
    makers = {
        node.name
        for node in own.classes
        if any(
            isinstance(item, ast.FunctionDef) and item.name == "__missing__" for item in node.body
        )
    }

    def direct(value: ast.expr) -> bool:
        return isinstance(value, ast.Call) and (
            known.called(value.func) in {"collections.defaultdict", *makers}
        )

    #   class Box: def __init__(self): self.seen = defaultdict(int)
    keepers = {
        node.name
        for node in own.classes
        if any(direct(part) for part in nodes_of(node) if isinstance(part, ast.expr))
    }
    return lambda value: direct(value) or any(makes_own(value, name) for name in keepers)


def _yields(node: ast.AST) -> bool:
    return any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in nodes_of(node))


def holding(nodes: Sequence[ast.AST], makes: Makes, own: Own) -> frozenset[str]:
    """Names whose value may be, or hold, what such an expression makes."""
    #   it = read(rows)         where `read` ends with `return iter(rows)`
    if not any(makes(part) for node in nodes for part in _makers(node)):
        return frozenset()
    giving = {name for name, node in own.functions if _returns(node, makes)}
    pairs = given(nodes)
    return _spread(pairs, lambda v: makes(v) or any(makes_own(v, name) for name in giving))


@remembered
def _makers(node: ast.AST) -> tuple[ast.expr, ...]:
    """The expressions of a statement that may make a value: all others take it from somewhere."""
    return tuple(n for n in nodes_of(node) if isinstance(n, (ast.Call, ast.GeneratorExp)))


def _spread(pairs: Sequence[tuple[ast.expr, ast.expr]], makes: Makes) -> frozenset[str]:
    found: set[str] = set()
    for _ in range(4):
        before = len(found)
        for target, value in pairs:
            if _gives(value, makes, found):
                found |= _roots(target)
        if len(found) == before:
            break
    return frozenset(found)


def _returns(node: Function, makes: Makes) -> bool:
    if isinstance(node, ast.Lambda):
        return makes(node.body)
    local = _spread(given(node.body), makes)
    return any(
        isinstance(part, ast.Return)
        and part.value is not None
        and _gives(part.value, makes, set(local))
        for part in outside_functions(node.body)
    )


def _gives(value: ast.expr, makes: Makes, found: set[str]) -> bool:
    match value:
        case ast.Name(id=name):
            return name in found
        case ast.Attribute(value=inner) | ast.Subscript(value=inner):
            return _gives(inner, makes, found)
        case ast.Dict(values=items) | ast.List(elts=items) | ast.Tuple(elts=items):
            return any(_gives(item, makes, found) for item in items)
        case ast.IfExp(body=body, orelse=orelse):
            return _gives(body, makes, found) or _gives(orelse, makes, found)
    return makes(value)


def _roots(target: ast.expr) -> set[str]:
    if isinstance(target, ast.Tuple | ast.List):
        return {name for item in target.elts for name in _roots(item)}
    while isinstance(target, ast.Attribute | ast.Subscript | ast.Starred):
        target = target.value
    return {target.id} if isinstance(target, ast.Name) else set()


def _handed(nodes: Sequence[ast.stmt], known: Known, own: Own) -> frozenset[tuple[str, str]]:
    """Parameters of the notebook's own functions that are given such a value: (function, name)."""
    delicate = known.iterators | known.defaulting
    functions = {name: [a.arg for a in node.args.args] for name, node in own.functions}
    found: set[tuple[str, str]] = set()
    for part in (call for node in nodes for call in _calls(node) if delicate):
        if isinstance(part.func, ast.Name):
            names = functions.get(part.func.id, [])
            pairs = [
                *zip(names, part.args, strict=False),
                *((k.arg, k.value) for k in part.keywords),
            ]
            found |= {
                (part.func.id, str(name))
                for name, value in pairs
                if isinstance(value, ast.Name) and value.id in delicate
            }
    for node in own.classes:
        if any(known.called(c.func) == "collections.defaultdict" for c in _calls(node)):
            found |= {
                (item.name, "self") for item in node.body if isinstance(item, ast.FunctionDef)
            }
    return frozenset(found)


@remembered
def _calls(node: ast.AST) -> tuple[ast.Call, ...]:
    return tuple(part for part in nodes_of(node) if isinstance(part, ast.Call))
