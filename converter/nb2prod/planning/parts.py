"""Functions to be: the statements of each group, and the names that go in and out."""

import builtins
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..model.flow import Flow, Group, Statement
from .common_names import HeldInCommon, bound_in, read_at_once
from .definitions import Definitions
from .headings import named_after, own_titles
from .naming import function_name
from .refusals import never_bound
from .slicing import Slice

#   le_fitted = deepcopy(le)     a line of ours; its import comes with it
_BUILTINS = frozenset(dir(builtins)) | {
    "display",
    "get_ipython",
    "__name__",
    "__file__",
    "deepcopy",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One function to be: the kept statements of one group, in order."""

    group: Group
    name: str
    statements: tuple[Statement, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    changed_inputs: tuple[
        str, ...
    ]  # inputs whose object is changed in place before it is bound anew
    whole_cells: bool
    builtins: tuple[str, ...] = ()  # built-in functions that the part uses and then binds anew
    common: tuple[str, ...] = ()  # names that it binds for all sections
    title: str = ""  # the heading, where it is this part's own


def parts_of(
    flow: Flow,
    body: dict[int, list[Statement]],
    defined: Definitions,
    parameters: Sequence[str],
    wanted: Mapping[str, int],
    cut: Slice,
) -> tuple[Part, ...]:
    """The parts in the order in which the pipeline calls them."""
    order = sorted(
        (n for n, statements in body.items() if statements), key=lambda n: body[n][-1].number
    )
    needs = {n: _needed(body[n], defined, flow) for n in order}
    cells = [cell for n in order for cell in flow.groups[n].cells]
    taken = set(flow.bound_by) | set(defined.imports)
    groups = [flow.groups[n] for n in order]
    titles = own_titles(groups)
    says = [
        group.step or named_after(t, group.role) for group, t in zip(groups, titles, strict=True)
    ]
    parts: list[Part] = []
    for position, n in enumerate(order):
        later = set(wanted).union(*(needs[other].names for other in order[position + 1 :]))
        later &= _alive(flow.groups[n], body[n], wanted, cut)
        available = {name for part in parts for name in part.outputs} | set(parameters)
        part = _part(
            flow,
            flow.groups[n],
            body[n],
            defined,
            needs[n],
            available,
            later,
            titles[position],
            taken,
            parameters,
            cells,
            wanted,
            [name for name in says[position + 1 :] if name],
        )
        taken.add(part.name)
        parts.append(part)
    return tuple(parts)


def _alive(
    group: Group, statements: Sequence[Statement], wanted: Mapping[str, int], cut: Slice
) -> set[str]:
    """Names whose value at the end of the group is read later, or is a result."""
    #   if flag: b = 1        evaluate
    #   b = 2                 predict: what evaluate made of `b` is nobody's business
    numbers = {s.number for s in statements}
    last = max(s.number for s in statements if s.group == group.number)
    return set(cut.live_after[last]) | {n for n, number in wanted.items() if number in numbers}


class _Needs(NamedTuple):
    names: tuple[str, ...]  # read before they are surely bound, in the order of first reading
    perhaps: frozenset[str]  # of them: bound on some path above


def _part(
    flow: Flow,
    group: Group,
    statements: Sequence[Statement],
    defined: Definitions,
    needs: _Needs,
    available: Collection[str],
    later: Collection[str],
    title: str,
    taken: Collection[str],
    parameters: Sequence[str],
    cells: Sequence[int],
    wanted: Collection[str],
    reserved: Collection[str],
) -> Part:
    made = {name for s in statements for name in s.effects.binds | s.effects.may_bind}
    bound = frozenset(made)
    # what is changed through another name needs no way in or out: it is the same object
    made |= {name for s in statements for name in s.effects.mutates} & set(needs.names)
    made -= set(defined.module_level) | set(defined.lifted) | defined.nested | set(defined.imports)
    common = defined.common & made
    made -= common - set(wanted)  # the others need not be handed on
    outputs = [name for name in _in_order(statements) if name in made and name in later]
    inputs = [name for name in needs.names if name in available and name not in defined.common]
    # a name bound on some path only keeps its earlier value on the others
    inputs += [
        n
        for n in outputs
        if n not in inputs
        and n in available
        and n not in common
        and not _surely_bound(n, statements)
    ]
    missing = [name for name in needs.names if name not in available and name not in needs.perhaps]
    for name in missing:
        if name in _BUILTINS:
            continue
        refusal = never_bound(name, statements, flow)
        first = any(name in s.effects.reads & read_at_once(s.code) for s in statements)
        if name in flow.bound_by and not first:
            #   m = map(lambda v: v + off, xs)
            #   off = 5                            read when `m` is advanced
            raise HeldInCommon([name], refusal)
        raise refusal
    return Part(
        group=group,
        name=function_name(group, statements, outputs, title, taken, reserved),
        statements=tuple(statements),
        inputs=tuple(sorted(inputs, key=lambda item: item in parameters)),
        outputs=tuple(outputs),
        changed_inputs=tuple(n for n in inputs if _may_be_copied(n, statements, inputs, later)),
        whole_cells=all(cells.count(cell) == 1 for cell in group.cells),
        # not what is only called: `scaler_fitted = deepcopy(scaler)` is a line of ours
        builtins=tuple(name for name in missing if name in bound),
        common=tuple(sorted(defined.common & _bound_in(statements))),
        title=title,
    )


def _needed(statements: Sequence[Statement], defined: Definitions, flow: Flow) -> _Needs:
    """Names read before they are surely bound."""
    bound: set[str] = set()
    perhaps: set[str] = set()
    found: dict[str, bool] = {}
    skip = set(defined.imports) | set(defined.module_level) | defined.nested | set(defined.lifted)
    skip |= defined.common
    made_here = _late_here(statements, defined)
    for statement in statements:
        reads = set(statement.effects.reads)
        used = reads | statement.effects.calls | statement.effects.mentions
        #   centre(v)   reads `mean` when it is called; one that was made elsewhere brings its own
        for name in sorted(used & defined.late.keys()):
            if name in defined.lifted or name in defined.nested:
                reads |= defined.late[name]
            reads |= made_here.get(name, frozenset())
        #   for row in rows:
        #       if last is there: gap = row - last
        #       last = row              nobody else binds it: the loop knows when it reads it
        own = {n for n in statement.effects.may_bind if flow.bound_by[n] == (statement.number,)}
        for name in sorted(reads, key=lambda n: (_position(n, statement), n)):
            if name not in bound and name not in skip:
                found[name] = found.get(name, True) and name in perhaps | own
        bound |= statement.effects.binds
        perhaps |= statement.effects.may_bind
    for name in _kept_for_later(statements, defined):
        if name not in skip and name not in bound | perhaps:
            found.setdefault(name, True)
    return _Needs(tuple(found), frozenset(name for name, maybe in found.items() if maybe))


def _late_here(statements: Sequence[Statement], defined: Definitions) -> dict[str, frozenset[str]]:
    """What the functions that are made here read when they are called."""
    found: dict[str, frozenset[str]] = {}
    for statement in statements:
        late = statement.effects.late
        for name in statement.effects.binds if late else ():
            others = late & (defined.nested | defined.lifted.keys())
            found[name] = found.get(name, frozenset()) | late.union(
                *(defined.late[other] for other in others)
            )
    for _ in found:
        found = {
            name: late.union(*(found[other] for other in late if other in found))
            for name, late in found.items()
        }
    return found


def _kept_for_later(statements: Sequence[Statement], defined: Definitions) -> list[str]:
    """Names that functions made here read when another section calls them."""
    values = {
        name
        for s in statements
        if s.effects.late
        for name in s.effects.binds
        if name not in defined.nested
    }
    return sorted({n for name in values for n in defined.late.get(name, ())})


def _bound_in(statements: Sequence[Statement]) -> set[str]:
    return {name for statement in statements for name in bound_in(statement.code)}


def _position(name: str, statement: Statement) -> int:
    found = statement.code.find(name)
    return found if found >= 0 else len(statement.code)


def _in_order(statements: Sequence[Statement]) -> list[str]:
    names: dict[str, None] = {}
    for statement in statements:
        effects = statement.effects
        made = effects.binds | effects.may_bind | effects.mutates
        names |= dict.fromkeys(sorted(made, key=lambda n: (_position(n, statement), n)))
    return list(names)


def _surely_bound(name: str, statements: Sequence[Statement]) -> bool:
    return any(name in statement.effects.binds for statement in statements)


def _may_be_copied(
    name: str, statements: Sequence[Statement], inputs: Collection[str], later: Collection[str]
) -> bool:
    """
    Whether the input is changed in place here, and no other name that is used may be the same
    object.
    """
    changed = False
    made: set[str] = set()
    for statement in statements:
        effects = statement.effects
        if name in effects.mutates:
            changed = True
            same = {n for group in effects.together if name in group for n in group} - {name}
            if same & set(inputs) or (same - made) & set(later):
                return False
        elif name in effects.binds:
            break
        made |= effects.binds | effects.may_bind
    return changed
