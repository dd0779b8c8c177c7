"""The project's functions: which statements, in which order, with which names going in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import PlanRefused
from ..model.flow import Flow, Group, Statement
from ..model.notebook import SECTION_ROLES, Role
from .definitions import Definitions, definitions
from .naming import function_name
from .slicing import Slice, backward, results_of


@dataclass(frozen=True, slots=True)
class Part:
    """One function to be: the kept statements of one group, in order."""

    group: Group
    name: str
    statements: tuple[Statement, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    changed_inputs: tuple[str, ...]  # inputs whose object is changed in place before it is bound anew
    whole_cells: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of the project, known without a run."""

    parts: tuple[Part, ...]
    parameters: tuple[str, ...]
    results: tuple[str, ...]  # what the last part gives
    wanted: frozenset[str]  # all names that the project must give
    definitions: Definitions
    slice: Slice

    @property
    def crossing(self) -> frozenset[str]:
        """All names that go in or out of a part."""
        return frozenset(name for part in self.parts for name in (*part.inputs, *part.outputs))


def outline(flow: Flow, hidden: frozenset[str] = frozenset(), extra: Mapping[str, int] | None = None) -> Outline:
    """
    The outline of a tagged notebook; raises PlanRefused where an untagged cell does what a section needs.

    `hidden` are names that are no results (the run showed figures, modules); `extra` are names to give besides.
    """
    if not any(s.role in SECTION_ROLES for s in flow.statements):
        raise PlanRefused(
            "NB201",
            "no cell carries a section tag, so there is nothing to convert",
            "Tag the cells that load, prepare, train and predict with `load`, `prep`, `train`, `predict`.",
        )
    defined = definitions(flow)
    wanted = {**results_of(flow, hidden | _no_data(flow, defined)), **(extra or {})}
    cut = backward(flow, wanted, defined.closure)
    kept = [flow.statements[number] for number in cut.kept]
    parameters = _parameters(flow)
    body = _placed(kept, flow, defined, parameters)
    parts = _parts(flow, body, defined, parameters, frozenset(wanted))
    results = _results(parts, results_of(flow, hidden | _no_data(flow, defined)), flow, kept)
    return Outline(parts, parameters, results, frozenset(wanted), defined, cut)


def _results(
    parts: Sequence[Part], roots: Mapping[str, int], flow: Flow, kept: Sequence[Statement]
) -> tuple[str, ...]:
    """What the pipeline gives: all results whose value no left-out cell changes before the last section ends."""
    numbers = {statement.number for statement in kept}
    end = max((s.number for part in parts for s in part.statements), default=0)
    last = set(parts[-1].outputs) if parts else set()

    def stays(name: str) -> bool:
        later = (s for s in flow.statements[roots[name] + 1 : end + 1] if s.number not in numbers)
        return not any(name in s.effects.binds | s.effects.may_bind | s.effects.mutates for s in later)

    names = [name for part in parts for name in part.outputs if name in roots and (name in last or stays(name))]
    return tuple(dict.fromkeys(names))


def _no_data(flow: Flow, defined: Definitions) -> frozenset[str]:
    return frozenset(defined.imports) | frozenset(defined.module_level) | frozenset(defined.lifted) | defined.nested


def _parameters(flow: Flow) -> tuple[str, ...]:
    names: list[str] = []
    for statement in flow.statements:
        if statement.role is Role.PARAMETERS and statement.kind == "constant":
            names += [name for name in sorted(statement.effects.binds) if name not in names]
    return tuple(names)


