"""Which names hold pandas tables, as far as the text tells."""

import ast
from collections.abc import Iterator

from ..trees import all_nodes, nodes_of, remembered
from .subject import Subject

_MAKERS = (
    "pandas.read_", "pandas.DataFrame", "pandas.concat", "pandas.merge", "pandas.get_dummies",
    "pandas.json_normalize",
)  # fmt: skip
_KEEPING = frozenset(
    {
        "copy", "dropna", "drop", "fillna", "reset_index", "set_index", "sort_values", "rename",
        "merge", "join", "assign", "query", "sample", "head", "tail", "drop_duplicates", "replace",
        "astype", "select_dtypes", "sort_index", "nlargest", "nsmallest",
    }
)  # fmt: skip


def tables(subject: Subject) -> frozenset[str]:
    """The names that hold a table somewhere, and nothing else anywhere."""
    good: set[str] = set()
    bad: set[str] = set()
    for tree in subject.trees:
        for targets, value in _bindings(tree.tree):
            (good if _is_table(value, good, subject) else bad).update(targets)
    return frozenset(good - bad)


@remembered
def _bindings(tree: ast.Module) -> tuple[tuple[list[str], ast.expr | None], ...]:
    return tuple(pair for node in nodes_of(tree) for pair in _bound(node))


def _bound(node: ast.AST) -> Iterator[tuple[list[str], ast.expr | None]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield _pairs(target, value)
        case (
            ast.For(target=ast.Name(id=name), iter=ast.List(elts=[first, *_]))
            | ast.For(target=ast.Name(id=name), iter=ast.Tuple(elts=[first, *_]))
        ):
            yield [name], first
        case ast.For(target=target) | ast.comprehension(target=target):
            yield _names(target), None
        case ast.FunctionDef(args=arguments):
            yield [n.arg for n in all_nodes(arguments) if isinstance(n, ast.arg)], None


def _pairs(target: ast.expr, value: ast.expr) -> tuple[list[str], ast.expr | None]:
    if isinstance(target, ast.Name):
        return [target.id], value
    if isinstance(target, ast.Tuple):
        return _names(target), value if _splits(value) else None
    return [], None  # df["a"] = 1 binds no name


def _splits(value: ast.expr) -> bool:
    names = (getattr(part, "id", getattr(part, "attr", "")) for part in nodes_of(value))
    return any("train_test_split" in name for name in names)


def _names(target: ast.expr) -> list[str]:
    return [
        part.id
        for part in all_nodes(target)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    ]


def _is_table(value: ast.expr | None, good: set[str], subject: Subject) -> bool:
    match value:
        case ast.Name(id=name):
            return name in good
        case ast.Call(func=function) if subject.called(function).startswith(_MAKERS):
            return True
        case ast.Call(func=ast.Name(id="train_test_split"), args=[first, *_]):
            return _is_table(first, good, subject)
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in _KEEPING:
            return _is_table(owner, good, subject)
        case ast.Subscript(value=owner, slice=ast.List() | ast.Compare() | ast.BinOp()):
            return _is_table(owner, good, subject)
        case ast.Subscript(value=ast.Attribute(value=owner, attr="loc" | "iloc")):
            return _is_table(owner, good, subject)
    return False
