"""Which statements a statement needs, and what comes from the data."""

from collections.abc import Iterable, Mapping, Sequence

from ..model.flow import Statement
from .signs import Signs


def changes(statement: Statement, sign: Signs) -> frozenset[str]:
    """The names whose object it changes in place; a fit counts, in whatever cell it stands."""
    models = frozenset(name for fit in sign.fits for name in fit.models)
    return statement.effects.mutates | (statement.effects.uncertain & models)


def late_names(statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
    """For each function of the notebook the names that it reads when it is called."""
    found: dict[str, frozenset[str]] = {}
    for statement in statements:
        if statement.kind == "definition":
            for name in statement.effects.binds:
                found[name] = found.get(name, frozenset()) | statement.effects.late
    return found


def closed(names: Iterable[str], late: Mapping[str, frozenset[str]]) -> set[str]:
    """The names, and those that the functions among them read when they are called."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += late.get(name, ())
    return found


def needed(
    statements: Sequence[Statement],
    signs: Sequence[Signs],
    roots: Iterable[int],
    late: Mapping[str, frozenset[str]],
) -> frozenset[int]:
    """The numbers of the statements that the roots need, themselves included."""
    wanted = frozenset(roots)
    live: set[str] = set()
    refitted: set[str] = set()  # fitted by a statement that is kept: an earlier fit is lost
    kept: set[int] = set()
    for number in range(len(statements) - 1, -1, -1):
        effects, fits = statements[number].effects, signs[number].fits
        models = {name for fit in fits for name in fit.models}
        bound = (effects.binds | effects.may_bind) & live
        changed = changes(statements[number], signs[number]) & live
        if fits and changed <= refitted:
            changed = frozenset()
        if number not in wanted and not bound and not changed:
            continue
        kept.add(number)
        altered = changes(statements[number], signs[number])
        sure = effects.binds - altered
        live -= sure
        refitted = (refitted | models) - sure
        live |= closed(effects.reads | (altered & live), late)
        if statements[number].kind != "definition":
            live |= closed(effects.late, late)
    return frozenset(kept)


def from_data(statements: Sequence[Statement], signs: Sequence[Signs]) -> frozenset[int]:
    """The numbers of the statements whose values depend on the data that is read."""
    tainted: set[str] = set()
    found = set()
    for number, (statement, sign) in enumerate(zip(statements, signs, strict=True)):
        effects = statement.effects
        made = effects.binds | effects.may_bind
        changed = changes(statement, sign)
        if sign.reads_data or effects.reads & tainted or changed & tainted:
            found.add(number)
            tainted |= made | changed
        elif statement.kind != "definition":
            tainted -= effects.binds
    return frozenset(found)


def derived(
    statements: Sequence[Statement], signs: Sequence[Signs], answers: Iterable[int]
) -> frozenset[int]:
    """The numbers of the statements that read answers of the model, or what was made of them."""
    asked = frozenset(answers)
    names: set[str] = set()
    found = set()
    for number, statement in enumerate(statements):
        effects = statement.effects
        if number in asked:
            names |= effects.binds | effects.may_bind
            continue
        if statement.kind in ("definition", "import"):
            continue
        if effects.reads & names and not signs[number].fits:
            found.add(number)
            names |= effects.binds | effects.may_bind | effects.mutates
        else:
            names -= effects.binds
    return frozenset(found)
