"""A module or a function that its library took away."""

import ast
from collections.abc import Iterator

from ..model.findings import Finding, Severity
from ..trees import nodes_of, remembered
from .subject import Subject, may_fail


def findings(subject: Subject) -> Iterator[Finding]:
    """A note for each such path, where it is used first."""
    told: set[str] = set()
    for tree in subject.trees:
        if may_fail(tree.cell):
            continue
        sheltered = _sheltered(tree.tree)
        for line, path in _paths(tree.tree, subject):
            known = subject.gone(path)
            if known is None or path in told or line in sheltered:
                continue
            told.add(path)
            library, last, instead = known
            gone = f"is gone: it needs {library}{last}" if last else f"is of an older {library}"
            yield Finding(
                "NB325",
                Severity.NOTE,
                f"`{path}` {gone}.",
                f"Use {instead} instead." if instead else "Replace the call.",
                tree.cell.index,
                line,
            )


@remembered
def _naming(tree: ast.Module) -> tuple[ast.AST, ...]:
    """The nodes that name something of a module."""
    kinds = ast.Import | ast.ImportFrom | ast.Attribute
    return tuple(node for node in nodes_of(tree) if isinstance(node, kinds))


@remembered
def _sheltered(tree: ast.Module) -> frozenset[int]:
    #   try: from sklearn.externals import joblib
    #   except ImportError: import joblib
    return frozenset(
        line
        for node in nodes_of(tree)
        if isinstance(node, ast.Try)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )


def _paths(tree: ast.Module, subject: Subject) -> Iterator[tuple[int, str]]:
    inner: set[int] = set()
    for node in _naming(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield node.lineno, alias.name
            case ast.ImportFrom(module=str(module), names=names, level=0):
                for alias in names:
                    yield node.lineno, f"{module}.{alias.name}"
            case ast.Attribute(value=value) if id(node) not in inner:
                inner.add(id(value))
                root = value
                while isinstance(root, ast.Attribute):
                    inner.add(id(root))
                    root = root.value
                if isinstance(root, ast.Name) and root.id in subject.imports:
                    yield node.lineno, subject.called(node)
