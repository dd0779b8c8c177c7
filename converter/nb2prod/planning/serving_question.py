"""What must be known to look for the way from a raw row to the model's input."""

import ast
from collections.abc import Mapping
from pathlib import Path

from ..model.flow import Flow
from ..model.notebook import Role
from ..model.plan import ServingPlan
from ..model.replay import Step
from ..model.run import Run, Value
from .modules import Texts
from .outline import Outline, Part


def steps_between(outline: Outline, target: str, root: str) -> tuple[Step, ...]:
    """The statements on the way from the loaded table to the target, in the pipeline's order."""
    parts = _before_predict(outline, target)
    live = {target}
    kept: list[Step] = []
    loaded = _load_parts(outline, root)
    for part in reversed(parts):
        if part in loaded:
            continue
        for statement in reversed(part.statements):
            found = statement.effects
            made = found.binds | found.may_bind | found.mutates
            if not made & live:
                continue
            live -= found.binds - found.mutates
            live |= outline.definitions.closure(found.reads) | found.late
            kept.append(
                Step(
                    statement.code,
                    statement.text,
                    statement.place,
                    statement.number,
                    frozenset(found.mutates),
                )
            )
    return tuple(reversed(kept))


def _before_predict(outline: Outline, target: str) -> list[Part]:
    asking = [
        index
        for index, part in enumerate(outline.parts)
        if part.group.role is Role.PREDICT and target in part.inputs
    ]
    return list(outline.parts[: asking[-1]]) if asking else []


def start_boundary(outline: Outline, run: Run, root: str) -> tuple[Path, ...]:
    """The pickles that hold the loaded tables: all that the load sections gave."""
    found = []
    for part in _load_parts(outline, root):
        boundary = run.boundary(part.group.cells[-1] + 1)
        if boundary is not None:
            found.append(boundary.pickle)
    return tuple(found)


def _load_parts(outline: Outline, root: str) -> list[Part]:
    """The load sections up to the one that gives the root: their values are taken as captured."""
    found = []
    for part in outline.parts:
        if part.group.role is Role.LOAD:
            found.append(part)
            if root in part.outputs:
                break
    return found


def trained_on(outline: Outline, run: Run) -> tuple[tuple[Path, tuple[str, ...]], ...]:
    """What goes into the train sections, as captured: pickles with their names."""
    return tuple(
        (boundary.pickle, part.inputs)
        for part in outline.parts
        if part.group.role is Role.TRAIN
        and (boundary := run.boundary(part.group.cells[0])) is not None
    )


def request_tables(outline: Outline, run: Run) -> list[Value]:
    """The loaded tables whose rows may be the requests, the largest first."""
    found: dict[str, Value] = {}
    for part in outline.parts:
        after = run.boundary(part.group.cells[-1] + 1)
        if part.group.role is not Role.LOAD or after is None:
            continue
        values = (after.value(name) for name in part.outputs)
        found.update({v.name: v for v in values if v is not None and v.kind == "frame"})
    return sorted(found.values(), key=lambda value: -(value.rows or 0))


def load_end(outline: Outline, root: str) -> int:
    """The cell index right after the section that loads the table."""
    return next(
        part.group.cells[-1] + 1
        for part in outline.parts
        if part.group.role is Role.LOAD and root in part.outputs
    )


def setup_codes(flow: Flow, outline: Outline) -> list[str]:
    """Imports and definitions as the notebook has them."""
    defined = outline.definitions
    numbers = {
        n
        for name in defined.imports
        for n in flow.bound_by[name]
        if flow.statements[n].kind == "import"
    }
    numbers |= set(defined.module_level.values()) | {
        flow.bound_by[name][0] for name in defined.lifted
    }
    kept = set(outline.slice.kept)
    return [flow.statements[n].code for n in sorted(numbers) if n in kept]


def serve_setup_codes(flow: Flow, outline: Outline, texts: Texts) -> list[str]:
    """The same, where functions take the data they read as arguments."""
    defined = outline.definitions
    numbers = {
        n
        for name in defined.imports
        for n in flow.bound_by[name]
        if flow.statements[n].kind == "import"
    }
    kept = set(outline.slice.kept)
    imports = [flow.statements[n].code for n in sorted(numbers) if n in kept]
    order = sorted(texts.definitions, key=lambda name: flow.bound_by[name][0])
    return [*imports, *(texts.definitions[name].text for name in order)]


def predict_codes(outline: Outline, serving: ServingPlan) -> tuple[str, ...]:
    """The statements of the part that answers."""
    for part in outline.parts:
        if f"{part.group.role.value}.{part.name}" == serving.predict:
            return tuple(statement.code for statement in part.statements)
    return ()


def parameter_sources(flow: Flow) -> Mapping[str, str]:
    """Each name of the parameters cell with its value as source."""
    found = {}
    for statement in flow.statements:
        if statement.role is Role.PARAMETERS and statement.kind == "constant":
            node = ast.parse(statement.code).body[0]
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                for name in sorted(statement.effects.binds):
                    found[name] = ast.get_source_segment(statement.code, node.value) or ast.unparse(
                        node.value
                    )
    return found


def bound_often(flow: Flow) -> frozenset[str]:
    """Names that more than one statement binds."""
    return frozenset(name for name, numbers in flow.bound_by.items() if len(numbers) > 1)


def mentioned(flow: Flow) -> frozenset[str]:
    """All names of the notebook: none of ours may be one of them."""
    return frozenset(
        n.id
        for s in flow.statements
        for n in ast.walk(ast.parse(s.code))
        if isinstance(n, ast.Name)
    )
