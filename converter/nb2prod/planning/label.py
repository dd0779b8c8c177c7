"""The label: the column of the loaded table that training takes as its target."""

import ast
from collections.abc import Collection, Iterator, Sequence

from ..model.notebook import Role
from .outline import Outline

_DEEP = 12  # names followed one after the other

#   y = np.log1p(houses["price"])
#   X_train, X_test, y_train, y_test = train_test_split(X, y)
#   model.fit(X_train, y_train)                                   the label is `price`


def label_column(outline: Outline, columns: Collection[str]) -> str | None:
    """The one column that the last fitted target is made of; None where that is not clear."""
    statements = [(part, statement) for part in outline.parts for statement in part.statements]
    codes = [ast.parse(statement.code).body[0] for _, statement in statements]
    trained = [part.group.role is Role.TRAIN for part, _ in statements]
    targets = [(n, t) for n, node in enumerate(codes) if trained[n] for t in _targets(node)]
    if not targets:
        return None
    number, target = targets[-1]
    found = set(_columns(target, codes[:number], _DEEP)) & set(columns)
    return next(iter(found)) if len(found) == 1 else None


def _targets(node: ast.stmt) -> Iterator[ast.expr]:
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and getattr(part.func, "attr", "") == "fit":
            named = [keyword.value for keyword in part.keywords if keyword.arg == "y"]
            yield from [*part.args[1:2], *named]


def _columns(node: ast.expr, codes: Sequence[ast.stmt], depth: int) -> Iterator[str]:
    if isinstance(node, ast.Name) and depth:
        for value, before in _bindings(node.id, codes):
            yield from _columns(value, before, depth - 1)
            return
    elif isinstance(node, ast.Subscript):
        texts = [p.value for p in ast.walk(node.slice) if isinstance(p, ast.Constant)]
        named = [text for text in texts if isinstance(text, str)]
        yield from named or _columns(node.value, codes, depth)
    elif isinstance(node, ast.Attribute):
        yield node.attr
        yield from _columns(node.value, codes, depth)
    elif isinstance(node, ast.Call):
        yield from _columns_of_call(node, codes, depth)
    elif isinstance(node, ast.BinOp | ast.Compare | ast.UnaryOp):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _columns(child, codes, depth)


def _columns_of_call(node: ast.Call, codes: Sequence[ast.stmt], depth: int) -> Iterator[str]:
    if isinstance(node.func, ast.Attribute):
        if node.func.attr == "pop" and node.args and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)
            return
        yield from _columns(node.func.value, codes, depth)
    for argument in node.args:
        yield from _columns(argument, codes, depth)


def _bindings(
    name: str, codes: Sequence[ast.stmt]
) -> Iterator[tuple[ast.expr, Sequence[ast.stmt]]]:
    """What the name was last bound to, and the statements before that."""
    for number in range(len(codes) - 1, -1, -1):
        node = codes[number]
        if isinstance(node, ast.Assign):
            value = _bound_value(name, node)
            if value is not None:
                yield value, codes[:number]


def _bound_value(name: str, node: ast.Assign) -> ast.expr | None:
    for target in node.targets:
        if isinstance(target, ast.Name) and target.id == name:
            return node.value
        if isinstance(target, ast.Tuple | ast.List):
            names = [part.id if isinstance(part, ast.Name) else "" for part in target.elts]
            if name in names:
                return _part(node.value, names.index(name))
    return None


def _part(value: ast.expr, position: int) -> ast.expr | None:
    if isinstance(value, ast.Tuple | ast.List):
        return value.elts[position] if position < len(value.elts) else None
    if isinstance(value, ast.Call) and value.args[position // 2 :]:
        called = getattr(value.func, "attr", getattr(value.func, "id", ""))
        return value.args[position // 2] if called == "train_test_split" else None
    return None