def _placed(
    kept: Sequence[Statement], flow: Flow, defined: Definitions, parameters: Sequence[str]
) -> dict[int, list[Statement]]:
    """The statements of each group; what stands outside a section goes to the first group that needs it."""
    module_level = set(defined.module_level.values()) | {flow.bound_by[name][0] for name in defined.lifted}
    nested = {flow.bound_by[name][0] for name in defined.nested}
    body: dict[int, list[Statement]] = {group.number: [] for group in flow.groups}
    setup: list[Statement] = []
    for statement in kept:
        if statement.kind == "import" or statement.number in module_level:
            continue
        if statement.role is Role.PARAMETERS and statement.kind == "constant":
            continue
        if statement.group < 0 and statement.number in nested:
            continue
        if statement.group >= 0:
            for waiting in [s for s in setup if _due(s, statement, setup, defined)]:
                body[statement.group].append(waiting)
                setup.remove(waiting)
            body[statement.group].append(statement)
        elif _is_setup(statement, flow, defined, parameters, setup):
            setup.append(statement)
        else:
            raise _untagged(statement, kept)
    for number, statements in body.items():
        _insert_nested(number, statements, flow, defined)
    return body


def _due(waiting: Statement, statement: Statement, setup: Sequence[Statement], defined: Definitions) -> bool:
    effects = waiting.effects
    if effects.outside & {"seed", "draw", "folder"}:
        return True
    needed = set(defined.closure(statement.effects.reads))
    for other in reversed(setup):
        if other.effects.binds & needed:
            needed |= defined.closure(other.effects.reads)
    return bool((effects.binds | effects.may_bind) & needed)


def _is_setup(
    statement: Statement, flow: Flow, defined: Definitions, parameters: Sequence[str], setup: Sequence[Statement]
) -> bool:
    """Whether an untagged statement depends on nothing but constants, imports and parameters."""
    effects = statement.effects
    if effects.outside & {"seed", "draw", "folder"} and not effects.mutates - set(defined.imports):
        return True
    ready = set(parameters) | {name for s in setup for name in s.effects.binds | s.effects.may_bind}
    data = {
        name
        for name in defined.closure(effects.reads)
        if name in flow.bound_by
        and name not in defined.imports
        and name not in defined.module_level
        and name not in defined.lifted
    }
    own = effects.binds | effects.may_bind
    again = any(
        flow.statements[n].group >= 0 and flow.statements[n].number < statement.number
        for name in own
        for n in flow.bound_by.get(name, ())
    )
    return data - own <= ready and effects.mutates <= ready | own | set(defined.imports) and not again


def _untagged(statement: Statement, kept: Sequence[Statement]) -> PlanRefused:
    bound = statement.effects.binds | statement.effects.may_bind | statement.effects.mutates
    reader = next(
        (s for s in kept if s.number > statement.number and s.group >= 0 and s.effects.reads & bound), None
    )
    name = sorted(bound & reader.effects.reads)[0] if reader else sorted(bound or {"a value"})[0]
    where = f" which cell {reader.place.cell_index + 1} (tagged `{reader.role}`) reads" if reader else ""
    return PlanRefused(
        "NB202",
        f"this untagged cell makes `{name}`,{where}" if reader else f"this untagged cell makes `{name}`",
        f"Tag it with the section it belongs to, for example `{Role.PREP if reader is None else reader.role}`.",
        cell_index=statement.place.cell_index,
        line=statement.place.line,
        first_line=statement.code.splitlines()[0],
    )


def _insert_nested(number: int, statements: list[Statement], flow: Flow, defined: Definitions) -> None:
    # a function that reads data and is handed around as a value stands inside the function that uses it
    pending = True
    while pending:
        pending = False
        present = {name for s in statements if s.kind == "definition" for name in s.effects.binds}
        for position, statement in enumerate(statements):
            uses = statement.effects.reads | (statement.effects.late if statement.kind == "definition" else frozenset())
            missing = sorted(name for name in uses & defined.nested if name not in present)
            if missing:
                statements.insert(position, flow.statements[flow.bound_by[missing[0]][0]])
                pending = True
                break


