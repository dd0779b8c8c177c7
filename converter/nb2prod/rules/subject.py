"""What a rule looks at: the notebook, its code as trees, its flow, and what the file recorded."""

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..model.flow import Flow, Statement
from ..model.notebook import Cell, Notebook, PythonCell, Role
from ..trees import nodes_of, parsed, remembered

Gone = Callable[[str], tuple[str, str, str] | None]
_MAY_FAIL = "raises-exception"


class CellTree(NamedTuple):
    """A code cell that Python can read, as a tree."""

    python: PythonCell
    tree: ast.Module

    @property
    def cell(self) -> Cell:
        """The cell as the file holds it."""
        return self.python.cell


@dataclass(frozen=True, slots=True)
class Subject:
    """A notebook, prepared for the rules."""

    notebook: Notebook
    trees: tuple[CellTree, ...]
    flow: Flow
    imports: Mapping[str, str]  # np -> numpy, rand -> numpy.random.rand
    by_cell: Mapping[int, tuple[Statement, ...]]
    unread: frozenset[str]  # words of what we cannot read: broken cells, magics that stay behind
    certain: bool  # no line may bind names that nobody sees
    gone: Gone  # a dotted path -> library, last version, what to write instead

    @property
    def counted(self) -> tuple[Cell, ...]:
        """The code cells that hold code and show when they were run; In [0] does not."""
        return tuple(c for c in self.written if c.execution_count)

    @property
    def written(self) -> tuple[Cell, ...]:
        """The code cells that hold more than blanks and comments."""
        return tuple(cell for cell in self.notebook.code_cells if _says_something(cell.source))

    def called(self, function: ast.expr) -> str:
        """The full name of what is called: `np.random.rand` as numpy.random.rand."""
        parts: list[str] = []
        while isinstance(function, ast.Attribute):
            parts.append(function.attr)
            function = function.value
        if isinstance(function, ast.Name):
            parts.append(self.imports.get(function.id, function.id))
        return ".".join(reversed(parts))

    def in_section(self, index: int) -> bool:
        """Whether the cell becomes part of the project by its own tag."""
        roles = {tag.role for tag in self.notebook.cells[index].tags}
        return bool(roles - {Role.SKIP})


def subject_of(
    notebook: Notebook, cells: Sequence[PythonCell], flow: Flow, certain: bool, gone: Gone
) -> Subject:
    """The subject of a notebook; `cells` are those that Python can read."""
    trees = tuple(CellTree(cell, parsed(cell.source)) for cell in cells)
    by_cell: dict[int, list[Statement]] = {}
    for statement in flow.statements:
        by_cell.setdefault(statement.place.cell_index, []).append(statement)
    dynamic = any("dynamic" in statement.effects.outside for statement in flow.statements)
    unseen = any(m.action == "refused" for cell in cells for m in cell.magics)
    return Subject(
        notebook,
        trees,
        flow,
        _imports(trees),
        {index: tuple(found) for index, found in by_cell.items()},
        _unread(notebook, cells),
        certain and not dynamic and not unseen,
        gone,
    )


def _imports(trees: Iterable[CellTree]) -> dict[str, str]:
    return {name: origin for tree in trees for name, origin in _imported(tree.tree)}


@remembered
def _imported(tree: ast.Module) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.split(".")[0]
                found.append((alias.asname or root, alias.name if alias.asname else root))
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                found.append((alias.asname or alias.name, f"{node.module}.{alias.name}"))
    return tuple(found)


def _unread(notebook: Notebook, cells: Sequence[PythonCell]) -> frozenset[str]:
    readable = {cell.cell.index for cell in cells}
    texts = [cell.source for cell in notebook.code_cells if cell.index not in readable]
    texts += [magic.text for cell in cells for magic in cell.magics]
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def _says_something(source: str) -> bool:
    lines = (line.strip() for line in source.splitlines())
    return any(line and not line.startswith("#") for line in lines)


def may_fail(cell: Cell) -> bool:
    """Whether the author says that the cell is meant to fail."""
    return _MAY_FAIL in cell.raw_tags


def cell_list(indexes: Iterable[int], most: int = 6) -> str:
    """`cells 3, 5 and 9` as people count them; a long list is cut."""
    numbers = [str(index + 1) for index in indexes]
    if len(numbers) == 1:
        return f"cell {numbers[0]}"
    if len(numbers) > most:
        return f"cells {', '.join(numbers[:most])} and {len(numbers) - most} more"
    return f"cells {', '.join(numbers[:-1])} and {numbers[-1]}"


def shortened(text: str) -> str:
    """The first line of some code, for a message."""
    first = text.strip().splitlines()[0].strip() if text.strip() else ""
    return first if len(first) <= 60 else first[:57] + "..."
