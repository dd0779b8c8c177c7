"""Predict cells that take the label off their table before they ask the model."""

import ast
from collections.abc import Iterator

from ..trees import nodes_of, parsed
from .knowledge import ASKING_METHODS

#   X_test = test_set.drop("price", axis=1)       rows of a request: they have no price
#   y_test = test_set["price"].copy()
#   predictions = model.predict(X_test)


def takes_label_apart(source: str) -> bool:
    """Whether the cell makes both the rows it asks about and their label of one table."""
    body = parsed(source).body
    dropped = {name: found for node in body for name, found in _dropped(node)}
    read = {pair for node in body for pair in _read(node)}
    for statement in body:
        for call in nodes_of(statement):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            if call.func.attr in ASKING_METHODS and call.args:
                asked = call.args[0]
                if isinstance(asked, ast.Name) and dropped.get(asked.id) in read:
                    return True
    return False


def _dropped(node: ast.stmt) -> Iterator[tuple[str, tuple[str, str]]]:
    """The name that a table without one of its columns gets, with the table and the column."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return
    call = node.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    if call.func.attr != "drop" or not isinstance(call.func.value, ast.Name):
        return
    named = [*call.args[:1], *(k.value for k in call.keywords if k.arg in ("columns", "labels"))]
    for column in named:
        if isinstance(column, ast.List) and len(column.elts) == 1:
            column = column.elts[0]
        if isinstance(column, ast.Constant) and isinstance(column.value, str):
            yield node.targets[0].id, (call.func.value.id, column.value)


def _read(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """The columns that are read of a table by their name."""
    for part in nodes_of(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            yield part.value.id, part.attr
        elif isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name):
            column = part.slice.value if isinstance(part.slice, ast.Constant) else None
            if isinstance(column, str):
                yield part.value.id, column
