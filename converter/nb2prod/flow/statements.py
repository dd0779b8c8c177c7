"""What a statement reads, binds and changes."""

import ast

from .aliases import changed_by, sources
from .calls import discarded, module_setting
from .expressions import evaluate
from .knowledge import dotted
from .scopes import free_names
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
            _assigned(walk, node)
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
            for child in ast.iter_child_nodes(node):
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
    values += [a.annotation for a in ast.walk(arguments) if isinstance(a, ast.arg)]
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


def _assigned(walk: Walk, node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Delete) -> None:
    match node:
        case ast.Assign(targets=targets, value=value):
            _value(walk, value)
            for target in targets:
                bind_target(walk, target, value)
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            for name in names[1:]:
                walk.share(name, {names[0]})  # a = b = []
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


def kind_of_sharing(value: ast.expr) -> str:
    """
    same | holds | part: how a name that is given this value shares objects with the names in it.
    """
    #   X = df      same        both = [train, test]      holds        col = df["a"]      part
    match value:
        case (
            ast.Tuple()
            | ast.List()
            | ast.Set()
            | ast.Dict()
            | ast.ListComp()
            | ast.SetComp()
            | ast.DictComp()
        ):
            return "holds"
        case ast.Attribute() | ast.Subscript():
            return "part"
    return "same"


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
        for part in ast.walk(case.pattern):
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
