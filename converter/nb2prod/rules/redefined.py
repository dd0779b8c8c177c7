"""A function is defined again with another text, and cells in between use the first one."""

import ast
from collections.abc import Iterator

from ..model.findings import Finding, Severity
from .subject import Subject

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def findings(subject: Subject) -> Iterator[Finding]:
    """A note at each later definition whose text differs from the one before it."""
    known: dict[str, tuple[int, _Definition]] = {}
    for tree in subject.trees:
        for node in tree.tree.body:
            if not isinstance(node, _Definition):
                continue
            before = known.get(node.name)
            known[node.name] = (tree.cell.index, node)
            if before is None or ast.dump(before[1]) == ast.dump(node):
                continue
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            where = (
                "further up in this cell"
                if before[0] == tree.cell.index
                else f"in cell {before[0] + 1}"
            )
            yield Finding(
                "NB308",
                Severity.NOTE,
                f"The {kind} `{node.name}` is defined {where} too, with another text: the cells "
                "in between use that one, those below use this one.",
                "Give the two different names, or remove the one that is not needed.",
                tree.cell.index,
                node.lineno,
            )
