"""What an expression reads, binds and changes."""

import ast
from collections.abc import Collection

from ..trees import all_nodes, children
from .aliases import changed_by, comprehension_names, sources
from .calls import arguments_of, call_effects, method_read
from .knowledge import DATA_CLASSES, LAZY, USING_UP
from .scopes import free_names, names_in_strings
from .walk import Walk

_COMPUTED = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.JoinedStr)
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def evaluate(walk: Walk, node: ast.AST, used_up: bool = False) -> None:
    """
    Note the effects of evaluating the expression; `used_up`: functions in it are called where
    they stand.
    """
    match node:
        case ast.Constant():
            pass
        case ast.Name(id=name):
            walk.mention(name)
            if not used_up and name in walk.known.functions and isinstance(node.ctx, ast.Load):
                walk.captures.add(name)
        case ast.NamedExpr(target=target, value=value):
            evaluate(walk, value)
            walk.bind(target.id)
        case ast.Lambda():
            _lambda(walk, node, used_up)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            _comprehension(walk, node, used_up)
        case ast.Call():
            _call(walk, node, used_up)
        case ast.Subscript(value=value, slice=index):
            evaluate(walk, value, used_up)
            evaluate(walk, index, used_up)
            method_read(walk, value, "__getitem__")
            if isinstance(node.ctx, ast.Load):
                #   counts[key]      of a defaultdict: the key is there afterwards
                walk.change(sources(value, walk.known) & walk.known.defaulting)
        case ast.Attribute(value=value, attr=name) if name in walk.known.moving:
            evaluate(walk, value, used_up)
            walk.change(sources(value, walk.known))  # self.rng.normal()
        case ast.Attribute(value=value, attr=name) if name in walk.known.properties:
            evaluate(walk, value, used_up)
            method_read(walk, value, name)
        case _:
            #   a = f + 1       a computed value keeps no function
            used_up = used_up or isinstance(node, _COMPUTED)
            for child in children(node):
                evaluate(walk, child, used_up)


def _lambda(walk: Walk, node: ast.Lambda, used_up: bool) -> None:
    for default in [*node.args.defaults, *node.args.kw_defaults]:
        if default is not None:
            evaluate(walk, default)
    free, _ = free_names(node)
    own = {argument.arg for argument in all_nodes(node.args) if isinstance(argument, ast.arg)}
    body = Walk(walk.known, walk.bound | own, set(walk.maybe))
    evaluate(body, node.body)
    _take(walk, body, own)
    for name in sorted(free):
        if not walk.known.is_builtin(name):
            walk.mention(name)
            if not used_up:
                walk.captures.add(name)


def _comprehension(walk: Walk, node: Comprehension, used_up: bool) -> None:
    inner = Walk(walk.known, set(walk.bound), set(walk.maybe))
    names = comprehension_names(node, walk.known)
    own: set[str] = set()
    for part in node.generators:
        evaluate(inner, part.iter, used_up)
        targets = {n.id for n in all_nodes(part.target) if isinstance(n, ast.Name)}
        own |= targets
        inner.bound |= targets
        if isinstance(part.target, ast.Attribute | ast.Subscript):
            inner.change(changed_by(part.target, walk.known))
        for test in part.ifs:
            evaluate(inner, test, used_up)
    for value in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
        evaluate(inner, value, used_up)
    #   [d.update(x=1) for d in (a, b)]     changes a and b
    for changes in (inner.mutates, inner.deep, inner.uncertain):
        changes |= {name for target in own & changes for name in names.get(target, ())}
    _take(walk, inner, own)
    walk.maybe |= (inner.bound & inner.maybe) - own - walk.bound
    if isinstance(node, ast.GeneratorExp) and not used_up:
        walk.captures |= {n.id for n in all_nodes(node) if isinstance(n, ast.Name)} - own
        walk.captures = {name for name in walk.captures if not walk.known.is_builtin(name)}


def _take(walk: Walk, inner: Walk, own: set[str]) -> None:
    walk.reads |= inner.reads - own - walk.bound
    for name in ("mentions", "calls", "mutates", "deep", "uncertain", "captures", "late"):
        getattr(walk, name).update(getattr(inner, name) - own)
    walk.outside |= inner.outside
    walk.maybe |= inner.maybe - own  # [count(v) for v in xs], where `count` binds a global


def _call(walk: Walk, node: ast.Call, used_up: bool) -> None:
    function = node.func
    last = walk.known.called(function).rsplit(".", 1)[-1]
    for name in sorted(names_in_strings(node, walk.known.bound, walk.known.queried)):
        walk.mention(name)
    if isinstance(function, ast.Name):
        walk.read(function.id)
        walk.calls.add(function.id)
    else:
        #   Query().where(lambda v: v > limit).take(3)      an own method may keep its object
        done = isinstance(function, ast.Attribute) and last not in walk.known.methods
        evaluate(walk, function, used_up=used_up or done)
    inside = _uses_up(node, last, used_up, walk.known.methods)
    for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
        advanced = isinstance(argument, ast.GeneratorExp) and _advances(node, last, walk)
        evaluate(walk, argument, inside or advanced)
    call_effects(walk, node)
    for argument in node.args:
        if isinstance(argument, ast.Lambda) and _changes_its_own(argument, walk):
            #   list(map(lambda x: x.append(1), both))
            walk.change(arguments_of(node, walk.known))


def _changes_its_own(node: ast.Lambda, walk: Walk) -> bool:
    own = {argument.arg for argument in all_nodes(node.args) if isinstance(argument, ast.arg)}
    body = Walk(walk.known, walk.bound | own, set(walk.maybe))
    evaluate(body, node.body)
    return bool(body.mutates & own)


def _advances(node: ast.Call, last: str, walk: Walk) -> bool:
    #   ", ".join(str(x) for x in xs)     advanced to its end, here
    own = isinstance(node.func, ast.Name) and node.func.id in walk.known.functions
    return not own and last not in LAZY and (last[:1].islower() or last in DATA_CLASSES)


def _uses_up(node: ast.Call, last: str, used_up: bool, methods: Collection[str]) -> bool:
    """Whether functions among the arguments are called here and not kept."""
    #   df.apply(lambda row: ...)    sorted(xs, key=lambda x: ...)       used up
    #   map(lambda x: ..., xs)       FunctionTransformer(lambda x: ...)  kept for later
    if isinstance(node.func, ast.Name) and last in ("map", "filter"):
        return used_up
    own = isinstance(node.func, ast.Attribute) and last in methods  # query.where(lambda v: ...)
    return (last in USING_UP and not own) or (
        used_up and last[:1].islower() and last not in ("partial", "append")
    )
