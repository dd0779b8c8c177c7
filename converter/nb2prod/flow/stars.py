"""`from x import *` becomes an import of the names that the notebook uses."""

import ast
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path

from ..errors import PlanRefused
from ..model.notebook import Notebook, PythonCell


def with_explicit_names(notebook: Notebook, cells: Sequence[PythonCell]) -> tuple[PythonCell, ...]:
    """
    The cells with their star imports spelled out; raises where a module's names cannot be told.
    """
    if not any("import *" in cell.source for cell in cells):
        return tuple(cells)
    trees = [ast.parse(cell.source) for cell in cells]
    used = {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}
    return tuple(
        _spelled(cell, tree, used, notebook) for cell, tree in zip(cells, trees, strict=True)
    )


def _spelled(cell: PythonCell, tree: ast.Module, used: set[str], notebook: Notebook) -> PythonCell:
    lines = cell.source.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            names = _names_of(node.module or "", notebook.path.resolve().parent)
            if names is None:
                raise _refused(node, cell, notebook)
            wanted = sorted(used & names)
            text = f"from {node.module} import {', '.join(wanted)}" if wanted else "pass"
            line = lines[node.lineno - 1].encode()
            lines[node.lineno - 1] = (
                line[: node.col_offset] + text.encode() + line[node.end_col_offset :]
            ).decode()
    return replace(cell, source="\n".join(lines))


def _refused(node: ast.ImportFrom, cell: PythonCell, notebook: Notebook) -> PlanRefused:
    return PlanRefused(
        "NB204",
        f"`from {node.module} import *` binds names that cannot be told from here",
        f"Import what you use by name: `from {node.module} import first, second`.",
        str(notebook.path),
        cell.cell.index,
        node.lineno,
        cell.source.split("\n")[node.lineno - 1],
    )


def _names_of(module: str, folder: Path) -> frozenset[str] | None:
    """What a star import of the module binds, read from its text; None where that is not sure."""
    if module.split(".")[0] in sys.stdlib_module_names:
        return _of_standard_library(module)
    path = _source_of(module, folder)
    return _of_text(path.read_text("utf-8", "replace")) if path is not None else None


def _of_standard_library(module: str) -> frozenset[str] | None:
    # the same in every environment, and harmless to import; but for those of another system,
    # those that were left out of this Python (tkinter), and one that opens a browser
    if module.split(".")[0] == "antigravity":
        return None
    try:
        loaded = import_module(module)
    except ImportError:
        return None
    names = getattr(loaded, "__all__", None) or [
        name for name in vars(loaded) if not name.startswith("_")
    ]
    return frozenset(names)


def _source_of(module: str, folder: Path) -> Path | None:
    parts = module.split(".")
    local = folder.joinpath(*parts)
    for path in (local.with_suffix(".py"), local / "__init__.py"):
        if path.is_file():
            return path
    search: list[str] | None = None
    for number, _ in enumerate(parts):
        spec = PathFinder.find_spec(".".join(parts[: number + 1]), search)
        if spec is None:
            return None
        search = list(spec.submodule_search_locations or [])
    return (
        Path(spec.origin)
        if spec is not None and spec.origin and spec.origin.endswith(".py")
        else None
    )


def _of_text(text: str) -> frozenset[str] | None:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    listed = [
        n
        for n in body
        if isinstance(n, ast.Assign | ast.AugAssign) and "__all__" in ast.unparse(n).split("=")[0]
    ]
    if listed:
        node = listed[0]
        if len(listed) > 1 or not isinstance(node, ast.Assign):
            return None
        try:
            return frozenset(ast.literal_eval(node.value))
        except (ValueError, TypeError):
            return None
    names: set[str] = set()
    for node_ in body:
        match node_:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                names.add(name)
            case ast.Import(names=aliases):
                names |= {alias.asname or alias.name.split(".")[0] for alias in aliases}
            case ast.ImportFrom(names=aliases):
                if aliases[0].name == "*":
                    return None
                names |= {alias.asname or alias.name for alias in aliases}
            case ast.Assign() | ast.AnnAssign():
                names |= {
                    n.id
                    for n in ast.walk(node_)
                    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
                }
            case ast.Expr():
                pass
            case _:
                return None  # bound under a condition, or in a loop
    return frozenset(name for name in names if not name.startswith("_"))
