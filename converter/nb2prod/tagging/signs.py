"""What a statement does, as far as its calls tell: reads data, fits, asks, measures, saves."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model.flow import Statement
from ..trees import all_nodes, remembered, statements_of
from . import calls

_BODIES = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Fit:
    """A model learns: the names that hold it afterwards, and what it is given."""

    models: frozenset[str]
    given: frozenset[str]
    labelled: bool  # with the truth besides the rows: fit(X, y)


@dataclass(frozen=True, slots=True)
class Ask:
    """A model answers."""

    models: frozenset[str]
    method: str
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one statement, or of one function's body."""

    reads_data: bool = False
    fits: tuple[Fit, ...] = ()
    asks: tuple[Ask, ...] = ()
    measures: bool = False
    crosses: bool = False  # fits anew in each of several folds
    tables: bool = False  # makes a table of its arguments
    splits: bool = False
    saves: frozenset[str] = frozenset()
    writes_table: bool = False
    repeated: bool = False  # in a loop: one of many


@dataclass(frozen=True, slots=True)
class Names:
    """What the notebook's names stand for: imports, and functions of its own."""

    origins: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, Signs] = field(default_factory=dict)

    def called(self, function: str) -> str:
        """The full name of what is called: `pd.read_csv` as pandas.read_csv."""
        root, dot, rest = function.partition(".")
        return self.origins.get(root, root) + dot + rest


@dataclass(frozen=True, slots=True)
class _Call:
    """What the text of a call tells alone."""

    function: str  # pd.read_csv
    root: str  # the name at the bottom; empty for a plain function
    method: bool
    given: frozenset[str]  # the names in its arguments
    labelled: bool
    bound: frozenset[str]  # the names that its statement binds


@dataclass(frozen=True, slots=True)
class _Body:
    """What the text of a statement or of a function tells alone, whatever stands around it."""

    calls: tuple[_Call, ...]
    repeats: bool
    origins: tuple[tuple[str, str], ...] = ()
    functions: tuple[tuple[str, "_Body"], ...] = ()


def signs_of(statements: Sequence[Statement]) -> tuple[Signs, ...]:
    """The signs of each statement."""
    bodies = [_body(statement.code) for statement in statements]
    functions = [function for body in bodies for function in body.functions]
    names = Names(dict(origin for body in bodies for origin in body.origins))
    for _ in range(3):  # a function that calls one that calls one
        found = _functions(functions, names)
        if found == names.functions:
            break
        names = replace(names, functions=found)
    return tuple(
        Signs() if statement.kind in ("import", "definition") else _signs(body, names)
        for statement, body in zip(statements, bodies, strict=True)
    )


