"""A name is read above the cell that binds it, or no cell binds it."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from ..model.findings import Finding, Severity
from ..model.flow import Statement
from ..trees import all_nodes, nodes_of, remembered
from .subject import Subject, cell_list, may_fail

#   cell 3   model.fit(x, y)        x: bound in cell 5 only
#   cell 4   print(rate)            rate: bound nowhere

_RESTART = 'choose "Restart kernel and run all", and save.'
_CAUGHT = frozenset({"NameError", "Exception", "BaseException", ""})
_PYTHON_2 = frozenset({"xrange", "raw_input", "unicode", "basestring", "unichr", "long", "reduce"})
_PYTHON_2_MORE = frozenset({"reload", "execfile", "cmp", "file"})
_SESSION = frozenset({"exit", "quit", "In", "Out", "get_ipython", "__IPYTHON__", "ipython_shell"})


def findings(subject: Subject) -> Iterator[Finding]:
    """One finding for each name, where it is read first."""
    bound: set[str] = set()
    told: set[str] = set()
    deleted: dict[str, int] = {}
    bodies: dict[str, frozenset[str]] = {}
    nodes = {
        (tree.cell.index, node.lineno): node for tree in subject.trees for node in tree.tree.body
    }
    for statement in subject.flow.statements:
        effects = statement.effects
        place = (statement.place.cell_index, statement.start_line)
        cell = subject.notebook.cells[statement.place.cell_index]
        node = nodes.get(place)
        if not may_fail(cell) and not _lives_without(node):
            for name in sorted(effects.reads - bound - told - subject.unread):
                if not _is_sessions(name) and not _bound_on_the_way(node, name):
                    told.add(name)
                    yield _finding(name, statement, subject, deleted, None)
            # what the call binds itself (`global x`) it may well bind before it reads it
            own = effects.binds | effects.may_bind
            for name, function in sorted(_through_calls(effects.calls, bodies).items()):
                known = name in bound or name in own or name in told or name in subject.unread
                if not known and not _is_sessions(name):
                    told.add(name)
                    yield _finding(name, statement, subject, deleted, function)
        if statement.kind == "definition":
            # making an object of a class runs few of its methods
            late = frozenset() if isinstance(node, ast.ClassDef) else effects.late
            sheltered = _sheltered(node) if node is not None else frozenset[str]()
            bodies.update(dict.fromkeys(effects.binds, late - sheltered))
        else:
            for name in effects.binds:
                bodies.pop(name, None)
        bound |= effects.binds | effects.may_bind
        bound -= effects.deletes
        deleted |= dict.fromkeys(effects.deletes, statement.place.cell_index)


def _is_sessions(name: str) -> bool:
    #   _   __   _12   _i3     what Jupyter showed last: a finding of its own (NB205)
    return name in _SESSION or not name.strip("_0123456789i") or name.startswith("__")


def _through_calls(calls: Iterable[str], bodies: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The names that the called functions of the notebook read, with the function."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [(name, name) for name in sorted(calls)]
    while waiting:
        name, first = waiting.pop()
        if name in bodies and name not in seen:
            seen.add(name)
            for inner in sorted(bodies[name]):
                found.setdefault(inner, first)
                waiting.append((inner, first))
    return found


def _lives_without(node: ast.stmt | None) -> bool:
    """Whether the statement is a `try` that goes on when a name is missing."""
    return isinstance(node, ast.Try) and any(map(_catches, node.handlers))


@remembered
def _sheltered(node: ast.stmt) -> frozenset[str]:
    """The names that a function reads where it goes on without them."""
    return frozenset(
        name.id
        for part in nodes_of(node)
        if isinstance(part, ast.Try) and _lives_without(part)
        for statement in part.body
        for name in all_nodes(statement)
        if isinstance(name, ast.Name)
    )


def _bound_on_the_way(node: ast.stmt | None, name: str) -> bool:
    """Whether a loop or a block binds the name further up than it reads it."""
    #   for path in paths: ...
    #   print(path)               inside of one `with`: there is no path only if there are no paths
    if not isinstance(node, ast.For | ast.While | ast.If | ast.With | ast.Try):
        return False
    added = {id(part.target) for part in all_nodes(node) if isinstance(part, ast.AugAssign)}
    places = [
        (part.lineno, part.col_offset, isinstance(part.ctx, ast.Store) and id(part) not in added)
        for part in all_nodes(node)
        if isinstance(part, ast.Name) and part.id == name
    ]
    return bool(places) and min(places)[2]


def _catches(handler: ast.ExceptHandler) -> bool:
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any((part.id if isinstance(part, ast.Name) else "") in _CAUGHT for part in parts)


def _finding(
    name: str,
    statement: Statement,
    subject: Subject,
    deleted: Mapping[str, int],
    function: str | None,
) -> Finding:
    makers = [subject.flow.statements[n] for n in subject.flow.bound_by.get(name, ())]
    later = [s.place.cell_index for s in makers if s.number >= statement.number]
    here = statement.place.cell_index
    read = (
        f"`{function}` reads `{name}` when it is called here"
        if function
        else (f"`{name}` is read here")
    )
    sure = Severity.ERROR if subject.certain and not function else Severity.WARNING
    if name in deleted:
        message = f"{read}, but cell {deleted[name] + 1} deletes it."
        remedy = f"Move the `del` below this cell, {_RESTART}"
        code = "NB301"
    elif later and later[0] == here:
        code, message = "NB301", f"{read}, but the cell binds it only further down."
        remedy = "The first run of this cell had another text. Bind the name above this line, "
        remedy += _RESTART
    elif later:
        code = "NB301"
        message = f"{read}, but it is bound further down, in {cell_list(_unique(later[:3]))}."
        remedy = f"Move {cell_list([later[0]])} above this one, {_RESTART}"
    else:
        code, message, remedy = "NB302", *_nobody(read, name)
    return Finding(code, sure, message, remedy, here, statement.place.line)


def _nobody(read: str, name: str) -> tuple[str, str]:
    if name in _PYTHON_2 | _PYTHON_2_MORE:
        return f"{read}: it is Python 2.", "Write what Python 3 has instead of it."
    message = f"{read}, but no cell binds it."
    remedy = "The cell that did was deleted or edited. Write it again above this one, "
    return message, remedy + _RESTART


def _unique(indexes: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(indexes))
