"""What functions, and values that hold functions, read when they are called."""

from collections.abc import Mapping

from ..model.flow import Flow, Statement


def late_names(flow: Flow, candidates: Mapping[str, int]) -> dict[str, frozenset[str]]:
    """
    What each definition reads when it is called, also through others; a name with two definitions
    reads for both.
    """
    late = {
        name: frozenset().union(*(_late_of(flow.statements[n], flow) for n in numbers))
        for name, numbers in flow.bound_by.items()
        if name in candidates or any(flow.statements[n].effects.late for n in numbers)
    }
    for _ in late:
        wider = {
            name: names
            | frozenset().union(
                *(late[other] for other in names if other in late and other != name)
            )
            for name, names in late.items()
        }
        if wider == late:
            break
        late = wider
    return {name: names - {name} for name, names in late.items()}


def _late_of(statement: Statement, flow: Flow) -> frozenset[str]:
    #   class Child(Base): ...      its methods are Base's, and read what those read
    effects = statement.effects
    if statement.kind != "definition":
        return effects.late
    return effects.late | {
        name
        for name in effects.reads
        for number in flow.bound_by.get(name, ())
        if flow.statements[number].kind == "definition" and flow.statements[number].effects.late
    }


def held_names(
    flow: Flow, late: Mapping[str, frozenset[str]], handing: frozenset[str]
) -> dict[str, frozenset[str]]:
    """What functions and generators that are kept in data read when they are called."""
    #   steps = [double, lambda v: v * scale]       steps -> double, scale
    found: dict[str, set[str]] = {}
    for statement in flow.statements:
        effects = statement.effects
        #   model = Model()      reads what the methods of its class read
        captures = effects.captures | (effects.calls & handing & late.keys())
        if captures and statement.kind != "definition":
            names = captures.union(*(late.get(name, frozenset()) for name in captures))
            for name in effects.binds | effects.may_bind | effects.mutates:
                found.setdefault(name, set()).update(names - {name})
    return {name: frozenset(names) for name, names in found.items()}
