"""What was seen while a notebook's statements ran: the colour of each value, and its rows."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .alignment import AGG, CONST, LAZY, ROW, Operand, aligned
from .dealing import deal
from .row_numbers import Rows, index_of, is_plain, length, rows_by_label
from .sites import HOOK, KEYS, Site

_LAZY_TYPES = (
    "GroupBy",
    "Rolling",
    "Expanding",
    "ExponentialMovingWindow",
    "Indexer",
    "Methods",
    "Properties",
    "Accessor",
    "Resampler",
)
_FITTING = frozenset(("fit", "fit_transform", "fit_predict", "partial_fit"))
_NOTHING = Operand(CONST, None, None)


class Recorder:
    """Colours the values of a namespace while statements with hooks run in it."""

    def __init__(self, root: Any, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.sites: dict[int, list[Site]] = {}
        self._known: dict[int, tuple[Operand, Any]] = {}  # with the labels that it had
        self._name_colours: dict[str, str] = {}
        self._last: dict[tuple[int, int], Operand] = {}
        self._keys: dict[tuple[int, int], Any] = {}
        self._tables: dict[
            int, tuple[Any, Any]
        ] = {}  # of a lazy value: itself, the table behind it
        self.learn(root, ROW, list(range(len(root))))
        namespace[HOOK] = self.hook
        namespace[KEYS] = self._key_of

    def learn(self, value: Any, colour: str, rows: Rows | None = None) -> None:
        """Remember the colour of a value that has an identity."""
        index = index_of(value) if colour == ROW else None
        self._known[id(value)] = (Operand(colour, rows, value), index)

    def colour_of(self, value: Any) -> Operand | None:
        """The remembered colour; rows that were dropped in place are taken note of."""
        found = None if is_plain(value) else self._known.get(id(value))
        if found is None:
            return None
        operand, index = found
        if (
            operand.colour == ROW
            and operand.rows is not None
            and length(value) != len(operand.rows)
        ):
            rows = rows_by_label(index, value, operand.rows)
            self.learn(value, AGG if rows is None else ROW, rows)
            return self._known[id(value)][0]
        return operand

    def hook(self, statement: int, number: int, value: Any) -> Any:
        """The value itself, after it was looked at."""
        site = self.sites[statement][number]
        operands = self._operands(statement, site)
        seen = self._seen(site, value, operands, self._keys.pop((statement, number), None))
        self._last[statement, number] = seen
        if seen.colour not in site.colours:
            site.colours.append(seen.colour)
        if seen.colour != CONST and not is_plain(value) and self.colour_of(value) is None:
            self.learn(value, seen.colour, seen.rows)
        self._note(site, seen, operands, statement)
        return value

    def _key_of(self, statement: int, number: int) -> "_Keys":
        return _Keys(self._keys, (statement, number))

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
        if not dependent:
            return known or Operand(CONST, None, value)
        if any(name in type(value).__name__ for name in _LAZY_TYPES):
            return self._lazy(value, dependent)
        if known is not None and known.colour == ROW:
            return known
        rows = aligned(site, value, dependent, key, self._table)
        return Operand(AGG if rows is None else ROW, rows, value)

    def _lazy(self, value: Any, dependent: Sequence[Operand]) -> Operand:
        base = next((operand for operand in dependent if operand.rows is not None), None)
        if base is None:
            return Operand(LAZY, None, value)
        self._tables[id(value)] = (value, self._table(base))
        return Operand(LAZY, base.rows, value)

    def _table(self, operand: Operand) -> Any:
        if operand.colour == LAZY and id(operand.value) in self._tables:
            return self._tables[id(operand.value)][1]
        return operand.value

    def _note(self, site: Site, seen: Operand, operands: Sequence[Operand], statement: int) -> None:
        site.type = type(seen.value).__name__
        if seen.colour == AGG:
            site.length = length(seen.value)
        base = next((o for o in operands if o.colour == ROW and o.rows is not None), None)
        if seen.colour == ROW and base is not None and seen.rows not in (None, base.rows):
            site.selects = True
        if site.method == "get_dummies" and site.arguments:
            site.levels = level_columns(self._last[statement, site.arguments[0]].value)
        if site.method in _FITTING and site.children:
            self._note_fit(self._last.get((statement, site.children[0])), operands[1:])
        if site.method == "train_test_split" and isinstance(seen.value, (list, tuple)):
            site.halves = True
            for half, rows in deal(operands, seen.value):
                self.learn(half, ROW, rows)

    def _note_fit(self, receiver: Operand | None, given: Sequence[Operand]) -> None:
        if receiver is None or receiver.value is None or is_plain(receiver.value):
            return
        if any(operand.colour != CONST for operand in given):
            self.learn(receiver.value, AGG)

    def bound(self, node: ast.AST, statement: int) -> None:
        """After a statement ran: the colours of the names that it bound or changed."""
        sites = self.sites[statement]
        roots = [site for site in sites if site.parent is None]
        colour = AGG if any(set(site.colours) - {CONST} for site in roots) else CONST
        for name in _stored_names(node):
            self._name_colours[name] = colour
        if any(set(site.colours) - {CONST} for site in sites):
            for name in _changed_names(node):
                value = self.namespace.get(name)
                if not is_plain(value) and self.colour_of(value) is None:
                    self.learn(value, AGG)

    def prune(self) -> None:
        """Forget values that no name leads to."""
        reached = {id(item) for item in _reached(self.namespace)}
        self._known = {key: kept for key, kept in self._known.items() if key in reached}
        self._tables = {key: kept for key, kept in self._tables.items() if key in reached}
        self._last = {}


class _Keys:
    """Gives the key of a subscript back, and keeps it."""

    def __init__(self, kept: dict[tuple[int, int], Any], place: tuple[int, int]) -> None:
        self._kept, self._place = kept, place

    def __getitem__(self, key: Any) -> Any:
        self._kept[self._place] = key
        return key


def _reached(namespace: Mapping[str, Any]) -> Iterator[Any]:
    for value in namespace.values():
        yield value
        if isinstance(value, (list, tuple)) and len(value) < 50:
            yield from value


def _stored_names(node: ast.AST) -> set[str]:
    names: set[str] = set()
    for part in ast.walk(node):
        targets: list[ast.expr] = part.targets if isinstance(part, ast.Assign) else []
        if isinstance(part, (ast.AugAssign, ast.AnnAssign, ast.For)):
            targets = [part.target]
        for target in targets:
            found = (n for n in ast.walk(target) if isinstance(n, ast.Name))
            names |= {n.id for n in found if isinstance(n.ctx, ast.Store)}
    return names


def _changed_names(node: ast.AST) -> set[str]:
    names: set[str] = set()
    for part in ast.walk(node):
        inside: list[ast.AST] = []
        if isinstance(part, (ast.Subscript, ast.Attribute)) and isinstance(part.ctx, ast.Store):
            inside = [part.value]
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            inside = [part.value.func]
        elif isinstance(part, ast.Assign):
            inside = list(part.targets)
        names |= {n.id for item in inside for n in ast.walk(item) if isinstance(n, ast.Name)}
    return names - {HOOK}


def level_columns(table: Any) -> list[str]:
    """The columns whose levels `get_dummies` looks for."""
    if not hasattr(table, "columns"):
        return []
    texts = ("object", "str", "string", "category")
    return [str(name) for name in table.columns if str(table[name].dtype) in texts]
