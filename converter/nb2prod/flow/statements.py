"""What a statement reads, binds and changes."""

import ast

from ..trees import all_nodes, children
from .aliases import sources
from .calls import discarded, method_read
from .expressions import evaluate
from .knowledge import NOTED_END, REGISTERS, dotted
from .scopes import free_names
from .targets import assign, bind_target
from .walk import Walk

Function = ast.FunctionDef | ast.AsyncFunctionDef


def execute(walk: Walk, node: ast.stmt) -> None:
    """Note the effects of the statement."""
    match node:
        case ast.Import() | ast.ImportFrom():
            _imported(walk, node)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _function(walk, node)
        case ast.ClassDef():
            _class(walk, node)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Delete():
            assign(walk, node)
        case (
            ast.For()
            | ast.AsyncFor()
            | ast.While()
            | ast.If()
            | ast.Try()
            | ast.TryStar()
            | ast.Match()
        ):
            _branches(walk, node)
        case ast.With() | ast.AsyncWith():
            for item in node.items:
                evaluate(walk, item.context_expr)
                walk.uncertain |= sources(item.context_expr, walk.known)
                for method in ("__enter__", "__exit__"):
                    method_read(walk, item.context_expr, method)
                if item.optional_vars is not None:
                    bind_target(walk, item.optional_vars, item.context_expr)
            _block(walk, node.body)
        case ast.Expr(value=value):
            evaluate(walk, value)
            call = value.value if isinstance(value, ast.Await) else value
            if isinstance(call, ast.Call):
                discarded(walk, call)
        case ast.Global() | ast.Nonlocal() | ast.Pass():
            pass
        case ast.Break() | ast.Continue():
            walk.leaves = True
        case _:
            for child in children(node):
                evaluate(walk, child)
            walk.leaves = walk.leaves or isinstance(node, ast.Raise | ast.Return)


def _block(walk: Walk, body: list[ast.stmt]) -> None:
    for statement in body:
        execute(walk, statement)


def _imported(walk: Walk, node: ast.Import | ast.ImportFrom) -> None:
    for alias in node.names:
        first = alias.name.split(".")[0] if isinstance(node, ast.Import) else alias.name
        walk.bind(alias.asname or first)


def _function(walk: Walk, node: Function) -> None:
    arguments = node.args
    values = [*node.decorator_list, *arguments.defaults, *arguments.kw_defaults, node.returns]
    values += [a.annotation for a in all_nodes(arguments) if isinstance(a, ast.arg)]
    for value in values:
        if value is not None:
            evaluate(walk, value)
    for decorator in node.decorator_list:
        #   @register       a call like any other
        call = (
            decorator
            if isinstance(decorator, ast.Call)
            else ast.Call(decorator, [ast.Constant(None)], [])
        )
        _called_for_effect(walk, call)
        root = _owner(call.func)
        if root and root not in walk.known.origins:
            walk.change({root})  # @shapes.register(int)
        _registers(walk, call)
        if isinstance(call.func, ast.Name) and call.func.id in walk.known.functions:
            #   @counted       what is called afterwards is made by `counted`
            walk.late.add(call.func.id)
            walk.captures.add(call.func.id)
    free, _ = free_names(node)
    names = {name for name in free if not walk.known.is_builtin(name)}
    walk.late |= names
    walk.captures |= names
    walk.bind(node.name)


def _registers(walk: Walk, decorator: ast.Call) -> None:
    """Note that a library knows the definition from here on."""
    #   @pd.api.extensions.register_dataframe_accessor("shop")
    name = walk.known.called(decorator.func).rsplit(".", 1)[-1]
    if walk.known.is_library(decorator.func) and name.startswith("register"):
        walk.outside.add(REGISTERS)


def _owner(function: ast.expr) -> str:
    """The name on whose object such a decorator is a method; empty for a plain one."""
    if not isinstance(function, ast.Attribute):
        return ""
    node: ast.AST = function
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _called_for_effect(walk: Walk, call: ast.Call) -> None:
    if isinstance(call.func, ast.Name) and call.func.id in walk.known.functions:
        evaluate(walk, call)


