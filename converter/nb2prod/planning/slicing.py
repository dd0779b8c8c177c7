"""Which statements the results need, going back from the last one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..model.flow import Flow, Statement
from ..model.notebook import SECTION_ROLES, Role


@dataclass(frozen=True, slots=True)
class Slice:
    """The statements to keep, and for each of them the names that are still read after it."""

    kept: tuple[int, ...]
    live_after: dict[int, frozenset[str]]
    live_at_start: frozenset[str]


def results_of(flow: Flow, hidden: frozenset[str]) -> dict[str, int]:
    """
    Names that the project must give, each with the statement after which its value is meant.

    They are what the last section, and each predict and evaluate section, binds; an untagged recap that
    binds the same name later is none of the project's business.

    `hidden` are names that the run showed to be modules, figures and the like.
    """
    sections = [s for s in flow.statements if s.role in SECTION_ROLES]
    if not sections:
        return {}
    last = sections[-1].group
    wanted: dict[str, int] = {}
    for statement in sections:
        if statement.kind in ("import", "definition") or statement.display_only:
            continue
        found = statement.effects
        if statement.group == last:
            given = found.binds | found.mutates | (found.may_bind - loop_targets(statement))
        elif statement.role in (Role.PREDICT, Role.EVALUATE):
            given = found.binds
        else:
            given = found.binds & frozenset(wanted)
        wanted.update(dict.fromkeys(given, statement.number))
    return {n: number for n, number in wanted.items() if n not in hidden and not n.startswith("_") and n != "*"}


def loop_targets(statement: Statement) -> frozenset[str]:
    """Names that a top-level `for` or `with` binds for itself only."""
    import ast  # one statement, parsed again only where it is a loop

    if not statement.code.lstrip().startswith(("for ", "async for ", "with ")):
        return frozenset()
    names: set[str] = set()
    for node in ast.parse(statement.code).body:
        targets = [node.target] if isinstance(node, ast.For | ast.AsyncFor) else []
        if isinstance(node, ast.With | ast.AsyncWith):
            targets = [item.optional_vars for item in node.items if item.optional_vars is not None]
        for target in targets:
            names |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
    return frozenset(names)


def backward(flow: Flow, roots: Mapping[str, int], closure: Callable[[frozenset[str]], frozenset[str]]) -> Slice:
    """
    The statements that `roots` need.

    `closure` adds to a set of names the globals that the functions among them read when they are called.
    """
    live: set[str] = set()
    kept: list[int] = []
    live_after: dict[int, frozenset[str]] = {}
    draws_later = False
    for statement in reversed(flow.statements):
        found = statement.effects
        if statement.role is Role.SKIP:
            continue
        live |= closure(frozenset(name for name, number in roots.items() if number == statement.number))
        live_after[statement.number] = frozenset(live)
        wanted = (found.binds | found.may_bind | found.mutates) & live
        effect = ("draw" in found.outside and draws_later) or ("seed" in found.outside and draws_later)
        effect = effect or "folder" in found.outside
        if statement.kind == "import" and not wanted and "*" not in found.binds:
            continue
        if not wanted and not effect:
            continue
        kept.append(statement.number)
        draws_later = draws_later or bool(found.outside & {"draw"}) or _trains(statement)
        if statement.kind != "import":
            live -= found.binds - found.mutates
        live |= closure(found.reads | (found.mutates & live) | (found.late if statement.kind != "definition" else frozenset()))
    return Slice(tuple(reversed(kept)), live_after, frozenset(live))


def _trains(statement: Statement) -> bool:
    #   model.fit(X, y)     may draw from numpy's global generator when it has no random_state
    return any(word in statement.code for word in (".fit(", ".fit_transform(", ".optimize(", ".sample(", "random"))
