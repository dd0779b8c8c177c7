"""Loops that go from row to row of a table."""

import ast
from collections.abc import Callable
from typing import Any

_WALKS = frozenset(("iterrows", "itertuples", "tolist", "to_list", "index", "values", "to_numpy"))
_NOT_ROWS = frozenset(("columns", "dtypes", "keys", "items"))

#   for i in range(len(df)):             for i, row in df.iterrows():
#   for i in range(df.shape[0]):         for a, b in zip(df["a"], df["b"]):

RowsNamed = Callable[[str], Any]  # the value with rows that a name holds, or None


def walks_rows(loop: ast.For, rows_named: RowsNamed) -> bool:
    """Whether the loop passes once for each row of a table."""
    return _entries(loop.iter, rows_named) or _counts(loop.iter, rows_named)


def _entries(node: ast.expr, rows_named: RowsNamed) -> bool:
    """Whether an expression has one entry for each row."""
    if isinstance(node, ast.Name):
        value = rows_named(node.id)
        return value is not None and not hasattr(value, "columns")
    if isinstance(node, ast.Subscript):
        return _holds_rows(node.value, rows_named)
    if isinstance(node, ast.Attribute):
        return node.attr not in _NOT_ROWS and _holds_rows(node.value, rows_named)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in _WALKS and _holds_rows(node.func.value, rows_named)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        names = ("enumerate", "zip", "list")
        return node.func.id in names and any(_entries(item, rows_named) for item in node.args)
    return False


def _counts(node: ast.expr, rows_named: RowsNamed) -> bool:
    """Whether an expression is `range` over the number of rows."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        return False
    if node.func.id != "range" or not node.args:
        return False
    return any(_is_count(part, rows_named) for item in node.args for part in ast.walk(item))


def _is_count(node: ast.AST, rows_named: RowsNamed) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
        given = node.args[0]
        return _holds_rows(given, rows_named) and getattr(given, "attr", "") not in _NOT_ROWS
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
        first = isinstance(node.slice, ast.Constant) and node.slice.value == 0
        return first and node.value.attr == "shape" and _holds_rows(node.value.value, rows_named)
    return False


def _holds_rows(node: ast.expr, rows_named: RowsNamed) -> bool:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return isinstance(node, ast.Name) and rows_named(node.id) is not None
