"""Every target outside functions, with the value it is given or run over."""

import ast
from collections.abc import Iterable

from ..trees import all_nodes, children, remembered

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
Binding = tuple[frozenset[str], ast.expr]


def bindings(nodes: Iterable[ast.AST]) -> list[Binding]:
    """All targets outside functions, with the value they are given or run over."""
    return [binding for node in nodes for binding in _bindings_of(node)]


@remembered
def _bindings_of(node: ast.AST) -> tuple[Binding, ...]:
    found: list[Binding] = []
    for part in _outside_functions(node):
        match part:
            case ast.AugAssign(target=target, value=value) | ast.For(target=target, iter=value):
                found.append((_stored(target), value))
            case _:
                found += [(_stored(target), value) for target, value in _given(part)]
    return tuple(found)


def given(nodes: Iterable[ast.AST]) -> list[tuple[ast.expr, ast.expr]]:
    """All targets outside functions that are bound to a value as it is."""
    return [pair for node in nodes for pair in _given_in(node)]


@remembered
def _given_in(node: ast.AST) -> tuple[tuple[ast.expr, ast.expr], ...]:
    return tuple(pair for part in _outside_functions(node) for pair in _given(part))


def _given(part: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    match part:
        case ast.Assign(targets=targets, value=value):
            return [(target, value) for target in targets]
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.NamedExpr(target=target, value=value)
        ):
            return [(target, value)]
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
            return [(target, value)]
    return []


def _stored(target: ast.expr) -> frozenset[str]:
    return frozenset(
        n.id for n in all_nodes(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    )


@remembered
def _outside_functions(node: ast.AST) -> tuple[ast.AST, ...]:
    found: list[ast.AST] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        found.append(part)
        if not isinstance(part, _FUNCTIONS):
            waiting += children(part)[::-1]
    return tuple(found)


def outside_functions(nodes: Iterable[ast.AST]) -> Iterable[ast.AST]:
    """All nodes that run where they stand."""
    for node in nodes:
        yield from _outside_functions(node)
