"""The types of the user's own functions, from the calls that the project makes of them."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model.flow import Flow
from ..model.notebook import Role
from ..model.plan import Crossing, Signature
from ..model.run import Run, TypeName
from ..wire import from_json
from .outline import Outline, Part
from .serving_question import parameter_sources, setup_codes

_REPLAYED = (Role.PREP, Role.PREDICT, Role.EVALUATE)


def calls_question(flow: Flow, outline: Outline, run: Run, folder: str) -> dict[str, Any] | None:
    """The sections to run again, and the functions to look at; None where there are none."""
    names = _watched(flow, outline, run)
    parts = [part for part in outline.parts if names & _used(part, outline)]
    if not names or not parts:
        return None
    settings = [f"{name} = {source}" for name, source in parameter_sources(flow).items()]
    return {
        "functions": {name: outline.definitions.lifted.get(name, ()) for name in sorted(names)},
        "setup": [*setup_codes(flow, outline), *settings],
        "folder": folder,
        "sections": [
            {
                "boundaries": [str(boundary.pickle)],
                "codes": [statement.code for statement in part.statements],
            }
            for part in parts
            if (boundary := run.boundary(part.group.cells[0])) is not None
        ],
    }


def _watched(flow: Flow, outline: Outline, run: Run) -> frozenset[str]:
    """Functions at module level whose every call stands in a section that can be run again."""
    #   study.optimize(objective)      calls of a training are not repeated: it may take hours
    defined = outline.definitions
    names = {
        name
        for name in (*defined.module_level, *defined.lifted)
        if isinstance(
            ast.parse(flow.statements[flow.bound_by[name][0]].code).body[0], ast.FunctionDef
        )
    }
    for part in outline.parts:
        again = part.group.role in _REPLAYED and part.whole_cells
        if not again or run.boundary(part.group.cells[0]) is None:
            names -= _used(part, outline)
    return frozenset(names)


def _used(part: Part, outline: Outline) -> frozenset[str]:
    used = frozenset().union(*(s.effects.reads | s.effects.late for s in part.statements))
    return outline.definitions.closure(used)


def signatures(told: Mapping[str, Any], flow: Flow) -> dict[str, Signature]:
    """For each function that was called what its signature may say: one type was seen, always."""
    if "error" in told or told["failed"]:
        return {}
    found = {}
    for name, slots in sorted(told["functions"].items()):
        node = ast.parse(flow.statements[flow.bound_by[name][0]].code).body[0]
        assert isinstance(node, ast.FunctionDef)
        one = {slot: _one(types) for slot, types in slots.items()}
        again = set(_stored(node))
        crossings = tuple(
            Crossing(slot, kind)
            for slot, kind in one.items()
            if slot != "return" and (slot not in again or _loose(kind))
        )
        found[name] = Signature(crossings, one.get("return") if _always_returns(node) else None)
    return found


def _one(types: Sequence[Any]) -> TypeName | None:
    return from_json(TypeName, types[0]) if len(types) == 1 else None


def _loose(kind: TypeName | None) -> bool:
    #   def f(x): x = x.split(",")     a text that becomes a list is no text for a type checker
    return kind is not None and kind.module.split(".")[0] == "pandas"


def _stored(node: ast.FunctionDef) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id


def _always_returns(node: ast.FunctionDef) -> bool:
    """Whether each way through the function ends in a value or an error."""
    own: list[ast.Return] = []
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Return):
            own.append(part)
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(part)
    if not own:
        return True
    nothing = [r for r in own if r.value is None or _is_none(r.value)]
    return not nothing and _leaves(node.body)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _leaves(body: Sequence[ast.stmt]) -> bool:
    match body[-1]:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=one, orelse=other):
            return bool(other) and _leaves(one) and _leaves(other)
        case ast.With(body=inner):
            return _leaves(inner)
    return False
