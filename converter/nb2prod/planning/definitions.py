"""
Where the user's functions, classes and constants go: module level, lifted arguments, or inside a
function.
"""

import ast
import builtins
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ..model.flow import Effects, Flow, Statement
from ..model.notebook import SECTION_ROLES, Role
from .bodies import (
    declared_global,
    definition_of,
    handed_around,
    keeps_state,
    looks_around,
    own_names,
    reads_later,
    writes_globals,
)
from .read_when_called import held_names, late_names

_BUILTINS = frozenset(dir(builtins)) | {"display", "get_ipython", "__name__", "__file__"}
_ACTS = frozenset({"draw", "seed", "settings", "folder", "writes", "registers"})


@dataclass(frozen=True, slots=True)
class Definitions:
    """The notebook's names that are no data, each with the statement that makes it."""

    imports: Mapping[str, int]  # name -> statement number
    module_level: Mapping[str, int]  # functions, classes, constants that stand alone
    lifted: Mapping[str, tuple[str, ...]]  # function -> data names that become arguments
    nested: frozenset[str]  # functions that must stand inside the function that uses them
    late: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # definition -> names its body reads, transitively
    values: frozenset[str] = (
        frozenset()
    )  # definitions that are made once, where they stand, and handed on
    held: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # data -> names that functions in it read
    handing: frozenset[str] = (
        frozenset()
    )  # functions that may give away a function or a generator of their own
    common: frozenset[str] = frozenset()  # names that the sections hold in common

    def closure(self, names: frozenset[str]) -> frozenset[str]:
        """The names, and what the definitions among them read when they are called."""
        #   rules = {"high": lambda v: v > limit}
        #   def judge(v): return [k for k, rule in rules.items() if rule(v)]
        #   judge(7)       reads `rules` when it is called, and so `limit`
        found = set(names)
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            more = self.late.get(name, frozenset()) | self.held.get(name, frozenset())
            waiting += more - found
            found |= more
        return frozenset(found)


def definitions(flow: Flow, common: frozenset[str] = frozenset()) -> Definitions:
    """What is decided about the definitions of a flow, before anything is sliced."""
    statements = flow.statements
    deleted = {name for s in statements for name in s.effects.deletes}
    changed = deleted | {name for s in statements for name in s.effects.mutates}
    imports = {
        name: s.number
        for s in statements
        if s.kind == "import" and s.role is not Role.SKIP
        for name in _bound(s)
    }
    candidates = {
        name: numbers[0]
        for name, numbers in flow.bound_by.items()
        if len(numbers) == 1
        and name not in imports
        and name not in common
        and _defines(statements[numbers[0]])
    }
    late = late_names(flow, candidates)
    readers: dict[str, set[int]] = {}
    for s in statements:
        for name in s.effects.reads if s.group >= 0 else ():
            readers.setdefault(name, set()).add(s.group)
    read_late = frozenset().union(*late.values())
    module_level = {
        name: numbers[0]
        for name, numbers in flow.bound_by.items()
        if len(numbers) == 1
        #   Forest(random_state=SEED).fit(X, y)     a number stays what it is
        and name not in common
        and name not in (deleted if _never_changes(statements[numbers[0]]) else changed)
        and _is_constant(statements[numbers[0]], readers.get(name, set()), name in read_late)
    }
    known = set(imports) | set(module_level) | (_BUILTINS - set(flow.bound_by)) | common
    handing = frozenset(
        name
        for name, numbers in flow.bound_by.items()
        if name not in module_level
        for n in numbers
        if statements[n].kind == "definition" and reads_later(definition_of(statements[n]))
    )
    placing = _Placing(flow, candidates, late, known, changed, common)
    placing.decide()
    return Definitions(
        imports,
        module_level | placing.module_level,
        placing.lifted,
        frozenset(placing.nested),
        late,
        frozenset(placing.values),
        held_names(flow, late, handing),
        handing,
        common,
    )


def _bound(statement: Statement) -> Iterable[str]:
    return sorted(statement.effects.binds | statement.effects.may_bind)


def _defines(statement: Statement) -> bool:
    return statement.kind == "definition" and statement.role is not Role.SKIP


def _never_changes(statement: Statement) -> bool:
    return isinstance(getattr(definition_of(statement), "value", None), ast.Constant)


