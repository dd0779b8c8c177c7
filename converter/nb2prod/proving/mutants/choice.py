"""Which changes are tried: every kind, spread over the functions, the same ones each time."""

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from . import steps, values
from .source import Change, Module, fields_of, is_code, name_of

Operator = Callable[[Module, ast.AST], Iterator[Change]]

OPERATORS: tuple[Operator, ...] = (
    steps.calls_dropped,
    steps.learnt,
    values.columns,
    values.numbers,
    values.maps,
    steps.statements,
    values.arguments,
    values.results,
    steps.answers,
    steps.keywords,
    values.operators,
    steps.calls_replaced,
    values.lists,
    steps.requests,
    values.texts,
    values.flags,
    steps.conditions,
    steps.aliases,
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one definition of the package."""

    module: str
    file: str  # where the module is, within the source folder
    owner: str
    line: int
    change: Change
    text: bytes  # of the whole file, changed
    stopped: bytes  # of the whole file, where the same statement raises instead


def mutants(
    modules: Mapping[str, Module], looked_at: Iterable[tuple[str, str]], limit: int
) -> tuple[Mutant, ...]:
    """At most that many changes of these definitions (the first ones first), all valid Python."""
    kinds: dict[str, dict[str, list[Mutant]]] = defaultdict(lambda: defaultdict(list))
    for name, owner in dict.fromkeys(looked_at):
        module = modules[name]
        for mutant in _of_definition(name, module, owner):
            kinds[mutant.change.operator][f"{name}.{owner}"].append(mutant)
    turns = [_spread(places, at) for at, places in enumerate(kinds.values())]
    chosen = list(_alternating(turns))[:limit]
    return tuple(sorted(chosen, key=lambda m: (m.module, m.line, m.change.operator)))


def _of_definition(name: str, module: Module, owner: str) -> Iterator[Mutant]:
    definition = module.definitions().get(owner)
    if definition is None:
        return
    seen = set()
    for node in ast.walk(definition):
        if not is_code(module, node):
            continue
        for operator in OPERATORS:
            for change in operator(module, node):
                text = module.changed(change)
                if text in seen or text == module.text or not _valid(text):
                    continue
                seen.add(text)
                line = module.text.count(b"\n", 0, change.start) + 1
                yield Mutant(name, module.file, owner, line, change, text, _stopped(module, node))


def _stopped(module: Module, node: ast.AST) -> bytes:
    """The module with a statement that raises in place of the one that holds the node."""
    statement = module.statement(node)
    owner = module.owner(node)
    if statement is None or statement is owner or isinstance(owner, ast.Assign | ast.AnnAssign):
        return b""  # a definition itself: whoever imports the module reaches it
    start, end = module.span(statement)
    raised = b'raise RuntimeError("this line was reached")'
    text = module.text[:start] + raised + module.text[end:]
    return text if _valid(text) else b""


def _valid(text: bytes) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _spread(places: Mapping[str, list[Mutant]], turn: int) -> list[Mutant]:
    """The first change of each place, then the second of each; each kind begins at another."""
    lists = list(places.values())
    begin = turn % len(lists)
    return list(_alternating([*lists[begin:], *lists[:begin]]))


def _alternating(lists: list[list[Mutant]]) -> Iterator[Mutant]:
    longest = max((len(items) for items in lists), default=0)
    for turn in range(longest):
        yield from (items[turn] for items in lists if turn < len(items))


def owners(module: Module) -> list[str]:
    """The names of all definitions of a module."""
    return [name_of(node) for node in module.definitions().values()]


def requests_in(modules: Mapping[str, Module], columns: Collection[str]) -> list[tuple[str, str]]:
    """The classes that hold one record of a request: most of its columns are their fields."""
    return [
        (name, owner)
        for name, module in modules.items()
        for owner, definition in module.definitions().items()
        if isinstance(definition, ast.ClassDef)
        and 2 * len(fields_of(definition).keys() & set(columns)) >= max(len(columns), 1)
    ]
