"""Rows that are chosen, or written, where the model is asked get a name: they are the request."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..model.notebook import Cell, Notebook, PythonCell, Role, Tag
from ..trees import nodes_of, parsed
from .context import clean_imports
from .edits import Change, edited_cells
from .knowledge import ASKING_METHODS
from .label_apart import takes_label_apart

_NAME = "new_rows"
_CHOOSING = frozenset({"head", "tail", "iloc", "loc"})
_MAKING = frozenset({"array", "asarray", "reshape", "DataFrame", "atleast_2d", "to_frame"})

#   model.predict(X_test[0:10])               new_rows = X_test[0:10]
#                                             model.predict(new_rows)
#   model.predict([[5.1, 3.5, 1.4, 0.2]])     new_rows = np.array([[5.1, 3.5, 1.4, 0.2]])
#                                             model.predict(new_rows)


def with_asked_rows(
    notebook: Notebook, cells: Sequence[PythonCell]
) -> tuple[Notebook, tuple[PythonCell, ...], Mapping[str, tuple[int, str]]]:
    """
    The notebook where such rows have a name, and for each name its cell and its expression.

    They are prepared before the question, so that the function that answers takes any rows.
    """
    taken = {n.id for cell in cells for n in _names(parsed(cell.source))}
    numpy = _name_of_numpy(cells)
    asked: dict[str, tuple[int, str]] = {}
    changes: list[Change] = []
    places: set[int] = set()
    for cell in cells:
        if Role.PREDICT not in _roles(cell.cell):
            continue
        if _is_written_above(cell):
            places.add(cell.cell.index)
            continue
        found = _rows(cell)
        if found is None:
            continue
        statement, rows = found
        name = _free(taken | set(asked))
        line, made = _line(name, rows, cell.source, numpy)
        asked[name] = (cell.cell.index, made)
        above, at = (statement.lineno, statement.col_offset), (rows.lineno, rows.col_offset)
        end = (rows.end_lineno or rows.lineno, rows.end_col_offset or 0)
        changes.append((cell.cell.index, above, above, f"{line}\n"))
        changes.append((cell.cell.index, at, end, name))
        places.add(cell.cell.index)
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


def _line(name: str, rows: ast.expr, source: str, numpy: str) -> tuple[str, str]:
    """What stands above the question, and the expression that gives the same before it."""
    text = ast.get_source_segment(source, rows) or ast.unparse(rows)
    if not isinstance(rows, ast.List | ast.Tuple):
        return f"{name} = {text}", ast.unparse(rows)
    imported = "" if numpy else "import numpy as np\n"
    made = f"{numpy}.array" if numpy else "__import__('numpy').array"
    return f"{imported}{name} = {numpy or 'np'}.array({text})", f"{made}({ast.unparse(rows)})"


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


def _name_of_numpy(cells: Sequence[PythonCell]) -> str:
    """What numpy is called in the notebook; empty where it is not imported."""
    origins = clean_imports([node for cell in cells for node in parsed(cell.source).body])
    return next((name for name, origin in origins.items() if origin == "numpy"), "")


def _is_written_above(cell: PythonCell) -> bool:
    """Whether the lines above the question write its rows, and do nothing else."""
    #   patient = (5, 166, 72)
    #   row = np.asarray(patient).reshape(1, -1)
    #   model.predict(scaler.transform(row))
    written: set[str] = set()
    for statement in parsed(cell.source).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        asking = [c for c in nodes_of(statement) if isinstance(c, ast.Call) and _starts(c)]
        if asking:
            names = {n.id for call in asking for a in call.args for n in _names(a)}
            return bool(names & written)
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_written(
                value, written
            ):
                written.add(name)
            case _:
                return False
    return False


def _starts(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in (*ASKING_METHODS, "transform")


def _is_written(value: ast.expr, written: set[str]) -> bool:
    """Whether the value is made of what stands in the text, by making a table or an array of it."""
    match value:
        case ast.Constant() | ast.UnaryOp(operand=ast.Constant()):
            return True
        case ast.Name(id=name):
            return name in written
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return all(_is_written(item, written) for item in items)
        case ast.Dict(keys=keys, values=values):
            parts = [key for key in keys if key is not None]
            whole = len(parts) == len(keys)  # {**defaults, "age": 30}
            return whole and all(_is_written(part, written) for part in (*parts, *values))
        case ast.Call(func=ast.Attribute(value=holder, attr=name), args=given, keywords=more):
            if name not in _MAKING:
                return False
            own = isinstance(holder, ast.Name) and holder.id not in written  # np.array(...)
            named = [item.value for item in more if item.arg != "columns"]
            told = [*given, *named, *([] if own else [holder])]
            return all(_is_written(part, written) for part in told)
    return False


def _asks(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ASKING_METHODS


def _made(node: ast.expr) -> Iterator[ast.expr]:
    """The outermost parts that are some rows of a table."""
    if _chooses(node) or _in_brackets(node) or _makes(node):
        yield node
    elif isinstance(node, ast.Call):
        #   model.predict(scaler.transform(X_test[:5]))
        for argument in node.args:
            yield from _made(argument)


def _in_brackets(node: ast.expr) -> bool:
    """Whether the expression is rows of numbers in brackets."""
    #   [[5.1, 3.5, 1.4, 0.2]]
    return (
        isinstance(node, ast.List | ast.Tuple)
        and bool(node.elts)
        and all(isinstance(row, ast.List | ast.Tuple) and row.elts for row in node.elts)
        and _is_written(node, set())
        and all(
            isinstance(part.value, int | float)
            for part in nodes_of(node)
            if isinstance(part, ast.Constant)
        )
    )


def _makes(node: ast.expr) -> bool:
    #   model.predict(pd.DataFrame({"age": [30]}))
    return isinstance(node, ast.Call) and _is_written(node, set())


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
