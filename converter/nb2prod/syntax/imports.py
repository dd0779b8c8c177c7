"""Imports of the author's own modules, which live in the project's package."""

import ast
import re
from collections.abc import Mapping

from ..positions import Position, changed

Change = tuple[Position, Position, str]


def with_local_imports(text: str, package: str, homes: Mapping[str, str]) -> str:
    """The text importing those modules from the package; `homes` are their names in there."""
    #   from my_helpers import clean        from shop.my_helpers import clean
    #   import my_helpers as mh             from shop import my_helpers as mh
    if not any(root in text for root in homes):
        return text
    changes: list[Change] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            changes += _plain(node, package, homes)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            root, dot, rest = node.module.partition(".")
            if root in homes:
                start = (node.lineno, node.col_offset)
                head = re.match(r"from\s+[\w.]+", ast.get_source_segment(text, node) or "")
                if head is not None:
                    end = (node.lineno, node.col_offset + len(head[0].encode()))
                    changes.append((start, end, f"from {package}.{homes[root]}{dot}{rest}"))
    return changed(text, changes)


def _plain(node: ast.Import, package: str, homes: Mapping[str, str]) -> list[Change]:
    if not any(alias.name.split(".")[0] in homes for alias in node.names):
        return []
    lines = []
    for alias in node.names:
        root, _, rest = alias.name.partition(".")
        if root not in homes:
            lines.append(f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else ""))
        elif rest and alias.asname:
            inner, _, last = f"{homes[root]}.{rest}".rpartition(".")
            lines.append(f"from {package}.{inner} import {last}" + _as(alias.asname, last))
        else:
            home = homes[root]
            lines.append(f"from {package} import {home}" + _as(alias.asname or root, home))
    start = (node.lineno, node.col_offset)
    end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return [(start, end, f"\n{' ' * node.col_offset}".join(lines))]


def _as(name: str, own: str) -> str:
    return "" if name == own else f" as {name}"
