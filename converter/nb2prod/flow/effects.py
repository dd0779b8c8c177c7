"""What one statement does to names: reads, binds, changes in place, and effects on the outside."""

import ast
import builtins
from dataclasses import dataclass, field

from ..model.flow import Effects
from .knowledge import (
    FIT_METHODS,
    IN_PLACE_FUNCTIONS,
    IN_PLACE_METHODS,
    SHOWING_FUNCTIONS,
    SHOWING_MODULES,
    only_looks,
    outside_effects,
)
from .scopes import free_names, names_in_strings

BUILTINS = frozenset(dir(builtins))
Functions = (ast.FunctionDef, ast.AsyncFunctionDef)
Comprehensions = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def effects(statement: ast.stmt) -> Effects:
    """The effects of one top-level statement, taken alone."""
    walk = _Walk()
    walk.statement(statement)
    return Effects(
        reads=frozenset(walk.reads),
        binds=frozenset(walk.bound),
        may_bind=frozenset(walk.maybe - walk.bound),
        mutates=frozenset(walk.mutates),
        uncertain=frozenset(walk.uncertain - walk.mutates),
        deletes=frozenset(walk.deletes),
        late=frozenset(walk.late),
        calls=frozenset(walk.calls),
        mentions=frozenset(walk.mentions),
        aliases=frozenset(walk.aliases),
        outside=frozenset(walk.outside),
    )


