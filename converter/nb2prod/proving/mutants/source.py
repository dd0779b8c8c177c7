"""A module as text with its tree: what is changed is a span of bytes, the rest stays as it is."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Definition = Function | ast.Assign | ast.AnnAssign


@dataclass(frozen=True, slots=True)
class Change:
    """A span of a module and what stands there instead."""

    operator: str
    start: int
    end: int
    replacement: bytes
    told: str


@dataclass(slots=True)
class Module:
    """One file, its tree, and where each node hangs."""

    file: str
    text: bytes
    tree: ast.Module
    lines: list[int]  # where each line begins
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)

    @classmethod
    def read(cls, file: str, text: bytes) -> "Module":
        """The module; raises SyntaxError for what is no Python."""
        tree = ast.parse(text)
        starts = [0]
        for line in text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        module = cls(file, text, tree, starts)
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                module.parents[child] = node
        return module

    def span(self, node: Any) -> tuple[int, int]:
        """Where the node's text begins and ends, in bytes."""
        start = self.lines[node.lineno - 1] + node.col_offset
        return start, self.lines[node.end_lineno - 1] + node.end_col_offset

    def code(self, node: ast.AST) -> bytes:
        """The node's text."""
        start, end = self.span(node)
        return self.text[start:end]

    def shown(self, node: ast.AST) -> str:
        """The node's text on one line, short enough for a table."""
        text = " ".join(self.code(node).decode().split())
        return text if len(text) <= 48 else text[:45] + "..."

    def changed(self, change: Change) -> bytes:
        """The module's text with the change."""
        return self.text[: change.start] + change.replacement + self.text[change.end :]

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around this one, the nearest first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """The statement that holds the node."""
        for item in (node, *self.above(node)):
            if isinstance(item, ast.stmt):
                return item
        return None

    def owner(self, node: ast.AST) -> Definition | None:
        """The function, class or constant at module level that holds the node."""
        top = node
        for item in self.above(node):
            if isinstance(item, ast.Module):
                break
            top = item
        return top if isinstance(top, Definition) else None

    def definitions(self) -> dict[str, Definition]:
        """The functions, classes and constants at module level, by name."""
        return {
            name: node
            for node in self.tree.body
            if isinstance(node, Definition) and (name := name_of(node))
        }


def name_of(node: Definition | None) -> str:
    """The name that a definition binds; empty where it binds none or several."""
    if isinstance(node, Function):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else node and node.target
    return target.id if isinstance(target, ast.Name) else ""


def fields_of(definition: ast.ClassDef) -> dict[str, str]:
    """The annotated fields of a class, each with its type as it is written."""
    return {
        item.target.id: ast.unparse(item.annotation)
        for item in definition.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    }


def is_code(module: Module, node: ast.AST) -> bool:
    """False for annotations, docstrings, decorators and imports: changing them changes no value."""
    child = node
    for item in module.above(node):
        if isinstance(item, ast.arg | ast.Import | ast.ImportFrom):
            return False
        if isinstance(item, ast.AnnAssign) and item.annotation is child:
            return False
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and (
            item.returns is child or child in item.decorator_list
        ):
            return False
        if isinstance(item, ast.ClassDef) and (child in item.decorator_list or child in item.bases):
            return False
        if isinstance(item, ast.Raise | ast.JoinedStr):  # words for people
            return False
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant):
            return False
        child = item
    return True
