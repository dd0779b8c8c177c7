"""What was seen while a notebook's statements ran: the colour of each value, and its rows."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .alignment import AGG, CONST, LAZY, ROW, Operand, aligned
from .changed_names import changed_names, stored_names
from .dealing import Dealing
from .noting import note
from .passes import Passes
from .row_loops import walks_rows
from .row_numbers import ELSEWHERE, Rows, index_of, is_plain, length, rows_by_label
from .sites import BOUND, HOOK, KEYS, PASS, ROW_LOOP, Site
from .subscript_keys import Keys

_LAZY_TYPES = (
    *("GroupBy", "Rolling", "Expanding", "ExponentialMovingWindow", "Resampler"),
    *("Indexer", "Methods", "Properties", "Accessor"),
)
_FITTING = frozenset(("fit", "fit_transform", "fit_predict", "partial_fit"))
_NOTHING = Operand(CONST, None, None)
_FEW = 50  # entries of a container that is looked into for tables


class Recorder:
    """Colours the values of a namespace while statements with hooks run in it."""

    def __init__(self, root: Any, namespace: dict[str, Any], captured: Sequence[str] = ()) -> None:
        self.namespace = namespace
        self.sites: dict[int, list[Site]] = {}
        self._known: dict[int, tuple[Operand, Any]] = {}  # with the labels that it had
        self._name_colours: dict[str, str] = {}
        self._last: dict[tuple[int, int], Operand] = {}
        self._keys: dict[tuple[int, int], Any] = {}
        self._tables: dict[int, tuple[Any, Any]] = {}  # lazy value: itself, the table behind it
        self._passes = Passes()
        self._dealing = Dealing(self.colour_of)
        for name in captured:
            self._name_colours[name] = AGG
            self.learn(namespace[name], AGG)
        self.learn(root, ROW, list(range(len(root))))
        hooks = {HOOK: self.hook, KEYS: self._key_of, PASS: self._begin_pass, BOUND: self._bind}
        namespace.update(hooks)
        self._dealing.watch(namespace)

    def learn(self, value: Any, colour: str, rows: Rows | None = None) -> None:
        """Remember the colour of a value that has an identity."""
        if not is_plain(value):
            index = index_of(value) if colour == ROW else None
            self._known[id(value)] = (Operand(colour, rows, value), index)

    def colour_of(self, value: Any) -> Operand | None:
        """The remembered colour; rows that were dropped or moved in place are taken note of."""
        found = None if is_plain(value) else self._known.get(id(value))
        if found is None:
            return self._container(value)
        operand, index = found
        if operand.colour == ROW and operand.rows is not None and _has_moved(value, index, operand):
            rows = rows_by_label(index, value, operand.rows)
            if rows is None and length(value) == len(operand.rows):
                rows = operand.rows  # new labels for the same rows
            self.learn(value, AGG if rows is None else ROW, rows)
            return self._known[id(value)][0]
        return operand

    def _container(self, value: Any) -> Operand | None:
        #   combine = [train, test]     not rows itself, but rows are in it
        held = value.values() if isinstance(value, dict) else value
        if not isinstance(value, (list, tuple, dict)) or len(value) > _FEW:
            return None
        kept = (self._known.get(id(item)) for item in held)
        holds_rows = any(item is not None and item[0].colour == ROW for item in kept)
        return Operand(LAZY, None, value) if holds_rows else None

    def rows_named(self, name: str) -> Any:
        """The value with rows that a name holds, or None."""
        known = self.named(name)
        return known.value if known.colour == ROW else None

    def walks_rows(self, loop: ast.For) -> bool:
        """Whether a loop goes from row to row."""
        return walks_rows(loop, self.rows_named)

    def hook(self, statement: int, number: int, value: Any) -> Any:
        """The value itself, after it was looked at."""
        site = self.sites[statement][number]
        operands = self._operands(statement, site)
        if site.method == "factorize":
            self._learn_codes(value, operands)
        seen = self._seen(site, value, operands, self._keys.pop((statement, number), None))
        self._last[statement, number] = seen
        if seen.colour != CONST and not is_plain(value) and self.colour_of(value) is None:
            self.learn(value, seen.colour, seen.rows)
        if self._passes.counts(site):
            if seen.colour not in site.colours:
                site.colours.append(seen.colour)
            given = self._given(statement, site)
            note(site, seen, operands, given, self._table, self.colour_of)
        self._learn_more(site, seen, operands, statement)
        return value

    def _key_of(self, statement: int, number: int) -> Keys:
        return Keys(self._keys, (statement, number))

    def _begin_pass(self, statement: int, depth: int, values: Mapping[str, Any]) -> None:
        known = {name: self.colour_of(value) for name, value in values.items()}
        tables = {name: operand.colour for name, operand in known.items() if operand is not None}
        self._passes.begin(depth, tables)
        for site in self.sites[statement]:
            site.loop = [name for name in site.loop if name not in tables]

    def _bind(self, statement: int, numbers: Sequence[int], names: Sequence[str]) -> None:
        seen = (self._last.get((statement, number), _NOTHING) for number in numbers)
        colour = AGG if any(operand.colour != CONST for operand in seen) else CONST
        self._name_colours.update(dict.fromkeys(names, colour))

    def _operands(self, statement: int, site: Site) -> list[Operand]:
        below = [self._last.get((statement, child), _NOTHING) for child in site.children]
        return below + [self.named(name) for name in site.names]

    def named(self, name: str) -> Operand:
        """The value of a name with its colour."""
        if name not in self.namespace:
            return _NOTHING
        value = self.namespace[name]
        known = self.colour_of(value)
        return known or Operand(self._name_colours.get(name, CONST), None, value)

    def _seen(self, site: Site, value: Any, operands: Sequence[Operand], key: Any) -> Operand:
        if site.name is not None:
            return self.named(site.name)
        known = self.colour_of(value)
        dependent = [operand for operand in operands if operand.colour != CONST]
        if site.kind == ROW_LOOP:
            return next((o for o in dependent if o.colour == ROW), _NOTHING)
        if not dependent:
            return known or Operand(CONST, None, value)
        if any(name in type(value).__name__ for name in _LAZY_TYPES):
            return self._lazy(value, dependent)
        if known is not None and known.colour == ROW:
            return known
        rows = aligned(site, value, dependent, key, self._table)
        if rows and all(row == ELSEWHERE for row in rows):
            rows = None  # data[:len(train)]
        if rows is None and known is not None and known.colour == LAZY:
            return known
        return Operand(AGG if rows is None else ROW, rows, value)

    def _lazy(self, value: Any, dependent: Sequence[Operand]) -> Operand:
        base = next((operand for operand in dependent if operand.rows is not None), None)
        if base is None:
            only = all(operand.colour == AGG for operand in dependent)
            return Operand(AGG if only else LAZY, None, value)
        self._tables[id(value)] = (value, self._table(base))
        return Operand(LAZY, base.rows, value)

    def _table(self, operand: Operand) -> Any:
        if operand.colour == LAZY and id(operand.value) in self._tables:
            return self._tables[id(operand.value)][1]
        return operand.value

    def _given(self, statement: int, site: Site) -> dict[str, Any]:
        """The values that were given to a call, by keyword; the first one as `data`."""
        found = {name: self._last[statement, n].value for name, n in site.keywords.items()}
        if site.arguments:
            found["data"] = self._last[statement, site.arguments[0]].value
        return found

    def _learn_more(
        self, site: Site, seen: Operand, operands: Sequence[Operand], statement: int
    ) -> None:
        if site.method in _FITTING and site.children:
            self._learn_fit(self._last.get((statement, site.children[0])), operands[1:])
        for half, rows in self._dealing.dealt(seen.value):
            self.learn(half, ROW, rows)

    def _learn_codes(self, value: Any, operands: Sequence[Operand]) -> None:
        #   numbers, levels = pd.factorize(df["city"])     the numbers are one for each row
        base = next((operand for operand in operands if operand.colour == ROW), None)
        if base is not None and isinstance(value, tuple):
            self.learn(value[0], ROW, base.rows)

    def _learn_fit(self, receiver: Operand | None, given: Sequence[Operand]) -> None:
        if receiver is not None and any(operand.colour != CONST for operand in given):
            self.learn(receiver.value, AGG)

    def bound(self, node: ast.AST, statement: int) -> None:
        """After a statement ran: the colours of the names that it bound or changed."""
        self._passes = Passes()
        sites = self.sites[statement]
        roots = [site for site in sites if site.parent is None]
        colour = AGG if any(set(site.colours) - {CONST} for site in roots) else CONST
        for name in stored_names(node):
            self._name_colours[name] = colour
        rows = self._walked(statement)
        if any(set(site.colours) - {CONST} for site in sites):
            for name in changed_names(node):
                value = self.namespace.get(name)
                if rows is not None and isinstance(value, list) and len(value) == len(rows):
                    self.learn(value, ROW, rows)
                elif not is_plain(value) and self.colour_of(value) is None:
                    self.learn(value, AGG)

    def _walked(self, statement: int) -> Rows | None:
        """The rows that a loop of the statement went through one by one."""
        for number, site in enumerate(self.sites[statement]):
            if site.kind == ROW_LOOP:
                return self._last.get((statement, number), _NOTHING).rows
        return None

    def prune(self) -> None:
        """Forget values that no name leads to."""
        reached = {id(item) for item in _reached(self.namespace)}
        self._known = {key: kept for key, kept in self._known.items() if key in reached}
        self._tables = {key: kept for key, kept in self._tables.items() if key in reached}
        self._last = {}


def _has_moved(value: Any, index: Any, operand: Operand) -> bool:
    """Whether a table's rows are others, or in another order, than when it was learnt."""
    if length(value) != len(operand.rows or ()):
        return True
    now = index_of(value)
    return now is not index and index is not None and now is not None and not now.equals(index)


def _reached(namespace: Mapping[str, Any]) -> Iterator[Any]:
    for value in namespace.values():
        yield value
        if isinstance(value, (list, tuple)) and len(value) < _FEW:
            yield from value
        elif isinstance(value, dict) and len(value) < _FEW:
            yield from value.values()