def _parts(
    flow: Flow,
    body: dict[int, list[Statement]],
    defined: Definitions,
    parameters: Sequence[str],
    wanted: frozenset[str],
) -> tuple[Part, ...]:
    order = sorted((n for n, statements in body.items() if statements), key=lambda n: body[n][-1].number)
    needs = {n: _inputs(body[n], defined) for n in order}
    cells = [cell for n in order for cell in flow.groups[n].cells]
    titles = [flow.groups[n].title or "" for n in order]
    taken = set(flow.bound_by) | set(defined.imports)
    parts: list[Part] = []
    for position, n in enumerate(order):
        later: set[str] = set(wanted)
        for other in order[position + 1 :]:
            later |= needs[other].keys()
        made = set().union(*(s.effects.binds | s.effects.may_bind | s.effects.mutates for s in body[n]))
        made -= set(defined.module_level) | set(defined.lifted) | defined.nested
        outputs = [name for name in _in_order(body[n]) if name in made and name in later]
        available = {name for part in parts for name in part.outputs} | set(parameters)
        inputs = [name for name in needs[n] if name in available]
        # a name bound on some path only keeps its earlier value on the others
        inputs += [
            name for name in outputs if name not in inputs and name in available and not _surely_bound(name, body[n])
        ]
        missing = [name for name in needs[n] if name not in available and name in flow.bound_by]
        if missing:
            raise _never_bound(missing[0], body[n], flow)
        group = flow.groups[n]
        name = function_name(group, outputs, titles, taken)
        taken.add(name)
        parts.append(
            Part(
                group=group,
                name=name,
                statements=tuple(body[n]),
                inputs=tuple(sorted(inputs, key=lambda item: item in parameters)),
                outputs=tuple(outputs),
                changed_inputs=tuple(name for name in inputs if _changed_in_place(name, body[n])),
                whole_cells=all(cells.count(cell) == 1 for cell in group.cells),
            )
        )
    return tuple(parts)


def _inputs(statements: Sequence[Statement], defined: Definitions) -> dict[str, None]:
    """Names read before they are surely bound, in the order of first reading."""
    bound: set[str] = set()
    found: dict[str, None] = {}
    skip = set(defined.imports) | set(defined.module_level) | defined.nested
    for statement in statements:
        reads = set(statement.effects.reads)
        for name in statement.effects.calls | statement.effects.mentions:
            if name in defined.lifted:
                reads |= set(defined.lifted[name])
        if statement.kind != "definition":
            for name in sorted(defined.closure(frozenset(reads & (defined.nested | set(defined.late))))):
                if name not in defined.nested and name not in defined.lifted:
                    reads.add(name)
        elif statement.effects.binds & defined.nested:
            reads |= {name for name in statement.effects.reads}
        for name in sorted(reads, key=lambda n: (statement.code.find(n), n)):
            if name not in bound and name not in skip and name not in defined.lifted:
                found.setdefault(name)
        bound |= statement.effects.binds
    return found


def _in_order(statements: Sequence[Statement]) -> list[str]:
    names: dict[str, None] = {}
    for statement in statements:
        effects = statement.effects
        for name in sorted(effects.binds | effects.may_bind | effects.mutates, key=lambda n: (statement.code.find(n), n)):
            names.setdefault(name)
    return list(names)


def _surely_bound(name: str, statements: Sequence[Statement]) -> bool:
    return any(name in statement.effects.binds for statement in statements)


def _changed_in_place(name: str, statements: Sequence[Statement]) -> bool:
    for statement in statements:
        if name in statement.effects.mutates:
            return True
        if name in statement.effects.binds:
            return False
    return False


def _never_bound(name: str, statements: Sequence[Statement], flow: Flow) -> PlanRefused:
    statement = next(s for s in statements if name in s.effects.reads or name in s.code)
    later = [flow.statements[n] for n in flow.bound_by[name]]
    makers = ", ".join(f"cell {s.place.cell_index + 1}" for s in later[:3])
    return PlanRefused(
        "NB203",
        f"`{name}` is read here, but no section above binds it (it is bound in {makers})",
        'Put the cells in the order in which they must run, run "Restart kernel and run all", save, and convert again.',
        cell_index=statement.place.cell_index,
        line=statement.place.line,
        first_line=statement.code.splitlines()[0],
    )
