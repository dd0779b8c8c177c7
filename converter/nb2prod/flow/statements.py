"""What a statement reads, binds and changes."""

import ast

from ..trees import all_nodes, children
from .aliases import sources
from .calls import discarded, method_read
from .expressions import evaluate
from .knowledge import dotted
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
        case ast.Global() | ast.Nonlocal() | ast.Pass() | ast.Break() | ast.Continue():
            pass
        case _:
            for child in children(node):
                evaluate(walk, child)


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
    free, _ = free_names(node)
    names = {name for name in free if not walk.known.is_builtin(name)}
    walk.late |= names
    walk.captures |= names
    walk.bind(node.name)


def _called_for_effect(walk: Walk, call: ast.Call) -> None:
    if isinstance(call.func, ast.Name) and call.func.id in walk.known.functions:
        evaluate(walk, call)


def _class(walk: Walk, node: ast.ClassDef) -> None:
    for value in [*node.decorator_list, *node.bases, *(item.value for item in node.keywords)]:
        evaluate(walk, value)
    for decorator in node.decorator_list:
        if not isinstance(decorator, ast.Call):
            _called_for_effect(walk, ast.Call(decorator, [ast.Constant(None)], []))
    inner = Walk(walk.known, set(walk.bound), set(walk.maybe))
    _block(inner, node.body)
    walk.reads |= inner.reads
    walk.change(inner.mutates - inner.bound)
    walk.uncertain |= inner.uncertain - inner.bound
    walk.outside |= inner.outside
    walk.late |= inner.late - {node.name}
    walk.captures |= inner.late - {node.name}
    walk.mentions |= inner.reads
    walk.bind(node.name)


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
