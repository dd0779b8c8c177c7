"""A change of a part of a table that does not reach the table: pandas 3 copies on write."""

import ast
from collections.abc import Iterator

from ..model.findings import Finding, Severity
from ..trees import nodes_of, remembered
from .subject import Subject, shortened
from .tables import tables

#   df[df.age > 99]["age"] = 99             changes a copy
#   df["age"].fillna(0, inplace=True)       changes a copy

_DOORS = frozenset({"loc", "iloc", "at", "iat"})
_NO_COLUMN = _DOORS | {"columns", "index", "values", "attrs", "flags", "style"}


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning for each chained assignment and each `inplace` on a part of a table."""
    frames = tables(subject)
    if not frames:
        return
    for tree in subject.trees:
        for node in _changing(tree.tree):
            match node:
                case ast.Assign(targets=targets):
                    lost = [t for t in targets if _is_chained(t, frames)]
                    code = "NB323"
                case ast.AugAssign(target=target):
                    lost, code = [target] if _is_chained(target, frames) else [], "NB323"
                case ast.Expr(value=ast.Call() as call) if _in_place_on_part(call, frames):
                    lost, code = [call], "NB324"
                case _:
                    continue
            for part in lost:
                yield _finding(code, node, part, tree.cell.index)


@remembered
def _changing(tree: ast.Module) -> tuple[ast.AST, ...]:
    """The statements that may set a part of something, or change it by a call."""
    kinds = ast.Assign | ast.AugAssign | ast.Expr
    return tuple(node for node in nodes_of(tree) if isinstance(node, kinds))


def _finding(code: str, node: ast.stmt, part: ast.expr, index: int) -> Finding:
    text = shortened(ast.unparse(node))
    if code == "NB323":
        remedy = "Write it in one step: `df.loc[rows, column] = value`."
    else:
        assert isinstance(part, ast.Call)
        assert isinstance(part.func, ast.Attribute)
        column = ast.unparse(part.func.value)
        remedy = f"Assign the result: `{column} = {column}.{part.func.attr}(...)`."
    return Finding(
        code,
        Severity.WARNING,
        f"`{text}` changes a copy of a part: from pandas 3 on the table stays as it is.",
        remedy,
        index,
        node.lineno,
    )


def _is_chained(target: ast.expr, frames: frozenset[str]) -> bool:
    #   df[mask]["a"] = v      df["a"][mask] = v      df.a[mask] = v      df["a"].iloc[0] = v
    if not isinstance(target, ast.Subscript):
        return False
    owner = target.value
    if isinstance(owner, ast.Attribute) and owner.attr in _DOORS:
        return _is_part(owner.value, frames)
    return _is_part(owner, frames)


def _is_part(node: ast.expr, frames: frozenset[str]) -> bool:
    """Whether the expression is a column or a selection of rows of a table."""
    match node:
        case ast.Subscript(value=ast.Name(id=name)):
            return name in frames
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr=door)):
            return name in frames and door in _DOORS
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return name in frames and attribute not in _NO_COLUMN
    return False


def _in_place_on_part(call: ast.Call, frames: frozenset[str]) -> bool:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    asked = given.get("inplace")
    return (
        isinstance(asked, ast.Constant)
        and asked.value is True
        and isinstance(call.func, ast.Attribute)
        and _is_part(call.func.value, frames)
    )
