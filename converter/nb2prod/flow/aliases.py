"""Which names may stand for one object."""

import ast
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeGuard

from ..trees import all_nodes
from .knowledge import (
    APART,
    DATA_CLASSES,
    SHARING_BY_NAME,
    SHARING_FUNCTIONS,
    SHARING_METHODS,
    dotted,
)
from .known import Known, Summary

Own = Mapping[str, set[str]]  # names of a comprehension, with what they run over
_NO_OWN: Own = MappingProxyType({})


def sources(node: ast.AST, known: Known, own: Own = _NO_OWN) -> set[str]:
    """Names whose object the value of this expression may be, or hold."""
    #   X = df              the same object
    #   both = [train, y]   elements of a container
    #   m2 = model.fit(X)   fit gives the estimator itself
    match node:
        case ast.Name(id=name):
            if name in own:
                return set(own[name])
            return set() if name in known.origins or name in known.only_functions else {name}
        case ast.Attribute(value=value, attr=attribute):
            return set() if attribute in APART else sources(value, known, own)
        case ast.Subscript(value=value, slice=index):
            return set() if _selects(index, known) else sources(value, known, own)
        case ast.Starred(value=value) | ast.NamedExpr(value=value) | ast.Await(value=value):
            return sources(value, known, own)
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return _all(items, known, own)
        case ast.Dict(values=values) | ast.BoolOp(values=values):
            return _all(values, known, own)
        case ast.IfExp(body=body, orelse=orelse):
            return _all([body, orelse], known, own)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return _of_comprehension(node, known, own)
        case ast.Lambda(body=body):
            inner = {
                **own,
                **{a.arg: set() for a in all_nodes(node.args) if isinstance(a, ast.arg)},
            }
            return {
                n
                for part in all_nodes(body)
                if isinstance(part, ast.Name)
                for n in sources(part, known, inner)
            }
        case ast.Call():
            return _of_call(node, known, own)
    return set()


def changed_by(node: ast.AST, known: Known, own: Own = _NO_OWN) -> set[str]:
    """Names whose object changes when something below this expression is set."""
    #   df.index.name = "x"     df
    #   df.loc[rows, "a"] = 1   df
    #   type(job).rate = 2      job
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred) or _is_type_of(node):
        node = node.args[0] if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name) and node.id in known.only_functions:
        return {node.id}  # f.calls = 0
    return sources(node, known, own)


def _is_type_of(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and dotted(node.func) == "type" and len(node.args) == 1


def comprehension_names(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    known: Known,
    own: Own = _NO_OWN,
) -> dict[str, set[str]]:
    """The comprehension's own names, each with the names of what it runs over."""
    found: dict[str, set[str]] = dict(own)
    for part in node.generators:
        over = sources(part.iter, known, found)
        found |= {name.id: over for name in all_nodes(part.target) if isinstance(name, ast.Name)}
    return found


def given_to(
    call: ast.Call, summary: Summary, receiver: ast.expr | None
) -> dict[str, list[ast.expr]]:
    """Each parameter of a function with the arguments that a call gives it."""
    positional = ([receiver] if receiver is not None else []) + list(call.args)
    found: dict[str, list[ast.expr]] = {}
    for number, argument in enumerate(positional):
        if isinstance(argument, ast.Starred):
            for name in summary.parameters:
                found.setdefault(name, []).append(argument)
        else:
            name = summary.parameters[number] if number < summary.positional else summary.rest
            found.setdefault(name, []).append(argument)
    for keyword in call.keywords:
        names = [keyword.arg] if keyword.arg in summary.parameters else list(summary.parameters)
        for name in names:
            found.setdefault(str(name), []).append(keyword.value)
    return found


def _all(items: Iterable[ast.expr], known: Known, own: Own) -> set[str]:
    return {name for item in items for name in sources(item, known, own)}


def _of_comprehension(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, known: Known, own: Own
) -> set[str]:
    inner = comprehension_names(node, known, own)
    values = [node.value] if isinstance(node, ast.DictComp) else [node.elt]
    found = _all(values, known, inner)
    if isinstance(node, ast.GeneratorExp):
        # runs later: what it reads changes when it is advanced
        found |= {
            n for v in all_nodes(node) if isinstance(v, ast.Name) for n in sources(v, known, inner)
        }
    return found


def _selects(index: ast.expr, known: Known) -> bool:
    #   df[["a", "b"]]    df[df.a > 3]    df[columns]     a new table
    #   df["a"]    x[0]    x[:, 0]                        a part of the old one
    match index:
        case (
            ast.List()
            | ast.ListComp()
            | ast.Compare()
            | ast.BoolOp()
            | ast.UnaryOp(op=ast.Invert())
        ):
            return True
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.BitXor() | ast.Add()):
            return True
        case ast.Call(
            func=ast.Attribute(
                attr="isin" | "notna" | "isna" | "notnull" | "isnull" | "between" | "contains"
            )
        ):
            return True
        case ast.Name(id=name):
            return name in known.selectors
        case ast.Tuple(elts=items):
            return any(_selects(item, known) for item in items)
    return False


def _of_call(node: ast.Call, known: Known, own: Own) -> set[str]:
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    function = node.func
    if isinstance(function, ast.Name) and function.id in known.functions:
        found = _returned(node, known.functions[function.id], None, known, own)
        if function.id in known.changing:
            found |= {function.id}  # an instance sees what becomes of its class
        return found | _all(arguments, known, own) if function.id in known.classes else found
    handed = _reached_by_functions(arguments, known)
    name = known.called(function)
    last = name.rsplit(".", 1)[-1]
    if known.is_library(function) or (
        isinstance(function, ast.Name) and known.is_builtin(function.id)
    ):
        shares = _shares(last) or name in SHARING_BY_NAME or _asks_for_no_copy(node)
        return handed | (_all(arguments, known, own) if shares else set())
    if not isinstance(function, ast.Attribute):
        return sources(function, known, own)  # what an object gives when it is called, it may hold
    found = set()
    if function.attr in known.methods:
        found |= _returned(node, known.methods[function.attr], function.value, known, own)
    elif function.attr in SHARING_METHODS or function.attr.startswith("get_"):
        found |= sources(function.value, known, own)
    return found | handed | (_all(arguments, known, own) if _shares(last) else set())


def _reached_by_functions(arguments: Iterable[ast.expr], known: Known) -> set[str]:
    #   job = Thread(target=collect)        `job.start()` changes what `collect` changes
    return {
        name
        for argument in arguments
        if isinstance(argument, ast.Name) and argument.id in known.functions
        for summary in (known.functions[argument.id],)
        for name in summary.changes - set(summary.parameters)
    }


def _shares(last: str) -> bool:
    #   Pipeline([("model", model)])   holds the model;   DataFrame(rows) holds its own copy
    return last in SHARING_FUNCTIONS or (last[:1].isupper() and last not in DATA_CLASSES)


def _asks_for_no_copy(node: ast.Call) -> bool:
    #   np.array(a, copy=False)      pd.Series(a, copy=False)
    return any(
        given.arg == "copy" and isinstance(given.value, ast.Constant) and given.value.value is False
        for given in node.keywords
    )


def _returned(
    call: ast.Call, summary: Summary, receiver: ast.expr | None, known: Known, own: Own
) -> set[str]:
    given = given_to(call, summary, receiver)
    found = {name for name in summary.returns if name not in summary.parameters}
    for name in summary.returns & given.keys():
        found |= _all(given[name], known, own)
    return found
