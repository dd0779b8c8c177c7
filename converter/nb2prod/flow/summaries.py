"""What a call of the user's own function does to its arguments and to globals."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .effects import effects, sources
from .scopes import free_names


@dataclass(frozen=True, slots=True)
class Summary:
    """Which parameters a function changes in place, and which globals."""

    parameters: tuple[str, ...]
    changes: frozenset[str]  # parameters
    changes_globals: frozenset[str]


def summaries(nodes: Iterable[ast.stmt]) -> dict[str, Summary]:
    """A summary for each function that is defined at top level, to a fixed point over their calls."""
    functions = {n.name: n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    found: dict[str, Summary] = {}
    for _ in range(len(functions) + 1):
        before = dict(found)
        for name, node in functions.items():
            found[name] = _summary(node, found)
        if found == before:
            break
    return found


def _summary(node: ast.FunctionDef | ast.AsyncFunctionDef, known: Mapping[str, Summary]) -> Summary:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    parameters = tuple(argument.arg for argument in arguments)
    free, _ = free_names(node)
    same: dict[str, set[str]] = {name: {name} for name in parameters}
    changed: set[str] = set()
    for statement in node.body:
        found = effects(statement)
        for name in found.binds - found.mutates:
            same[name] = set()
        for new, old in found.aliases:
            same.setdefault(new, set()).update(same.get(old, {old} if old in free else set()))
        for name in found.mutates | called_changes(statement, known):
            changed |= same.get(name, {name} if name in free else set())
    return Summary(parameters, frozenset(changed & set(parameters)), frozenset(changed & free))


def called_changes(node: ast.stmt, functions: Mapping[str, Summary]) -> frozenset[str]:
    """Names that the calls in this statement change in place, through the user's functions."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return frozenset()
    changed: set[str] = set()
    for call in ast.walk(node):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in functions):
            continue
        summary = functions[call.func.id]
        changed |= summary.changes_globals
        given = dict(zip(summary.parameters, call.args, strict=False))
        given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        for name in summary.changes:
            if name in given:
                changed |= sources(given[name])
    return frozenset(changed)
