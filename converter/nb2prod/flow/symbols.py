"""Which names the scopes of a function bind and use, as Python's own symbol table tells them."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..trees import children

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(slots=True, eq=False)
class Scope:
    """One function, class, lambda or comprehension."""

    kind: str  # function | comprehension | class
    owner: str = ""  # the class whose name its private names get
    binds: set[str] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)
    to_global: set[str] = field(default_factory=set)
    to_outer: set[str] = field(default_factory=set)
    inner: "list[Scope]" = field(default_factory=list)

    def named(self, name: str) -> str:
        """The name as Python stores it: `__x` in class C is `_C__x`."""
        private = self.owner and name.startswith("__") and not name.endswith("__")
        return f"_{self.owner}{name}" if private and "." not in name else name


def scope_of(node: Function) -> Scope:
    """The function's own scope; decorators, defaults and annotations are outside of it."""
    scope = Scope("function")
    _enter(scope, node.args, node.body if isinstance(node.body, list) else [node.body])
    return scope


def _enter(scope: Scope, arguments: ast.arguments, body: Iterable[ast.AST]) -> None:
    scope.binds |= {scope.named(argument.arg) for argument in own_arguments(arguments)}
    for part in body:
        _visit(scope, part)


def own_arguments(node: ast.arguments) -> list[ast.arg]:
    """The arguments, in no special order."""
    rest = [argument for argument in (node.vararg, node.kwarg) if argument is not None]
    return [*node.posonlyargs, *node.args, *node.kwonlyargs, *rest]


def _visit(scope: Scope, node: ast.AST) -> None:
    match node:
        case ast.Name(id=name):
            _name(scope, node)
        case ast.Constant():
            return
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            _function(scope, node)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            _comprehension(scope, node)
        case ast.ClassDef(name=name):
            _class(scope, node)
        case ast.NamedExpr(target=target, value=value):
            _visit(scope, value)
            _bound_outside(scope, target.id)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            if node.simple or value is not None:
                scope.binds.add(scope.named(name))
            _all(scope, [annotation, value])
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            scope.uses.add(scope.named(name))  # global calls; calls += 1
            scope.binds.add(scope.named(name))
            _visit(scope, value)
        case ast.Global(names=names):
            scope.to_global |= {scope.named(name) for name in names}
        case ast.Nonlocal(names=names):
            scope.to_outer |= {scope.named(name) for name in names}
        case ast.Import() | ast.ImportFrom():
            bound = {alias.asname or alias.name.split(".")[0] for alias in node.names} - {"*"}
            scope.binds |= {scope.named(name) for name in bound}
        case _:
            _other(scope, node)


def _name(scope: Scope, node: ast.Name) -> None:
    if isinstance(node.ctx, ast.Load):
        scope.uses.add(scope.named(node.id))
        if node.id == "super" and scope.kind != "class":
            scope.uses.add("__class__")
    else:
        scope.binds.add(scope.named(node.id))


def _other(scope: Scope, node: ast.AST) -> None:
    if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        scope.binds.add(scope.named(node.name))
    elif isinstance(node, ast.MatchMapping) and node.rest:
        scope.binds.add(scope.named(node.rest))
    for child in children(node):
        _visit(scope, child)


def _all(scope: Scope, found: Iterable[ast.AST | None]) -> None:
    for node in found:
        if node is not None:
            _visit(scope, node)


def _function(scope: Scope, node: Function) -> None:
    _all(scope, [*node.args.defaults, *node.args.kw_defaults])
    inner = Scope("function", scope.owner)
    if isinstance(node, ast.Lambda):
        _enter(inner, node.args, [node.body])
    else:
        _all(scope, [*node.decorator_list, node.returns])
        _all(scope, [argument.annotation for argument in own_arguments(node.args)])
        scope.binds.add(scope.named(node.name))
        _enter(inner, node.args, node.body)
    scope.inner.append(inner)


def _comprehension(scope: Scope, node: Comprehension) -> None:
    first = node.generators[0]
    _visit(scope, first.iter)  # evaluated where the comprehension stands
    inner = _Comprehended("comprehension", scope.owner, outside=scope)
    scope.inner.append(inner)
    _all(inner, [first.target, *first.ifs, *node.generators[1:]])
    _all(inner, [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])


@dataclass(slots=True, eq=False)
class _Comprehended(Scope):
    outside: Scope | None = None


def _bound_outside(scope: Scope, name: str) -> None:
    """A walrus binds in the function around the comprehension."""
    #   any((last := x) > 3 for x in xs)
    name = scope.named(name)
    passed = []
    while isinstance(scope, _Comprehended) and scope.outside is not None:
        passed.append(scope)
        scope = scope.outside
    scope.binds.add(name)
    for inner in passed:
        inner.binds.add(name)
        (inner.to_global if name in scope.to_global else inner.to_outer).add(name)


def _class(scope: Scope, node: ast.ClassDef) -> None:
    _all(scope, [*node.decorator_list, *node.bases, *(item.value for item in node.keywords)])
    scope.binds.add(scope.named(node.name))
    inner = Scope("class", node.name.lstrip("_"))
    scope.inner.append(inner)
    for part in node.body:
        _visit(inner, part)


@dataclass(slots=True)
class Resolved:
    """What a function takes from outside, and what its scopes keep to themselves."""

    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)


def resolved(node: Function) -> Resolved:
    """Where the names of the function and of the scopes in it lead to."""
    found = Resolved()
    scope = scope_of(node)
    outer = {name for inner in _every(scope) for name in inner.to_outer}
    itself = set() if isinstance(node, ast.Lambda) else {node.name}
    _resolve(scope, frozenset(itself - outer), outer, found)
    found.writes |= scope.binds & scope.to_outer & outer
    return found


def _every(scope: Scope) -> Iterable[Scope]:
    yield scope
    for inner in scope.inner:
        yield from _every(inner)


def _resolve(scope: Scope, around: frozenset[str], outer: set[str], found: Resolved) -> None:
    """`around`: bound by the scopes around this one, up to the function itself and its name."""
    own = scope.binds - scope.to_global - scope.to_outer
    found.own |= own
    found.writes |= scope.binds & scope.to_global
    outside = scope.uses - own - (around - scope.to_global)
    found.reads |= outside | ((scope.to_outer & outer) - around)
    if scope.kind == "class":
        around = (around - scope.to_global) | {"__class__"}
    else:
        around = (around - scope.to_global) | own
    for inner in scope.inner:
        _resolve(inner, frozenset(around), outer, found)
