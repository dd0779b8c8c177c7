"""Signatures: what goes into each function and comes out, with the types that the run showed."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from ..model.plan import Crossing, FunctionPlan, Parameter
from ..model.run import Run, TypeName, Value
from .modules import Texts
from .outline import Outline, Part
from .package_names import class_name
from .sentences import sentence_for
from .types import observed, sayable, type_of

_TAKES = ("append", "add", "insert", "extend", "update", "setdefault")
_COPIED = ("frame", "series", "array")


def function_plans(
    outline: Outline,
    texts: Texts,
    run: Run | None,
    parameters: Sequence[Parameter],
    learnt: Mapping[str, TypeName] = MappingProxyType({}),
) -> tuple[FunctionPlan, ...]:
    """
    One plan for each part of the outline, in the order in which the pipeline calls them.

    `learnt` are types of values that were named by us, or that no probe captured.
    """
    settings = {parameter.name: parameter for parameter in parameters}
    partners = _partners([*_same_objects(run), *_held(outline)])
    found = []
    for position, part in enumerate(outline.parts):
        later = {name for other in outline.parts[position + 1 :] for name in other.inputs} | set(
            outline.results
        )
        shared = frozenset(
            name for name, others in partners.items() if others & (set(part.inputs) | later)
        )
        module = outline.module_of(part)
        found.append(_function(part, module, texts, run, settings, shared, learnt))
    return tuple(found)


def _partners(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """For each name those that may hold its object too."""
    found: dict[str, set[str]] = {}
    for one, two in pairs:
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return found


def _function(
    part: Part,
    module: str,
    texts: Texts,
    run: Run | None,
    settings: Mapping[str, Parameter],
    shared: frozenset[str],
    learnt: Mapping[str, TypeName],
) -> FunctionPlan:
    first, last = part.group.cells[0], part.group.cells[-1]
    inputs = []
    for name in part.inputs:
        value = observed(run, name, (first,))
        known = settings[name].type if name in settings and value is None else type_of(value)
        inputs.append(Crossing(name, sayable(known, texts.definitions) or learnt.get(name)))
    outputs = [
        Crossing(name, _output_type(name, last + 1, run, texts) or learnt.get(name))
        for name in part.outputs
    ]
    copies = [
        name
        for name in part.changed_inputs
        if name not in shared and _kind(observed(run, name, (first,))) in _COPIED
    ]
    return FunctionPlan(
        name=part.name,
        module=module,
        doc=sentence_for(
            part,
            lambda name: observed(run, name, (first,)),
            lambda name: observed(run, name, (last + 1,)),
            settings,
        ),
        pieces=texts.pieces[part.name],
        inputs=tuple(inputs),
        outputs=tuple(outputs),
        copies=tuple(copies),
        changes=tuple(
            name
            for name in part.inputs
            if name not in copies
            and _changed_in_place(name, part)
            and not _stays(
                observed(run, name, (first,)), observed(run, name, (last + 1,)), settings.get(name)
            )
        ),
        result_type=class_name(part.name) if len(outputs) > 3 else None,
        first_cell=first,
        last_cell=last,
        whole_cells=part.whole_cells,
        common=part.common,
    )


def _output_type(name: str, before: int, run: Run | None, texts: Texts) -> TypeName | None:
    return sayable(type_of(observed(run, name, (before,))), texts.definitions)


def _kind(value: Value | None) -> str:
    return value.kind if value else ""


_UNCHANGING = ("int", "float", "complex", "str", "bytes", "bool", "None", "NoneType")


def _stays(before: Value | None, after: Value | None, setting: Parameter | None) -> bool:
    """Whether the input cannot be changed in place, or was seen to be the same afterwards."""
    #   model = Forest(random_state=seed); model.fit(X, y)     may change what it holds, but no int
    if before is None:
        return setting is not None and setting.type.name in _UNCHANGING
    if before.kind in ("scalar", "text", "none") or before.type.name in _UNCHANGING:
        return True
    return after is not None and before.sha256 is not None and before.sha256 == after.sha256


def _changed_in_place(name: str, part: Part) -> bool:
    for statement in part.statements:
        if name in statement.effects.mutates:
            return True
        if name in statement.effects.binds:
            return False
    return False


def _held(outline: Outline) -> list[tuple[str, str]]:
    """Crossing names of which one holds the object of the other, as an element or by name."""
    #   both = [train, test]      a change of train must be seen through both
    #   X = df
    crossing = outline.crossing
    found = []
    for part in outline.parts:
        for statement in part.statements:
            for node in ast.walk(ast.parse(statement.code)):
                holders, held = _holding(node)
                found += [
                    (a, b)
                    for a in sorted(holders & crossing)
                    for b in sorted(held & crossing)
                    if a != b
                ]
    return found


def _holding(node: ast.AST) -> tuple[set[str], set[str]]:
    if isinstance(node, ast.Assign):
        holders = {target.id for target in node.targets if isinstance(target, ast.Name)}
        return holders, _elements(node.value)
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _TAKES
    ):
        receiver = {node.func.value.id} if isinstance(node.func.value, ast.Name) else set()
        return receiver, set().union(*(_elements(argument) for argument in node.args))
    return set(), set()


def _elements(node: ast.expr) -> set[str]:
    match node:
        case ast.Name(id=name):
            return {name}
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return set().union(*(_elements(item) for item in items))
        case ast.Dict(values=values):
            return set().union(*(_elements(value) for value in values))
        case ast.Starred(value=value):
            return _elements(value)
    return set()


def _same_objects(run: Run | None) -> list[tuple[str, str]]:
    """Names that were one object at some boundary: a copy would part them."""
    found: list[tuple[str, str]] = []
    for boundary in run.boundaries if run else ():
        by_identity: dict[int, list[str]] = {}
        for value in boundary.values:
            if value.kind in _COPIED and value.identity:
                by_identity.setdefault(value.identity, []).append(value.name)
        for names in by_identity.values():
            found += [(names[0], other) for other in names[1:]]
    return found
