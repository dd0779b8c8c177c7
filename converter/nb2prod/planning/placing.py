"""Which function each kept statement goes to."""

from collections.abc import Collection, Sequence

from ..model.flow import Flow, Statement
from ..model.notebook import Role
from .definitions import Definitions
from .refusals import untagged

_AT_ONCE = frozenset(
    {"seed", "draw", "may draw", "settings", "printing settings", "folder", "patches", "registers"}
)


def placed(
    kept: Sequence[Statement],
    flow: Flow,
    defined: Definitions,
    parameters: Sequence[str],
    optional: Collection[int] = (),
) -> dict[int, list[Statement]]:
    """
    The statements of each group; what stands outside a section goes to the first group that needs
    it.
    """
    module_level = set(defined.module_level.values()) | {
        flow.bound_by[name][0] for name in defined.lifted
    }
    nested = {flow.bound_by[name][0] for name in defined.nested}
    body: dict[int, list[Statement]] = {group.number: [] for group in flow.groups}
    setup: list[Statement] = []
    last = None
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
            last = statement.group
        elif _is_setup(statement, flow, defined, parameters, setup):
            setup.append(statement)
        elif statement.number not in optional:
            raise untagged(statement, kept)
    if last is not None:
        body[last] += setup
    for number in body:
        body[number] = _with_nested(body[number], flow, defined)
    return body


def _due(
    waiting: Statement, statement: Statement, setup: Sequence[Statement], defined: Definitions
) -> bool:
    effects = waiting.effects
    if effects.outside & _AT_ONCE or waiting.files & statement.files:
        return True
    if "log settings" in effects.outside:
        #   optuna.logging.set_verbosity(...)      stands where optuna is used first
        used = defined.closure(statement.effects.reads | statement.effects.late)
        return bool(effects.reads & used)
    needed = set(defined.closure(statement.effects.reads))
    for other in reversed(setup):
        if (other.effects.binds | other.effects.may_bind | other.effects.mutates) & needed:
            needed |= defined.closure(other.effects.reads | other.effects.mutates)
    return bool((effects.binds | effects.may_bind | effects.mutates) & needed)


def _is_setup(
    statement: Statement,
    flow: Flow,
    defined: Definitions,
    parameters: Sequence[str],
    setup: Sequence[Statement],
) -> bool:
    """Whether an untagged statement depends on nothing but constants, imports and parameters."""
    effects = statement.effects
    ready = set(parameters) | {name for s in setup for name in s.effects.binds | s.effects.may_bind}
    code = set(defined.imports) | set(defined.module_level) | set(defined.lifted)
    data = {
        name
        for name in defined.closure(effects.reads)
        if name in flow.bound_by and name not in code
    }
    own = effects.binds | effects.may_bind
    again = any(
        flow.statements[n].group >= 0 and flow.statements[n].number < statement.number
        for name in own
        for n in flow.bound_by.get(name, ())
    )
    return data - own <= ready and effects.mutates <= ready | own and not again


def _with_nested(statements: list[Statement], flow: Flow, defined: Definitions) -> list[Statement]:
    """
    The statements with the nested functions that they use, each above its first use; unused ones
    go.
    """
    found = [
        s for s in statements if not (s.kind == "definition" and s.effects.binds & defined.nested)
    ]
    own = {
        name: s
        for s in statements
        for name in s.effects.binds & defined.nested
        if s.kind == "definition"
    }
    position = 0
    present: set[str] = set()
    while position < len(found):
        statement = found[position]
        uses = statement.effects.reads | statement.effects.calls | statement.effects.mentions
        uses |= statement.effects.late if statement.kind == "definition" else frozenset()
        missing = sorted((uses & defined.nested) - present)
        if missing:
            name = missing[0]
            found.insert(position, own.get(name) or flow.statements[flow.bound_by[name][0]])
            present.add(name)
        else:
            position += 1
    return found
