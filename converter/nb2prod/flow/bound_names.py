"""The names that a top-level statement binds, surely or on some path, as its text alone tells."""

import ast
from collections.abc import Iterable

from ..trees import all_nodes, nodes_of, remembered
from .effects import effects
from .statements import is_main

#   for n, row in enumerate(rows):      n, row
#       df.loc[n, "a"] = row            nothing: a part of `df`
#   with open(path) as file: ...        file


@remembered
def bound_names(node: ast.stmt) -> frozenset[str]:
    """
    Names that the statement binds at top level, whatever is known of the notebook.

    They are those of its `effects`, without the price of looking at its expressions.
    """
    if any(isinstance(part, ast.NamedExpr) for part in nodes_of(node)):
        found = effects(node)  # if (n := len(rows)) > 3:
        return found.binds | found.may_bind
    return frozenset(_bound(node))


def _bound(node: ast.stmt) -> set[str]:
    match node:
        case ast.Import(names=names):
            return {alias.asname or alias.name.split(".")[0] for alias in names}
        case ast.ImportFrom(names=names):
            return {alias.asname or alias.name for alias in names}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return _stored(targets)
        case ast.AnnAssign(target=target, value=value):
            return _stored([target]) if value is not None else set()
        case ast.AugAssign(target=target):
            return _stored([target])
        case ast.For(target=target) | ast.AsyncFor(target=target):
            return _stored([target]) | _in_all(node.body, node.orelse)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            targets = [item.optional_vars for item in items if item.optional_vars is not None]
            return _stored(targets) | _in_all(node.body)
        case ast.If(test=test) if is_main(test):
            return _in_all(node.body)
        case ast.While() | ast.If():
            return _in_all(node.body, node.orelse)
        case ast.Try() | ast.TryStar():
            #   except KeyError as error:      `error` is gone below
            handled = [_in_all(part.body) - {part.name} for part in node.handlers]
            return _in_all(node.body, node.orelse, node.finalbody).union(*handled)
        case ast.Match(cases=cases):
            return _in_all(*(case.body for case in cases)).union(*map(_captured, cases))
    return set()


def _in_all(*blocks: Iterable[ast.stmt]) -> set[str]:
    return {name for block in blocks for node in block for name in _bound(node)}


def _stored(targets: Iterable[ast.expr]) -> set[str]:
    return {
        part.id
        for target in targets
        for part in all_nodes(target)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def _captured(case: ast.match_case) -> set[str]:
    found: set[str] = set()
    for part in all_nodes(case.pattern):
        match part:
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.MatchMapping(rest=str(name)):
                found.add(name)
    return found
