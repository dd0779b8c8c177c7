"""Rows that are chosen where the model is asked get a name: they are the request."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..model.notebook import Cell, Notebook, PythonCell, Role, Tag
from ..trees import nodes_of, parsed
from .edits import Change, edited_cells
from .knowledge import ASKING_METHODS
from .label_apart import takes_label_apart

_NAME = "new_rows"
_CHOOSING = frozenset({"head", "tail", "iloc", "loc"})

#   model.predict(X_test[0:10])               new_rows = X_test[0:10]
#                                             model.predict(new_rows)


def with_asked_rows(
    notebook: Notebook, cells: Sequence[PythonCell]
) -> tuple[Notebook, tuple[PythonCell, ...], Mapping[str, tuple[int, str]]]:
    """
    The notebook where such rows have a name, and for each name its cell and its expression.

    They are prepared before the question, so that the function that answers takes any rows.
    """
    taken = {n.id for cell in cells for n in _names(parsed(cell.source))}
    asked: dict[str, tuple[int, str]] = {}
    changes: list[Change] = []
    for cell in cells:
        found = _rows(cell) if Role.PREDICT in _roles(cell.cell) else None
        if found is None:
            continue
        statement, rows = found
        name = _free(taken | set(asked))
        text = ast.get_source_segment(cell.source, rows) or ast.unparse(rows)
        asked[name] = (cell.cell.index, ast.unparse(rows))
        above, at = (statement.lineno, statement.col_offset), (rows.lineno, rows.col_offset)
        end = (rows.end_lineno or rows.lineno, rows.end_col_offset or 0)
        changes.append((cell.cell.index, above, above, f"{name} = {text}\n"))
        changes.append((cell.cell.index, at, end, name))
    places = {index for index, _ in asked.values()}
    # the label is taken off above the question: that is done in training, and never to a request
    predicting = (cell for cell in cells if _roles(cell.cell) == {Role.PREDICT})
    places |= {cell.cell.index for cell in predicting if takes_label_apart(cell.source)}
    if not places:
        return notebook, tuple(cells), asked

    def changed(cell: Cell) -> Cell:
        return _prepared(cell) if cell.index in places else cell

    return (
        replace(notebook, cells=tuple(changed(cell) for cell in notebook.cells)),
        edited_cells([replace(cell, cell=changed(cell.cell)) for cell in cells], changes),
        asked,
    )


def _prepared(cell: Cell) -> Cell:
    """The cell with a role for the line above the question."""
    if cell.tags[0].role is not Role.PREDICT:
        return cell
    return replace(cell, tags=(Tag(Role.PREP), *cell.tags))


def _rows(cell: PythonCell) -> tuple[ast.stmt, ast.expr] | None:
    """The last statement that asks a model, and the rows that it makes for that."""
    body = parsed(cell.source).body
    bound = {n.id for node in body for n in _names(node) if isinstance(n.ctx, ast.Store | ast.Del)}
    for statement in reversed(body):
        if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr):
            continue
        for call in nodes_of(statement):
            if isinstance(call, ast.Call) and call.args and _asks(call):
                rows = next(_made(call.args[0]), None)
                known = rows is not None and not bound & {n.id for n in _names(rows)}
                return (statement, rows) if rows is not None and known else None
    return None


def _asks(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ASKING_METHODS


def _made(node: ast.expr) -> Iterator[ast.expr]:
    """The outermost parts that are some rows of a table."""
    if _chooses(node):
        yield node
    elif isinstance(node, ast.Call):
        #   model.predict(scaler.transform(X_test[:5]))
        for argument in node.args:
            yield from _made(argument)


def _chooses(node: ast.expr) -> bool:
    #   X_test[0:10]     X_test.iloc[:5]     X_test.head(3)
    if isinstance(node, ast.Subscript):
        table = node.value
        if isinstance(table, ast.Attribute) and table.attr in _CHOOSING:
            return isinstance(table.value, ast.Name)
        return isinstance(table, ast.Name) and isinstance(node.slice, ast.Slice)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in ("head", "tail") and isinstance(node.func.value, ast.Name)
    return False


def _roles(cell: Cell) -> set[Role]:
    return {tag.role for tag in cell.tags}


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (part for part in nodes_of(node) if isinstance(part, ast.Name))


def _free(taken: set[str]) -> str:
    number, name = 2, _NAME
    while name in taken:
        name, number = f"{_NAME}_{number}", number + 1
    return name
