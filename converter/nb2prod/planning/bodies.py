"""What the text of a function or class tells about where it may stand."""

import ast
from collections.abc import Iterable

from ..model.flow import Statement


def definition_of(statement: Statement) -> ast.stmt:
    """The statement as a tree."""
    return ast.parse(statement.code).body[0]


def writes_globals(node: ast.stmt) -> bool:
    """Whether the function binds names of the notebook."""
    return any(isinstance(part, ast.Global) for part in ast.walk(node))


def declared_global(code: str) -> set[str]:
    """Names that functions in the code bind for all by `global`."""
    if "global" not in code:
        return set()
    return {
        name
        for part in ast.walk(ast.parse(code))
        if isinstance(part, ast.Global)
        for name in part.names
    }


def reads_later(node: ast.stmt) -> bool:
    """Whether the function may give away a function or a generator that reads names later."""
    inner = (
        ast.FunctionDef
        | ast.AsyncFunctionDef
        | ast.Lambda
        | ast.Yield
        | ast.YieldFrom
        | ast.GeneratorExp
    )
    return isinstance(node, ast.AsyncFunctionDef) or any(
        isinstance(part, inner) for part in ast.walk(node) if part is not node
    )


def keeps_state(node: ast.stmt) -> bool:
    """Whether two copies of the function would be two states."""
    #   def collect(x, seen=[]): ...
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
    return bool(node.decorator_list) or not all(_immutable(default) for default in defaults)


def _immutable(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.UnaryOp | ast.Name | ast.Attribute) or (
        isinstance(node, ast.Tuple) and all(map(_immutable, node.elts))
    )


def only_called(name: str, statements: Iterable[Statement]) -> bool:
    """Whether the name is never handed around."""
    #   clean(df)              a call: it can take one more argument
    #   df.apply(clean)        a value: it cannot
    for statement in statements:
        if name in statement.effects.mentions:
            return False
        if name in statement.effects.late and not _called_in(name, statement.code):
            return False
    return True


def _called_in(name: str, code: str) -> bool:
    tree = ast.parse(code)
    called = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    return all(
        id(n) in called
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load)
    )
