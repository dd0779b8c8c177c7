"""What the text of a function or class tells about where it may stand."""

import ast
from collections.abc import Collection, Iterable

from ..model.flow import Statement
from ..positions import changed
from ..trees import nodes_of, parsed, remembered, statements_of

_LOOKERS = frozenset({"locals", "vars", "dir", "eval", "exec"})


def definition_of(statement: Statement) -> ast.stmt:
    """The statement as a tree; it is shared, and nobody changes it."""
    return statements_of(statement.code)[0]


@remembered
def writes_globals(node: ast.stmt) -> bool:
    """Whether the function binds names of the notebook."""
    return any(isinstance(part, ast.Global) for part in nodes_of(node))


def declared_global(code: str) -> set[str]:
    """Names that functions in the code bind for all by `global`."""
    if "global" not in code:
        return set()
    return {
        name
        for node in statements_of(code)
        for part in nodes_of(node)
        if isinstance(part, ast.Global)
        for name in part.names
    }


def without_annotations(text: str, names: Collection[str]) -> str:
    """The statement, where the names are bound without a type: a global name can have none."""
    #   rate: float = 2        rate = 2
    if ":" not in text or not names:
        return text
    changes = []
    for node in nodes_of(parsed(text)):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name) as target, value=value) if name in names:
                end = node.end_lineno or node.lineno, node.end_col_offset or 0
                if value is None:
                    changes.append(((node.lineno, node.col_offset), end, "pass"))
                else:
                    after = (target.end_lineno or target.lineno, target.end_col_offset or 0)
                    changes.append((after, (value.lineno, value.col_offset), " = "))
    return changed(text, changes) if changes else text


@remembered
def looks_around(node: ast.stmt) -> bool:
    """Whether the function looks at the names around it by itself."""
    return any(isinstance(n, ast.Name) and n.id in _LOOKERS for n in nodes_of(node))


@remembered
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
        isinstance(part, inner) for part in nodes_of(node) if part is not node
    )


@remembered
def own_names(node: ast.AST) -> frozenset[str]:
    """Names that the function, or one in it, binds for itself."""
    arguments = {part.arg for part in nodes_of(node) if isinstance(part, ast.arg)}
    stored = {
        part.id
        for part in nodes_of(node)
        if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)
    }
    return frozenset(arguments | stored)


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


def handed_around(statements: Iterable[Statement]) -> frozenset[str]:
    """The names of functions that are also used as values, not only called."""
    #   clean(df)              a call: it can take one more argument
    #   df.apply(clean)        a value: it cannot
    found: set[str] = set()
    for statement in statements:
        found |= statement.effects.mentions
        if statement.effects.late:
            found |= statement.effects.late & _values_in(statement.code)
    return frozenset(found)


@remembered
def _values_in(code: str) -> frozenset[str]:
    """Names that the code reads other than to call them."""
    nodes = [part for node in statements_of(code) for part in nodes_of(node)]
    called = {id(n.func) for n in nodes if isinstance(n, ast.Call)}
    return frozenset(
        n.id
        for n in nodes
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and id(n) not in called
    )
