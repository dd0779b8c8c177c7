"""`from x import *` becomes an import of the names that the notebook uses."""

import ast
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import NamedTuple

from ..errors import PlanRefused
from ..model.notebook import Notebook, PythonCell
from ..own_files import names_of_definitions, search_folders
from ..trees import nodes_of, parsed, remembered

Ask = Callable[[str], frozenset[str] | None]
_WORD = re.compile(r"[^\W\d]\w*")


def with_explicit_names(
    notebook: Notebook, cells: Sequence[PythonCell], ask: Ask | None = None
) -> tuple[PythonCell, ...]:
    """
    The cells with their star imports spelled out; raises where a module's names cannot be told.

    `ask` gives the names that the kernel's interpreter binds; without it texts must tell them.
    """
    if not any("import *" in cell.source for cell in cells):
        return tuple(cells)
    # a cell that is meant to fail need not be Python
    trees = [_tree(cell.source) for cell in cells]
    used = {word for tree in trees for word in _used_in(tree)}
    folder = notebook.path.resolve().parent
    own = _Own({f.path: f.text for c in cells for f in c.files}, search_folders(cells, folder))
    return tuple(
        _spelled(cell, tree, used, notebook, own, ask)
        for cell, tree in zip(cells, trees, strict=True)
    )


def _tree(source: str) -> ast.Module:
    try:
        return parsed(source)
    except SyntaxError:
        return ast.Module([], [])


@remembered
def _used_in(tree: ast.Module) -> frozenset[str]:
    #   df.eval("b = sqrt(a)")      a name in a text is used too
    found: set[str] = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(_WORD.findall(node.value))
    return frozenset(found)


class _Own(NamedTuple):
    """Where the author's own modules are."""

    written: Mapping[str, str]
    folders: Sequence[Path]

    def text(self, module: str) -> str | None:
        """The text of the author's module of that name, or None."""
        path = module.replace(".", "/")
        for name in (f"{path}.py", f"{path}/__init__.py"):
            if name in self.written:
                return self.written[name]
            for folder in self.folders:
                if (folder / name).is_file():
                    return (folder / name).read_text(encoding="utf-8", errors="replace")
        return None


def _spelled(
    cell: PythonCell,
    tree: ast.Module,
    used: set[str],
    notebook: Notebook,
    own: _Own,
    ask: Ask | None,
) -> PythonCell:
    if "import" not in cell.source or "*" not in cell.source:
        return cell
    lines = cell.source.split("\n")
    run = {m.place.line: m.text for m in cell.magics if m.text.startswith("%run")}
    for node in nodes_of(tree):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            module = node.module or ""
            if node.lineno in run:
                names = names_of_definitions(own.text(module) or "raise")
                if names is None:
                    raise _not_run(run[node.lineno], own.text(module), node, cell, notebook)
            else:
                found = _names_of(module, own, ask)
                if found is None:
                    raise _refused(node, cell, notebook)
                names = found
            wanted = sorted(used & names)
            text = f"from {module} import {', '.join(wanted)}" if wanted else "pass"
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


def _not_run(
    magic: str, text: str | None, node: ast.ImportFrom, cell: PythonCell, notebook: Notebook
) -> PlanRefused:
    what = "there is no such file beside the notebook"
    if text is not None:
        what = "the file does more than define functions, classes and constants"
    return PlanRefused(
        "NB121",
        f"`{magic}` has no place in the project: {what}",
        "Move what you use of it into functions of a file `helpers.py` beside the notebook, "
        "and write `from helpers import clean`.",
        str(notebook.path),
        cell.cell.index,
        node.lineno,
        magic,
    )


def _names_of(module: str, own: _Own, ask: Ask | None) -> frozenset[str] | None:
    """What a star import of the module binds; None where that is not sure."""
    if module.split(".")[0] in sys.stdlib_module_names:
        return _of_standard_library(module)
    text = own.text(module)
    if text is not None and (names := _of_text(text)) is not None:
        return names
    if ask is not None:
        return ask(module)
    path = None if text is not None else _source_of(module)
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


def _source_of(module: str) -> Path | None:
    parts = module.split(".")
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
