"""A library's own container of a table is made where it is used, out of the table that it holds."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ..model.flow import Flow, Statement
from ..model.notebook import Notebook, PythonCell
from ..trees import nodes_of, parsed
from .edits import Change, edited_cells
from .graph import build_flow
from .knowledge import ASKING_METHODS

#   dtrain = xgb.DMatrix(X_train, label=y_train)      prep
#   booster = xgb.train(params, dtrain)               train: makes its own out of X_train, y_train
#
# Such a container belongs to its library alone: nobody can keep, compare or ask for rows of one.
CONTAINERS = frozenset(
    {
        ("xgboost", "DMatrix"),
        ("xgboost", "QuantileDMatrix"),
        ("lightgbm", "Dataset"),
        ("catboost", "Pool"),
    }
)
_TRUTH = ("label", "weight")
_LIBRARIES = frozenset(library for library, _ in CONTAINERS)
_WORDS = tuple(f"{name}(" for _, name in CONTAINERS)


def with_own_containers(notebook: Notebook, cells: Sequence[PythonCell]) -> tuple[PythonCell, ...]:
    """The cells, where each group of cells makes the containers that it reads itself."""
    if not any(word in cell.source for cell in cells for word in _WORDS):
        return tuple(cells)
    called = _called(cells)
    flow = build_flow(notebook, cells)
    changes: list[Change] = []
    for statement in flow.statements:
        name = _container(statement, called)
        if name is not None and flow.bound_by[name] == (statement.number,):
            changes += _copies(statement, name, flow)
    return edited_cells(cells, changes)


def _called(cells: Sequence[PythonCell]) -> Mapping[str, str]:
    """How the notebook calls each container: `xgb.DMatrix`, `Pool`."""
    found: dict[str, str] = {}
    for node in (node for cell in cells for node in nodes_of(parsed(cell.source))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                for library, name in CONTAINERS:
                    if alias.name == library:
                        found[f"{alias.asname or alias.name}.{name}"] = name
        elif isinstance(node, ast.ImportFrom) and node.module in _LIBRARIES:
            for alias in node.names:
                if (node.module, alias.name) in CONTAINERS:
                    found[alias.asname or alias.name] = alias.name
    return found


def _container(statement: Statement, called: Mapping[str, str]) -> str | None:
    """The name that the statement binds to a container, made of named values alone."""
    if statement.group < 0:
        return None
    node = parsed(statement.code).body[0]
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return None
    target, call = node.targets[0], node.value
    if len(node.targets) > 1 or not isinstance(target, ast.Name):
        return None
    if ast.unparse(call.func) not in called:
        return None
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    plain = all(not isinstance(part, ast.Call | ast.Lambda) for v in values for part in nodes_of(v))
    return target.id if plain else None


def _copies(made: Statement, name: str, flow: Flow) -> Iterator[Change]:
    """One more making of the container before its first reader in each later group."""
    later = flow.statements[made.number + 1 :]
    readers = [s for s in later if name in _uses(s)]
    apart = [s for s in readers if s.group != made.group and s.group >= 0]
    if not apart or any(name in s.effects.late | s.effects.captures for s in later):
        return
    #   dtrain.set_weight(w)      what is changed stays one object
    before_last = later[: apart[-1].number - made.number]
    parts = _parts(made)
    for other in before_last:
        changed = other.effects.binds | other.effects.may_bind | other.effects.deletes
        if (changed | other.effects.mutates) & parts or name in _changed_surely(other):
            return
    for _, found in groupby(sorted(apart, key=lambda s: s.group), key=lambda s: s.group):
        group = sorted(found, key=lambda s: s.number)
        line = group[0].start_line or group[0].place.line
        asked = all(_only_asks(statement, name) for statement in group)
        text = _without_truth(made) if asked else made.code
        yield group[0].place.cell_index, (line, 0), (line, 0), text + "\n"


def _only_asks(statement: Statement, name: str) -> bool:
    """Whether the container is all the question to a model, and nothing else."""
    nodes = list(nodes_of(parsed(statement.code)))
    named = [node for node in nodes if isinstance(node, ast.Name) and node.id == name]
    asked = [
        value
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ASKING_METHODS
        for value in node.args
    ]
    return all(node in asked for node in named)


def _without_truth(made: Statement) -> str:
    """The making of a container that is only asked about: no request comes with its label."""
    #   dtest = xgb.DMatrix(X_test, label=y_test)      predictions do not depend on the label
    tree = ast.parse(made.code)
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    told = [keyword for keyword in call.keywords if keyword.arg not in _TRUTH]
    if len(call.args) < 2 and len(told) == len(call.keywords):
        return made.code
    call.args, call.keywords = call.args[:1], told
    return ast.unparse(tree)


def _parts(made: Statement) -> frozenset[str]:
    """The values that the container is made of."""
    call = next(node for node in nodes_of(parsed(made.code)) if isinstance(node, ast.Call))
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return frozenset(
        part.id for value in values for part in nodes_of(value) if isinstance(part, ast.Name)
    )


def _uses(statement: Statement) -> frozenset[str]:
    return statement.effects.reads | statement.effects.mentions


def _changed_surely(statement: Statement) -> frozenset[str]:
    return statement.effects.mutates - statement.effects.uncertain
