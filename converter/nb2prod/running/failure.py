"""A failed cell with all that is known about it, as the rules of the diagnosis look at it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..model.notebook import Cell, Notebook
from ..model.run import CellRun, Run
from .tracebacks import plain


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a cell failed: one word of the documented causes, a sentence, and what to do."""

    code: str
    cause: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Failure:
    """The first cell that failed in a run."""

    notebook: Notebook
    run: Run
    cell_run: CellRun

    @property
    def name(self) -> str:
        """The class of the error, without its module."""
        return self.cell_run.error_name.rpartition(".")[2]

    @property
    def value(self) -> str:
        """The error's own words."""
        return self.cell_run.error_value

    @property
    def cell(self) -> Cell:
        """The cell as the file holds it."""
        return self.notebook.cells[self.cell_run.cell_index]

    @property
    def folder(self) -> Path:
        """Where relative paths of the notebook begin."""
        return self.run.working_folder

    @cached_property
    def traceback(self) -> str:
        """What IPython printed, without colours."""
        return plain(self.cell_run.traceback)

    @property
    def line_text(self) -> str:
        """The line of the cell that failed, or an empty text."""
        lines = self.cell.source.splitlines()
        number = self.cell_run.error_line
        return lines[number - 1] if number and number <= len(lines) else ""

    @cached_property
    def bound_in(self) -> dict[str, list[int]]:
        """For each name bound at the top of a cell: the indices of those cells."""
        found: dict[str, list[int]] = {}
        for cell in self.notebook.code_cells:
            for name in bound_names(cell.source):
                found.setdefault(name, []).append(cell.index)
        return found

    @cached_property
    def modules(self) -> dict[str, str]:
        """What each imported name stands for: `pd` is `pandas`."""
        found: dict[str, str] = {}
        for cell in self.notebook.code_cells:
            for node in ast.walk(parsed(cell.source)):
                if isinstance(node, ast.Import):
                    for alias in node.names:
                        top = alias.name.partition(".")[0]
                        found[alias.asname or top] = alias.name if alias.asname else top
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found |= {alias.asname or alias.name: node.module for alias in node.names}
        return found

    def version(self, module: str) -> str:
        """`pandas 3.1.0` for an imported module; the bare name where its version is unknown."""
        top = module.partition(".")[0]
        distribution = self.run.environment.packages.get(top, top)
        versions = {
            name.lower().replace("_", "-"): version
            for name, version in self.run.environment.distributions.items()
        }
        version = versions.get(distribution.lower().replace("_", "-"))
        return f"{distribution} {version}" if version else distribution

    def is_installed(self, module: str) -> bool:
        """Whether the kernel has that top-level module's distribution."""
        return " " in self.version(module)


def parsed(source: str) -> ast.Module:
    """The cell's syntax tree without its magic lines; an empty one where it does not parse."""
    lines = [
        "" if line.startswith("%%") else _blank(line)
        for line in source.replace("\r\n", "\n").split("\n")
    ]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _blank(line: str) -> str:
    """The line, or `pass` in its place where it is a magic or a shell line."""
    text = line.lstrip()
    return line[: len(line) - len(text)] + "pass" if text.startswith(("%", "!", "?")) else line


def bound_names(source: str) -> set[str]:
    """The names that a cell binds at its top level, on any path."""
    return set(_bound(parsed(source)))


def _bound(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield child.name
        elif isinstance(child, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in child.names)
        elif isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield child.id
        elif not isinstance(child, ast.Lambda | ast.comprehension):
            yield from _bound(child)
