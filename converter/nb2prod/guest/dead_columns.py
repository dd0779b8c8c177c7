"""Serving statements that make columns which no answer depends on: mostly the label, made ready."""

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from .row_equality import batches_unlike
from .serving_way import Way

#   df["churn"] = (df["churn"] == "yes").astype(int)     <- no request has `churn`
#   X = df.drop(columns=["churn"])


def dead_statements(
    request: Mapping[str, Any], way: Way, table: Any, read: Sequence[str] | None
) -> list[int]:
    """The positions of serving statements whose column may be anything, and that may be missing."""
    base = way(table)
    dead: list[int] = []
    for position, (_, text) in enumerate(request["serve"]):
        column = _column_made(text)
        if column is None:
            continue
        emptied = way.changed({**dict.fromkeys(dead, "pass"), position: f"{column} = None"})
        without = way.changed(dict.fromkeys([*dead, position], "pass"))
        if _gives(emptied, table, base, read) and _gives(without, table, base, read):
            dead.append(position)
    return dead


def _gives(way: Way, table: Any, base: Any, read: Sequence[str] | None) -> bool:
    try:
        return not batches_unlike(base, way(table), read)
    except Exception:  # a later statement needs the column
        return False


def _column_made(text: str) -> str | None:
    """The one column of a table that a statement writes."""
    body = ast.parse(text).body
    node = body[0] if len(body) == 1 else None
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return None
    target = node.targets[0]
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return ast.unparse(target)
    return ast.unparse(target) if isinstance(target, ast.Attribute) else None
