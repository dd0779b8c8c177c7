"""Where the user's functions, classes and constants go: module level, lifted arguments, or inside a function."""

import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..model.flow import Flow, Statement
from ..model.notebook import SECTION_ROLES, Role

_BUILTINS = frozenset(dir(builtins)) | {"display", "get_ipython", "__name__", "__file__"}


@dataclass(frozen=True, slots=True)
class Definitions:
    """The notebook's names that are no data, each with the statement that makes it."""

    imports: Mapping[str, int]  # name -> statement number
    module_level: Mapping[str, int]  # functions, classes, constants that stand alone
    lifted: Mapping[str, tuple[str, ...]]  # function -> data names that become arguments
    nested: frozenset[str]  # functions that must stand inside the function that uses them
    late: Mapping[str, frozenset[str]] = field(default_factory=dict)  # definition -> names its body reads, transitively

    def closure(self, names: frozenset[str]) -> frozenset[str]:
        """The names, and what the definitions among them read when they are called."""
        found = set(names)
        for name in names:
            found |= self.late.get(name, frozenset())
        return frozenset(found)


def definitions(flow: Flow) -> Definitions:
    """What is decided about the definitions of a flow, before anything is sliced."""
    statements = flow.statements
    single = {name: numbers[0] for name, numbers in flow.bound_by.items() if len(numbers) == 1}
    changed = {name for s in statements for name in s.effects.mutates | s.effects.deletes}
    imports = {
        name: s.number for s in statements if s.kind == "import" and s.role is not Role.SKIP for name in _bound(s)
    }
    candidates = {
        name: number
        for name, number in single.items()
        if statements[number].kind == "definition" and statements[number].role is not Role.SKIP and name not in imports
    }
    late = _late_closure(candidates, statements)
    for name, numbers in flow.bound_by.items():
        if name not in candidates and any(statements[n].kind == "definition" for n in numbers):
            late[name] = frozenset().union(*(statements[n].effects.late for n in numbers))
    constants = {
        name: number
        for name, number in single.items()
        if statements[number].kind == "constant" and name not in changed and _is_constant(name, number, flow, late)
    }
    module_level = dict(constants)
    lifted: dict[str, tuple[str, ...]] = {}
    nested: set[str] = set()
    known = set(imports) | set(constants) | _BUILTINS
    for name in candidates:
        data = sorted(n for n in late[name] if n not in known and n not in candidates and n in flow.bound_by)
        needed_at_start = statements[candidates[name]].effects.reads - known - set(candidates)
        if not data and not needed_at_start:
            module_level[name] = candidates[name]
        elif not needed_at_start and _only_called(name, statements) and _liftable(name, late, candidates, data, flow):
            lifted[name] = tuple(data)
        else:
            nested.add(name)
    _sink(nested, lifted, module_level, late, candidates)
    return Definitions(imports, module_level, lifted, frozenset(nested), late)


def _bound(statement: Statement) -> Iterable[str]:
    return sorted(statement.effects.binds | statement.effects.may_bind)


def _late_closure(candidates: Mapping[str, int], statements: tuple[Statement, ...]) -> dict[str, frozenset[str]]:
    late = {name: statements[number].effects.late for name, number in candidates.items()}
    for _ in candidates:
        wider = {
            name: names | frozenset().union(*(late[other] for other in names if other in late and other != name))
            for name, names in late.items()
        }
        if wider == late:
            break
        late = wider
    return {name: names - {name} for name, names in late.items()}


def _is_constant(name: str, number: int, flow: Flow, late: Mapping[str, frozenset[str]]) -> bool:
    """Whether a literal becomes a module constant rather than a line of the function that binds it."""
    statement = flow.statements[number]
    if statement.role is Role.PARAMETERS or statement.role is Role.SKIP:
        return False
    if statement.role not in SECTION_ROLES:
        return True
    readers = {s.group for s in flow.statements if name in s.effects.reads and s.group >= 0}
    return len(readers - {statement.group}) >= 1 or any(name in names for names in late.values())


def _only_called(name: str, statements: tuple[Statement, ...]) -> bool:
    #   clean(df)              a call: it can take one more argument
    #   df.apply(clean)        a value: it cannot
    for statement in statements:
        if name in statement.effects.mentions:
            return False
        if statement.kind == "definition" and name in statement.effects.late and not _called_in(name, statement.code):
            return False
    return statements[-1] is not None


def _called_in(name: str, code: str) -> bool:
    import ast

    tree = ast.parse(code)
    called = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    return all(
        id(n) in called for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load)
    )


def _liftable(
    name: str, late: Mapping[str, frozenset[str]], candidates: Mapping[str, int], data: Iterable[str], flow: Flow
) -> bool:
    statement = flow.statements[candidates[name]]
    if not statement.code.lstrip().startswith(("def ", "async def ", "@")):
        return False
    own = statement.effects.may_bind - statement.effects.binds
    changed = statement.effects.mutates
    return not own and not (set(data) & changed)


def _sink(
    nested: set[str],
    lifted: dict[str, tuple[str, ...]],
    module_level: dict[str, int],
    late: Mapping[str, frozenset[str]],
    candidates: Mapping[str, int],
) -> None:
    # a function that calls a nested one must be nested too: it cannot see it from module level
    moved = True
    while moved:
        moved = False
        for name in list(candidates):
            if name not in nested and late[name] & nested:
                lifted.pop(name, None)
                module_level.pop(name, None)
                nested.add(name)
                moved = True
