"""A path that exists on the author's computer only."""

import ast
import re
from collections.abc import Iterator

from ..model.findings import Finding, Severity
from ..trees import nodes_of, remembered
from .subject import Subject

_ABSOLUTE = re.compile(
    r"(?:[A-Za-z]:[\\/](?![\\/])\S|/(?:home|Users|content|kaggle|mnt|root|media|Volumes|dbfs|tmp)/\S"
    r"|~[\\/]\S)"
)


def findings(subject: Subject) -> Iterator[Finding]:
    """A finding for each such text: a warning in a section, a note elsewhere."""
    for tree in subject.trees:
        for text, line in _paths(tree.tree):
            # the message may stand in the project, where the path itself has no place
            name = re.split(r"[\\/]", text.rstrip("\\/"))[-1]
            yield Finding(
                "NB322",
                Severity.WARNING if subject.in_section(tree.cell.index) else Severity.NOTE,
                f"The absolute path to `{name[:60]}` exists on one computer only.",
                "Write it from the notebook's folder: 'data/orders.csv'.",
                tree.cell.index,
                line,
            )


@remembered
def _paths(tree: ast.Module) -> tuple[tuple[str, int], ...]:
    """The paths in a cell, each with its line; a text alone is a remark."""
    remarks = {id(node.value) for node in nodes_of(tree) if isinstance(node, ast.Expr)}
    return tuple(
        (str(node.value), node.lineno)
        for node in nodes_of(tree)
        if isinstance(node, ast.Constant) and id(node) not in remarks and _is_path(node.value)
    )


def _is_path(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) < 300
        and "\n" not in value
        and _ABSOLUTE.match(value) is not None
    )