def _is_constant(statement: Statement, readers: Collection[int], read_late: bool) -> bool:
    """
    Whether a literal becomes a module constant rather than a line of the function that binds it.

    `readers` are the groups that read it; `read_late`: a function does when it is called.
    """
    if statement.kind != "constant" or statement.role is Role.SKIP:
        return False
    if statement.role is Role.PARAMETERS:
        return statement.secret
    if statement.role not in SECTION_ROLES:
        return True
    return read_late or any(group != statement.group for group in readers)


class _Placing:
    """Decides for each function and class where it stands."""

    #   def clean(df): ...                    reads no data                   module level
    #   def clean(df): ... limit ...   only called   lifted: clean(df, limit=limit)
    #   df.apply(clean)   handed around, reads data   nested in each function that uses it
    #   @lru_cache / class / def f(k=limit)   keeps a state, reads data   made once, handed on
    def __init__(
        self,
        flow: Flow,
        candidates: Mapping[str, int],
        late: Mapping[str, frozenset[str]],
        known: Collection[str],
        changed: Collection[str],
        common: Collection[str],
    ) -> None:
        self.flow, self.candidates, self.late = flow, candidates, late
        self.known, self.changed, self.common = known, changed, set(common)
        self.handed_around = handed_around(flow.statements)
        self.module_level: dict[str, int] = {}
        self.lifted: dict[str, tuple[str, ...]] = {}
        self.nested: set[str] = set()
        self.values: set[str] = set()

    def decide(self) -> None:
        """
        Sort all candidates; what uses a nested one or a value cannot stand at module level
        either.
        """
        for name in self.candidates:
            self._place(name)
        moved = True
        while moved:
            moved = False
            inner = self.nested | self.values
            for name in self.candidates:
                if (
                    name not in inner
                    and (self.late[name] | self._statement(name).effects.reads) & inner
                ):
                    self.module_level.pop(name, None)
                    self.lifted.pop(name, None)
                    self._put_inside(name)
                    moved = True

    def _statement(self, name: str) -> Statement:
        return self.flow.statements[self.candidates[name]]

    def _data(self, names: Iterable[str]) -> list[str]:
        return sorted(
            n
            for n in names
            if n not in self.known and n not in self.candidates and n in self.flow.bound_by
        )

    def _needed(self, effects: Effects) -> list[str]:
        """Data that must be there when the definition itself is reached."""
        #   class Child(Base): rate = base_rate
        names = effects.reads | {n for r in effects.reads for n in self.late.get(r, ())}
        return self._data(names) + sorted(effects.reads & self.common)

    def _place(self, name: str) -> None:
        effects = self._statement(name).effects
        data = self._data(self.late[name])
        needed = self._needed(effects)
        acts = bool(effects.mutates or effects.outside & _ACTS)
        #   def main(): global result; result = 1      binds it where the sections do
        acts = acts or not declared_global(self._statement(name).code) <= self.common
        if not data and not needed and not acts:
            self.module_level[name] = self.candidates[name]
        elif not needed and not acts and self._liftable(name, data):
            self.lifted[name] = tuple(data)
        else:
            self._put_inside(name)

    def _put_inside(self, name: str) -> None:
        effects = self._statement(name).effects
        needed = self._needed(effects)
        acts = bool(effects.mutates or effects.outside & _ACTS)
        node = definition_of(self._statement(name))
        state = (
            needed
            or acts
            or isinstance(node, ast.ClassDef)
            or name in self.changed
            or keeps_state(node)
            or self._shadows(name)
        )
        (self.values if state else self.nested).add(name)

    def _shadows(self, name: str) -> bool:
        """Whether an earlier statement means Python's own function of that name."""
        #   show = print
        #   def print(*values): ...
        above = self.flow.statements[: self.candidates[name]]
        return name in _BUILTINS and any(name in s.effects.reads for s in above)

    def _liftable(self, name: str, data: Iterable[str]) -> bool:
        statement = self._statement(name)
        node = definition_of(statement)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.decorator_list:
            return False
        if writes_globals(node) or name in self.changed or name in self.handed_around:
            return False
        #   def f(a): return locals()       one more argument would be seen
        if looks_around(node):
            return False
        #   def encode(text, words): return look_up(text)      where `look_up` reads `words`
        if not own_names(node).isdisjoint(data):
            return False
        #   def gen(): yield scale      reads it when it is advanced, not when it is called
        again = {n for n in data if len(self.flow.bound_by[n]) > 1}
        return not again or not reads_later(node)