def root_name(node: ast.expr) -> str | None:
    """The name at the bottom of `df.loc[a, b]` or `model.steps[0]`: df, model."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def object_name(node: ast.expr) -> str | None:
    """The name whose object a method call may change: also through `df["x"].fillna(..., inplace=True)`."""
    return root_name(node)


def sources(node: ast.expr) -> set[str]:
    """Names whose object the value of this expression may share."""
    #   X = df              the same object
    #   both = [train, y]   elements of a container
    #   m2 = model.fit(X)   fit gives the estimator itself
    match node:
        case ast.Name():
            return {node.id}
        case ast.Attribute() | ast.Subscript() | ast.Starred():
            name = root_name(node)
            return {name} if name else set()
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return set().union(*(sources(item) for item in items)) if items else set()
        case ast.Dict(values=values):
            return set().union(*(sources(value) for value in values)) if values else set()
        case ast.IfExp(body=body, orelse=orelse):
            return sources(body) | sources(orelse)
        case ast.BoolOp(values=values):
            return set().union(*(sources(value) for value in values))
        case ast.NamedExpr(value=value):
            return sources(value)
        case ast.Call(func=ast.Attribute(value=receiver, attr="fit" | "partial_fit" | "set_params")):
            return sources(receiver)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            if function in {"zip", "enumerate", "reversed", "iter", "list", "tuple", "dict"}:
                return set().union(*(sources(item) for item in arguments)) if arguments else set()
            return set()
        case ast.Call(func=ast.Attribute(value=receiver, attr="items" | "values" | "get")):
            return sources(receiver)
    return set()


@dataclass
class _Walk:
    """The state of one pass over one statement, in evaluation order."""

    reads: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    mutates: set[str] = field(default_factory=set)
    uncertain: set[str] = field(default_factory=set)
    deletes: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)
    aliases: set[tuple[str, str]] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)

    # names -----------------------------------------------------------------
    def read(self, name: str) -> None:
        if name not in self.bound:
            self.reads.add(name)

    def bind(self, name: str) -> None:
        self.bound.add(name)
        self.maybe.add(name)

    def mutate(self, name: str | None) -> None:
        if name is not None:
            self.mutates.add(name)

    # statements ------------------------------------------------------------
    def statements(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        method = getattr(self, f"_{type(node).__name__}", None)
        if method is not None:
            method(node)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.expression(child)

    def _Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.bind(alias.asname or alias.name.split(".")[0])

    def _ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.bind("*" if alias.name == "*" else alias.asname or alias.name)

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        arguments = node.args
        for value in [*node.decorator_list, *arguments.defaults, *arguments.kw_defaults]:
            if value is not None:
                self.expression(value)
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            if argument.annotation is not None:
                self.expression(argument.annotation)
        if node.returns is not None:
            self.expression(node.returns)
        free, written = free_names(node)
        self.late |= free - BUILTINS
        self.late |= {name for name in free & BUILTINS if name in self.maybe}
        for name in written:
            self.maybe.add(name)
            self.late.add(name)
        self.bind(node.name)

    _AsyncFunctionDef = _FunctionDef

    def _ClassDef(self, node: ast.ClassDef) -> None:
        for value in [*node.decorator_list, *node.bases, *(item.value for item in node.keywords)]:
            self.expression(value)
        inner = _Walk(bound=set(self.bound), maybe=set(self.maybe))
        inner.statements(node.body)
        self.reads |= inner.reads
        self.late |= inner.late - inner.bound - {node.name} - BUILTINS
        self.mentions |= inner.reads
        self.bind(node.name)

    def _Assign(self, node: ast.Assign) -> None:
        if isinstance(node.value, ast.Lambda) and all(isinstance(t, ast.Name) for t in node.targets):
            free, _ = free_names(node.value)
            self.late |= free - BUILTINS
            for value in [*node.value.args.defaults, *node.value.args.kw_defaults]:
                if value is not None:
                    self.expression(value)
        else:
            self.expression(node.value)
        for target in node.targets:
            self.target(target, node.value)

    def _AnnAssign(self, node: ast.AnnAssign) -> None:
        self.expression(node.annotation)
        if node.value is not None:
            self.expression(node.value)
            self.target(node.target, node.value)

    def _AugAssign(self, node: ast.AugAssign) -> None:
        self.expression(node.value)
        if isinstance(node.target, ast.Name):
            #   lst += [2]    changes the list that another name may hold, then binds
            self.read(node.target.id)
            self.mentions.add(node.target.id)
            self.mutate(node.target.id)
            self.bind(node.target.id)
        else:
            self.expression(node.target, store=True)
            self.mutate(root_name(node.target))

    def _Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.deletes.add(target.id)
                self.bound.discard(target.id)
            else:
                self.expression(target, store=True)
                self.mutate(root_name(target))

    def _For(self, node: ast.For | ast.AsyncFor) -> None:
        self.expression(node.iter)
        with_body = self._branch()
        with_body.target(node.target, node.iter)
        with_body.statements(node.body)
        with_else = self._branch()
        with_else.statements(node.orelse)
        self._merge(with_body, with_else, sure=False)

    _AsyncFor = _For

    def _While(self, node: ast.While) -> None:
        self.expression(node.test)
        body, orelse = self._branch(), self._branch()
        body.statements(node.body)
        orelse.statements(node.orelse)
        self._merge(body, orelse, sure=False)

    def _If(self, node: ast.If) -> None:
        self.expression(node.test)
        body, orelse = self._branch(), self._branch()
        body.statements(node.body)
        orelse.statements(node.orelse)
        self._merge(body, orelse, sure=True)

    def _Try(self, node: ast.Try) -> None:
        body = self._branch()
        body.statements(node.body)
        handlers = []
        for handler in node.handlers:
            branch = self._branch()
            branch.maybe |= body.maybe
            if handler.type is not None:
                branch.expression(handler.type)
            if handler.name:
                branch.bound.add(handler.name)
            branch.statements(handler.body)
            branch.bound.discard(handler.name or "")
            branch.maybe.discard(handler.name or "")
            handlers.append(branch)
        body.statements(node.orelse)
        self._merge(body, *handlers, sure=True)
        self.statements(node.finalbody)

    _TryStar = _Try

    def _With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.expression(item.context_expr)
            if item.optional_vars is not None:
                self.target(item.optional_vars, item.context_expr)
        self.statements(node.body)

    _AsyncWith = _With

    def _Match(self, node: ast.Match) -> None:
        self.expression(node.subject)
        branches = []
        for case in node.cases:
            branch = self._branch()
            for part in ast.walk(case.pattern):
                name = getattr(part, "name", None) or getattr(part, "rest", None)
                if isinstance(part, ast.MatchAs | ast.MatchStar | ast.MatchMapping) and name:
                    branch.bind(name)
                if isinstance(part, ast.MatchValue):
                    branch.expression(part.value)
            if case.guard is not None:
                branch.expression(case.guard)
            branch.statements(case.body)
            branches.append(branch)
        self._merge(*branches, sure=False)

    def _Expr(self, node: ast.Expr) -> None:
        self.expression(node.value)
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            #   study.optimize(objective)   a call whose result nobody takes is made for its effect
            name = object_name(call.func.value)
            if name is not None and name not in SHOWING_MODULES and not only_looks(call.func.attr):
                self.uncertain.add(name)

    def _Global(self, node: ast.Global) -> None:
        self.maybe |= set(node.names)

    # targets ---------------------------------------------------------------
    def target(self, node: ast.expr, value: ast.expr | None) -> None:
        match node:
            case ast.Name(id=name):
                self.bind(name)
                if value is not None:
                    self.aliases |= {(name, source) for source in sources(value) if source != name}
            case ast.Tuple(elts=items) | ast.List(elts=items):
                if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(items):
                    for item, part in zip(items, value.elts, strict=True):
                        self.target(item, part)
                else:
                    for item in items:
                        self.target(item, value)
            case ast.Starred(value=inner):
                self.target(inner, value)
            case _:
                self.expression(node, store=True)
                name = root_name(node)
                self.mutate(name)
                if value is not None and name is not None:
                    self.aliases |= {(name, source) for source in _held(value) if source != name}

    # expressions -----------------------------------------------------------
    def expression(self, node: ast.AST, store: bool = False) -> None:
        match node:
            case ast.Name(id=name):
                self.read(name)
                self.mentions.add(name)
            case ast.NamedExpr(target=target, value=value):
                self.expression(value)
                self.bind(target.id)
            case ast.Lambda():
                for default in [*node.args.defaults, *node.args.kw_defaults]:
                    if default is not None:
                        self.expression(default)
                free, _ = free_names(node)
                for name in sorted(free):
                    self.read(name)
                    self.mentions.add(name)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._comprehension(node)
            case ast.Call():
                self._call(node)
            case ast.Constant(value=str()):
                pass
            case _:
                for child in ast.iter_child_nodes(node):
                    if not isinstance(child, ast.expr_context | ast.operator | ast.cmpop):
                        self.expression(child)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        inner = _Walk(bound=set(self.bound), maybe=set(self.maybe))
        own: set[str] = set()
        for part in node.generators:
            inner.expression(part.iter)
            targets = {n.id for n in ast.walk(part.target) if isinstance(n, ast.Name)}
            own |= targets
            inner.bound |= targets
            for test in part.ifs:
                inner.expression(test)
        for value in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
            inner.expression(value)
        self.reads |= inner.reads - self.bound
        self.mentions |= inner.mentions - own
        self.calls |= inner.calls - own
        self.mutates |= inner.mutates - own
        self.uncertain |= inner.uncertain - own
        self.outside |= inner.outside
        walrus = (inner.bound & inner.maybe) - own - self.bound
        self.maybe |= walrus

    def _call(self, node: ast.Call) -> None:
        function = node.func
        for name in names_in_strings(node):
            self.read(name)
            self.mentions.add(name)
        if isinstance(function, ast.Name):
            self.read(function.id)
            self.calls.add(function.id)
            if function.id in SHOWING_FUNCTIONS:
                self.outside.add("shows")
        else:
            self.expression(function)
        for argument in node.args:
            self.expression(argument)
        for keyword in node.keywords:
            self.expression(keyword.value)
        self.outside |= outside_effects(node)
        self._changes(node)

    def _changes(self, node: ast.Call) -> None:
        function = node.func
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        in_place = keywords.get("inplace")
        if isinstance(function, ast.Attribute):
            name = object_name(function.value)
            if function.attr in FIT_METHODS and name is not None:
                self.uncertain.add(name)
            if function.attr in IN_PLACE_METHODS or (
                isinstance(in_place, ast.Constant) and in_place.value is True
            ):
                self.mutate(object_name(function.value))
            if function.attr in {"append", "extend", "add", "insert", "setdefault", "update"}:
                receiver = object_name(function.value)
                for argument in node.args:
                    self.aliases |= {(receiver, s) for s in sources(argument) if receiver and s != receiver}
        if "out" in keywords:
            self.mutate(root_name(keywords["out"]))
        if ast.unparse(function).rsplit(".", 1)[-1] in IN_PLACE_FUNCTIONS and node.args:
            self.mutate(root_name(node.args[0]))

    # branches --------------------------------------------------------------
    def _branch(self) -> "_Walk":
        return _Walk(bound=set(self.bound), maybe=set(self.maybe))

    def _merge(self, *branches: "_Walk", sure: bool) -> None:
        for branch in branches:
            for name in ("reads", "maybe", "mutates", "uncertain", "deletes", "late", "calls", "mentions", "aliases", "outside"):
                getattr(self, name).update(getattr(branch, name))
        if sure and branches:
            self.bound |= set.intersection(*(branch.bound for branch in branches))


def _held(value: ast.expr) -> set[str]:
    #   steps["model"] = model      the container holds the object itself
    #   df["x"] = df["a"] + 1       a computed value holds nothing
    return sources(value) if isinstance(value, ast.Name | ast.Tuple | ast.List | ast.Dict) else set()