def _class(walk: Walk, node: ast.ClassDef) -> None:
    for value in [*node.decorator_list, *node.bases, *(item.value for item in node.keywords)]:
        evaluate(walk, value)
    for decorator in node.decorator_list:
        _registers(
            walk, decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
        )
        if not isinstance(decorator, ast.Call):
            _called_for_effect(walk, ast.Call(decorator, [ast.Constant(None)], []))
    _made(walk, node)
    end = walk.known.methods.get("__del__")
    if end is not None and end.reaches and any(_is_end(item) for item in node.body):
        walk.outside.add(NOTED_END)
    inner = Walk(walk.known, set(walk.bound), set(walk.maybe))
    _block(inner, node.body)
    walk.reads |= inner.reads
    walk.change(inner.mutates - inner.bound)
    walk.uncertain |= inner.uncertain - inner.bound
    walk.outside |= inner.outside
    own = {node.name, "__class__"}  # `super()` asks for the latter
    walk.late |= inner.late - own
    walk.captures |= inner.late - own
    walk.mentions |= inner.reads
    walk.bind(node.name)


def _is_end(item: ast.stmt) -> bool:
    return isinstance(item, ast.FunctionDef) and item.name == "__del__"


def _made(walk: Walk, node: ast.ClassDef) -> None:
    """Note what classes above this one do whenever a class is made below them."""
    #   def __init_subclass__(cls): Step.known.append(cls)
    bases = {base.id for base in node.bases if isinstance(base, ast.Name)} & walk.known.classes
    told = walk.known.methods.get("__init_subclass__")
    if bases and told is not None:
        own = set(told.parameters)
        walk.change(set(told.changes) - own | (bases if told.changes & own else set()))
        walk.maybe |= told.writes
    for item in node.keywords:
        if isinstance(item.value, ast.Name) and item.value.id in walk.known.classes:
            for found in (walk.known.functions[item.value.id], walk.known.methods.get("__new__")):
                if found is not None:  # metaclass=Registering
                    walk.change(set(found.changes) - set(found.parameters))
                    walk.maybe |= found.writes


def _branches(walk: Walk, node: ast.stmt) -> None:
    match node:
        case ast.For(target=target, iter=over) | ast.AsyncFor(target=target, iter=over):
            evaluate(walk, over)
            body, orelse = walk.branch(), walk.branch()
            bind_target(body, target, ast.Starred(over))
            _block(body, node.body)
            _block(orelse, node.orelse)
            walk.merge(body, orelse, sure=False)
        case ast.While(test=test):
            evaluate(walk, test)
            body, orelse = walk.branch(), walk.branch()
            _block(body, node.body)
            _block(orelse, node.orelse)
            walk.merge(body, orelse, sure=False)
        case ast.If(test=test) if is_main(test):
            _block(walk, node.body)
        case ast.If(test=test):
            evaluate(walk, test)
            body, orelse = walk.branch(), walk.branch()
            _block(body, node.body)
            _block(orelse, node.orelse)
            walk.merge(body, orelse, sure=True)
        case ast.Try() | ast.TryStar():
            _try(walk, node)
        case ast.Match():
            _match(walk, node)


def is_main(test: ast.expr) -> bool:
    """Whether the test is `__name__ == "__main__"`, which is true in a notebook."""
    if (
        not isinstance(test, ast.Compare)
        or len(test.ops) != 1
        or not isinstance(test.ops[0], ast.Eq)
    ):
        return False
    sides = [
        dotted(side) or getattr(side, "value", None) for side in (test.left, test.comparators[0])
    ]
    return set(sides) == {"__name__", "__main__"}


def _try(walk: Walk, node: ast.Try | ast.TryStar) -> None:
    body = walk.branch()
    _block(body, node.body)
    handlers = []
    for handler in node.handlers:
        branch = walk.branch()
        branch.maybe |= body.maybe
        if handler.type is not None:
            evaluate(branch, handler.type)
        if handler.name:
            branch.bound.add(handler.name)
        _block(branch, handler.body)
        branch.bound.discard(handler.name or "")
        branch.maybe.discard(handler.name or "")
        handlers.append(branch)
    _block(body, node.orelse)
    walk.merge(body, *handlers, sure=True)
    _block(walk, node.finalbody)


def _match(walk: Walk, node: ast.Match) -> None:
    evaluate(walk, node.subject)
    branches = []
    for case in node.cases:
        branch = walk.branch()
        for part in all_nodes(case.pattern):
            name = getattr(part, "name", None) or getattr(part, "rest", None)
            if isinstance(part, ast.MatchAs | ast.MatchStar | ast.MatchMapping) and name:
                branch.bind(name)
                branch.share(name, sources(node.subject, walk.known))
            if isinstance(part, ast.MatchValue):
                evaluate(branch, part.value)
            if isinstance(part, ast.MatchClass):
                evaluate(branch, part.cls)
        if case.guard is not None:
            evaluate(branch, case.guard)
        _block(branch, case.body)
        branches.append(branch)
    walk.merge(*branches, sure=False)
