"""What a cell's output can come from: the cells above that bind what it reads."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from ..model.notebook import Notebook

_READS = re.compile(
    r"\bopen\(|\bread_\w+\(|\bload\w*\(|\bglob\b|\blistdir\(|\bread_(?:text|bytes)\(|\bfetch\w*\("
)
_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)


def reached_cells(notebook: Notebook, index: int) -> tuple[int, ...]:
    """The cell and those above it that bind a name it needs, directly or through others."""
    wanted: set[str] = set()
    reached = []
    for cell in reversed(notebook.code_cells):
        if cell.index > index:
            continue
        binds, reads = _names(cell.source)
        if cell.index == index or binds & wanted:
            reached.append(cell.index)
            wanted |= reads
    return tuple(reversed(reached))


def reads_files(notebook: Notebook, cells: Iterable[int]) -> bool:
    """Whether one of the cells opens or loads a file."""
    return any(_READS.search(source_of(notebook, index)) for index in cells)


def local_modules(notebook: Notebook, cells: Iterable[int], folder: Path) -> tuple[Path, ...]:
    """The modules beside the notebook that the cells import."""
    found = []
    for index in cells:
        for name in _imported(source_of(notebook, index)):
            for path in (folder / f"{name}.py", folder / name / "__init__.py"):
                if path.is_file():
                    found.append(path)
    return tuple(dict.fromkeys(found))


def source_of(notebook: Notebook, index: int) -> str:
    """The source of the cell with that index."""
    return next((cell.source for cell in notebook.cells if cell.index == index), "")


def _parsed(source: str) -> ast.Module:
    for text in (source, _MAGIC.sub("pass", source)):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError):
            continue
    return ast.Module([], [])


def _names(source: str) -> tuple[set[str], set[str]]:
    """The names that the source may bind or change, and those that it reads."""
    binds: set[str] = set()
    reads: set[str] = set()
    for node in ast.walk(_parsed(source)):
        if isinstance(node, ast.Name):
            (reads if isinstance(node.ctx, ast.Load) else binds).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            binds.add(node.name)
        elif isinstance(node, ast.alias):
            binds.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.Attribute | ast.Subscript):
            #   df["x"] = 1    model.fit(X)    may change df and model in place
            root: ast.expr = node
            while isinstance(root, ast.Attribute | ast.Subscript):
                root = root.value
            if isinstance(root, ast.Name):
                binds.add(root.id)
    return binds, reads


def _imported(source: str) -> tuple[str, ...]:
    names = []
    for node in ast.walk(_parsed(source)):
        if isinstance(node, ast.Import):
            names += [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module.split(".")[0])
    return tuple(dict.fromkeys(names))
