"""What a call of one of the notebook's own functions does to its arguments and to globals."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..model.flow import Effects
from ..trees import Memory, all_nodes, children, nodes_of, remembered
from .aliases import sources
from .effects import effects
from .knowledge import dotted
from .known import Known, Summary, Told
from .scopes import free_names
from .symbols import Function
from .words import words_of

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NO_OWN_NODES = (*_DEFINITIONS, ast.Lambda)
_NO_STATEMENTS = (*_DEFINITIONS, ast.expr)
_NAMED = (*_DEFINITIONS, ast.MatchAs, ast.MatchStar, ast.ExceptHandler)
_SIMPLE = ast.Assign | ast.AnnAssign | ast.AugAssign


class Own(NamedTuple):
    """The functions and classes that a notebook defines at top level."""

    functions: tuple[tuple[str, Function], ...]
    classes: tuple[ast.ClassDef, ...]


def own_definitions(nodes: Iterable[ast.stmt]) -> Own:
    """The definitions among the statements, those in `if` and `try` included."""
    functions: list[tuple[str, Function]] = []
    classes: list[ast.ClassDef] = []
    for node in (part for top in nodes for part in _defining(top)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                functions.append((node.name, node))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as value):
                functions.append((name, value))
            case ast.ClassDef():
                classes.append(node)
    return Own(tuple(functions), tuple(classes))


@remembered
def _defining(top: ast.stmt) -> tuple[ast.stmt, ...]:
    """The definitions, and what else may bind a function, in one statement."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign
    return tuple(node for node in _outside_definitions(top) if isinstance(node, kinds))


def _outside_definitions(top: ast.stmt) -> Iterable[ast.stmt]:
    """All statements in one, those in definitions aside, each once."""
    waiting: list[ast.AST] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, _NO_STATEMENTS):
            waiting += list(children(node))[::-1]


def with_summaries(known: Known, own: Own) -> Known:
    """
    What is known, with a summary of each function and method, to a fixed point over their calls.
    """
    properties = {
        item.name
        for node in own.classes
        for item in node.body
        if isinstance(item, ast.FunctionDef)
        and any(dotted(d).rsplit(".", 1)[-1].endswith("property") for d in item.decorator_list)
    }
    known = replace(
        known,
        classes=frozenset(node.name for node in own.classes),
        properties=frozenset(properties),
    )
    for _ in range(len(own.functions) + len(own.classes) + 2):
        functions: dict[str, Summary] = {}
        methods: dict[str, Summary] = {}
        for name, node in own.functions:
            found = summary(node, known)
            for decorator in getattr(node, "decorator_list", ()):
                found = _around(found, decorator, known)
            functions[name] = found.united(functions.get(name))
        for definition in own.classes:
            first = _from_bases(definition, functions)
            for item in definition.body:
                if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
                    found = _kept(summary(item, known), item)
                    methods[item.name] = found.united(methods.get(item.name))
                    if item.name in _MAKING and _makes_classes(definition):
                        told = found.united(methods.get("__init_subclass__"))
                        methods["__init_subclass__"] = told
                    if item.name in _MAKING:
                        first = found.united(first) if item.name != "__init__" else found
            functions[definition.name] = first.united(functions.get(definition.name))
        if functions == known.functions and methods == known.methods:
            break
        known = replace(known, functions=functions, methods=methods)
    return known


_MAKING = frozenset({"__new__", "__init__", "__post_init__"})


def _kept(found: Summary, method: ast.FunctionDef | ast.AsyncFunctionDef) -> Summary:
    #   @cached_property       the object keeps what the first look gave
    names = {dotted(decorator).rsplit(".", 1)[-1] for decorator in method.decorator_list}
    if "cached_property" not in names:
        return found
    return replace(found, changes=found.changes | set(found.parameters[:1]))


def _makes_classes(definition: ast.ClassDef) -> bool:
    #   class Registering(type): def __new__(...): Registering.known[name] = made
    bases = {dotted(base).rsplit(".", 1)[-1] for base in definition.bases}
    return bool(bases & {"type", "ABCMeta", "EnumMeta", "EnumType"})


def _from_bases(definition: ast.ClassDef, functions: Mapping[str, Summary]) -> Summary:
    #   class Child(Base): ...       Child() does what Base() does
    found = Summary(("self",), 1)
    for base in definition.bases:
        if isinstance(base, ast.Name) and base.id in functions:
            found = found.united(functions[base.id])
    return found


def _around(found: Summary, decorator: ast.expr, known: Known) -> Summary:
    """The function, with what the decorator's own code does at each call."""
    #   @counted       def inner(*values): global calls; calls += 1
    maker = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = maker.id if isinstance(maker, ast.Name) else ""
    called = known.methods.get("__call__") if name in known.classes else known.functions.get(name)
    if called is None:
        return found
    own = set(called.parameters)
    return replace(
        found,
        changes=found.changes | (called.changes - own),
        uncertain=found.uncertain | (called.uncertain - own),
        outside=found.outside | called.outside,
        writes=found.writes | called.writes,
    )


_seen: Memory[tuple[Function, Told], Summary] = Memory(8_192)


def summary(node: Function, known: Known) -> Summary:
    """What a call of this function does."""
    #   in each round over the functions only those are looked at anew that call a changed one
    words = words_of(node)
    key = (node, known.told(words))
    found = _seen.get(key)
    return _seen.keep(key, _summary(node, known.about(words))) if found is None else found