@remembered
def _body(code: str) -> _Body:
    try:
        tree = statements_of(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _Body((), False)
    functions = [n for n in tree if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return _Body(
        tuple(_calls(tree)),
        _repeats(tree),
        tuple(_origins(tree).items()),
        tuple((n.name, _Body(tuple(_calls(n.body)), _repeats(n.body))) for n in functions),
    )


def _repeats(body: Sequence[ast.stmt]) -> bool:
    return any(isinstance(n, ast.For | ast.AsyncFor | ast.While) for n in body)


def _origins(tree: Sequence[ast.stmt]) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in (part for top in tree for part in all_nodes(top)):
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    found[alias.asname or alias.name.partition(".")[0]] = (
                        alias.name if alias.asname else alias.name.partition(".")[0]
                    )
            case ast.ImportFrom(module=module, names=aliases):
                for alias in aliases:
                    found[alias.asname or alias.name] = f"{module or ''}.{alias.name}"
    return found


def _functions(functions: Iterable[tuple[str, _Body]], names: Names) -> dict[str, Signs]:
    found: dict[str, Signs] = {}
    for name, body in functions:
        signs = _signs(body, names)
        measures = signs.measures or calls.measures(name)
        found[name] = replace(signs, measures=measures, repeated=False)
    return found


def _signs(body: _Body, names: Names) -> Signs:
    found = Signs(repeated=body.repeats)
    for call in body.calls:
        found = _with_call(found, call, names)
    return found


def _calls(body: Sequence[ast.stmt]) -> Iterator[_Call]:
    """Each call outside of function bodies."""
    waiting: list[tuple[ast.AST, frozenset[str]]] = [(n, frozenset()) for n in reversed(body)]
    while waiting:
        node, bound = waiting.pop()
        if isinstance(node, _BODIES):
            continue
        if isinstance(node, ast.stmt):
            bound = _bound(node)
        if isinstance(node, ast.Call):
            method = isinstance(node.func, ast.Attribute)
            root = calls.root_of(node.func) if method else ""
            yield _Call(calls.dotted(node.func), root, method, _given(node), _labelled(node), bound)
        waiting += [(part, bound) for part in reversed(list(ast.iter_child_nodes(node)))]


def _bound(node: ast.stmt) -> frozenset[str]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        targets = [node.target]
    return frozenset(
        part.id
        for target in targets
        for part in ast.walk(target)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    )


def _with_call(found: Signs, call: _Call, names: Names) -> Signs:
    called = names.called(call.function)
    own = names.functions.get(called)
    if own is not None:
        return _with_own(found, own, call)
    last = called.rpartition(".")[2]
    given, root = call.given, call.root
    of_library = root in names.origins
    holders = call.bound if of_library or not root else frozenset({root}) | call.bound
    if (call.method and calls.fits(called)) or calls.trains(called, of_library):
        fit = Fit(holders, given, call.labelled or last == "train")
        found = replace(found, fits=(*found.fits, fit))
    if last in calls.ASKING:
        asked = given if last == "cross_val_predict" else frozenset({root} - {""})
        found = replace(found, asks=(*found.asks, Ask(asked, last, given)))
    said = _said(called)
    if not said:
        return found
    return replace(
        found,
        crosses=found.crosses or "crosses" in said,
        tables=found.tables or "tables" in said,
        reads_data=found.reads_data or "reads_data" in said,
        measures=found.measures or "measures" in said,
        splits=found.splits or "splits" in said,
        saves=found.saves | (given | {root} if "saves" in said else frozenset()),
        writes_table=found.writes_table or "writes_table" in said,
    )


@remembered
def _said(called: str) -> frozenset[str]:
    """The signs that the name of what is called gives alone; most calls give none."""
    last = called.rpartition(".")[2]
    signs = {
        "crosses": last.startswith("cross_val"),
        "tables": last in ("DataFrame", "concat", "column_stack"),
        "reads_data": calls.reads_data(called),
        "measures": calls.measures(called),
        "splits": calls.splits(called),
        "saves": calls.saves(called),
        "writes_table": calls.writes_table(called),
    }
    return frozenset(sign for sign, given in signs.items() if given)


def _with_own(found: Signs, own: Signs, call: _Call) -> Signs:
    """The signs, where a function of the notebook does for its caller what its body does."""
    #   dv, model = train(df_train, y_train)
    #   y_pred = predict(df_val, dv, model)
    given = call.given
    fits = (Fit(call.bound, given, True),) if own.fits and call.bound and not own.asks else ()
    asked = given | frozenset(name for ask in own.asks for name in ask.models)
    asks = (Ask(asked, "predict", given),) if own.asks and not own.fits else ()
    return replace(
        found,
        reads_data=found.reads_data or own.reads_data,
        fits=(*found.fits, *fits),
        asks=(*found.asks, *asks),
        measures=found.measures or (own.measures and not own.reads_data),
        splits=found.splits or own.splits,
    )


def _given(call: ast.Call) -> frozenset[str]:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return frozenset(
        part.id
        for argument in arguments
        for part in ast.walk(argument)
        if isinstance(part, ast.Name)
    )


def _labelled(call: ast.Call) -> bool:
    named = {keyword.arg for keyword in call.keywords}
    return len(call.args) + len(named & {"X", "y", "x"}) >= 2