def _summary(node: Function, known: Known) -> Summary:
    arguments = node.args
    positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    rest = arguments.vararg.arg if arguments.vararg else ""
    others = [
        a.arg for a in (*arguments.kwonlyargs, *filter(None, (arguments.vararg, arguments.kwarg)))
    ]
    parameters = (*positional, *others)
    pass_ = _Pass(_inside(node, known), parameters, own_names(node))
    body = node.body if not isinstance(node, ast.Lambda) else [ast.Return(node.body)]
    for statement in body:
        pass_.statement(statement)
    _, written = free_names(node)
    changes = frozenset(pass_.changed | written)
    returns = pass_.returned
    if any(isinstance(part, ast.Yield | ast.YieldFrom) for node in body for part in _given(node)):
        returns |= pass_.changed  # what it changes, it changes when it is advanced
    return Summary(
        parameters=parameters,
        positional=len(positional),
        rest=rest,
        changes=changes,
        uncertain=frozenset(pass_.uncertain) - changes,
        returns=frozenset(returns),
        outside=frozenset(pass_.outside),
        writes=frozenset(written | pass_.written) - set(parameters),
        steady=_steady(arguments),
    )


def _steady(arguments: ast.arguments) -> frozenset[str]:
    #   def __init__(self, hidden=16, name="net")
    positional = [*arguments.posonlyargs, *arguments.args]
    first = len(positional) - len(arguments.defaults)
    given = [
        *zip(positional[first:], arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return frozenset(found.arg for found, default in given if isinstance(default, ast.Constant))


@remembered
def own_names(node: Function) -> frozenset[str]:
    """The function's parameters and what it binds for itself."""
    names = {a.arg for a in all_nodes(node.args) if isinstance(a, ast.arg)}
    for part in _own_nodes(node.body if isinstance(node.body, list) else [node.body]):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            names.add(part.id)
        elif isinstance(part, _NAMED) and part.name:
            names.add(part.name)
        elif isinstance(part, ast.MatchMapping) and part.rest:
            names.add(part.rest)
        elif isinstance(part, ast.alias):
            names.add(part.asname or part.name.split(".")[0])
    for part in nodes_of(node):
        if isinstance(part, ast.Global):
            names -= set(part.names)
    return frozenset(names)


def _own_nodes(body: Iterable[ast.AST]) -> Iterable[ast.AST]:
    """All nodes of a function but those of the functions in it."""
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _NO_OWN_NODES):
            waiting += children(node)


@remembered
def _given(node: ast.stmt) -> tuple[ast.Return | ast.Yield | ast.YieldFrom, ...]:
    """Where a statement of a function gives something to its caller."""
    giving = ast.Return | ast.Yield | ast.YieldFrom
    return tuple(part for part in _own_nodes([node]) if isinstance(part, giving))


def _inside(node: Function, known: Known) -> Known:
    own = own_names(node)
    name = "" if isinstance(node, ast.Lambda) else node.name
    handed = {parameter for function, parameter in known.handed if function == name}

    def without(names: Mapping[str, object]) -> dict[str, object]:
        return {name: value for name, value in names.items() if name not in own}

    return replace(
        known,
        origins=without(known.origins),  # type: ignore[arg-type]
        functions=without(known.functions),  # type: ignore[arg-type]
        classes=known.classes - own,
        bound=known.bound | own,
        iterators=known.iterators - own | handed - {"self"},
        defaulting=known.defaulting - own | handed,
        selectors=known.selectors - own,
        pictures=known.pictures - own,
    )


class _Pass:
    """One way through a function's body: which argument or global each local name may hold."""

    #   def clean(df):
    #       df = df.copy()      df holds nothing of the caller's any more
    #       df["x"] = 1
    def __init__(self, known: Known, parameters: Iterable[str], own: frozenset[str]) -> None:
        self.known, self.own = known, own
        self.holds: dict[str, set[str]] = {name: {name} for name in parameters}
        self.changed: set[str] = set()
        self.uncertain: set[str] = set()
        self.returned: set[str] = set()
        self.outside: set[str] = set()
        self.written: set[str] = set()

    def roots(self, names: Iterable[str]) -> set[str]:
        """The arguments and globals that these names may hold."""
        return {
            root
            for name in names
            for root in self.holds.get(name, set() if name in self.own else {name})
        }

    def statement(self, node: ast.stmt) -> None:
        """Take in one statement."""
        found = effects(node, self.known)
        self.outside |= found.outside - {"own names"}
        self.written |= found.may_bind - self.own  # a function that it calls binds a global
        if isinstance(node, _DEFINITIONS):
            self._inner(node, found)
            return
        simple = isinstance(node, _SIMPLE)
        if not simple:
            self._share(found)
        self.changed |= self.roots(found.mutates)
        self.uncertain |= self.roots(found.uncertain)
        if simple:
            before = {name: self.roots([name]) for _, name in found.aliases}
            for name in found.binds - found.mutates:
                self.holds[name] = set()
            for new, old in found.aliases:
                self.holds[new] = self.roots([new]) | before[old]
        for part in _given(node):
            if part.value is not None:
                self.returned |= self.roots(sources(part.value, self.known))

    def _share(self, found: Effects) -> None:
        #   for d in rows: part = d["a"]; best = part        best holds what rows does
        before = -1
        while before != (before := sum(map(len, self.holds.values()))):
            for new, old in found.aliases:
                self.holds[new] = self.roots([new]) | self.roots([old])

    def _inner(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, found: Effects
    ) -> None:
        # an inner function may be called at any time, and be handed out
        captured = self.roots(found.late)
        self.holds[node.name] = captured
        if not isinstance(node, ast.ClassDef):
            inner = summary(node, self.known)
            self.changed |= self.roots(inner.changes - set(inner.parameters))
            self.uncertain |= self.roots(inner.uncertain - set(inner.parameters))
            self.outside |= inner.outside
            self.written |= inner.writes - self.own
