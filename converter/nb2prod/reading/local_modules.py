"""Modules of the author's that a notebook imports, found beside it without running anything."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..model.findings import Finding, Severity
from ..model.local_code import LocalCode, LocalFile
from ..model.notebook import Place, PythonCell
from ..own_files import reads_at_import, search_folders
from ..trees import nodes_of, parsed

_COMPILED = (".so", ".pyd")
# files and folders that each project has itself
_PROJECTS_OWN = frozenset({
    "README.md", "RUNBOOK.md", "MODEL_CARD.md", "Makefile", "Dockerfile", "compose.yaml",
    "pyproject.toml", "requirements.lock", "requirements-serve.lock", "requirements-dev.lock",
    ".env", ".env.example", ".gitignore", ".dockerignore", ".github", ".nb2prod", "deploy",
    "docs", "lineage.json", "models", "notebooks", "src", "tests",
})  # fmt: skip


class _Found(NamedTuple):
    """A module's text, and whether it is the `__init__` of a package."""

    text: str
    origin: str
    package: bool


def local_code(cells: Sequence[PythonCell], folder: Path) -> LocalCode:
    """The modules that the cells import from files of their author's, with what those import."""
    written = _written(cells)
    search = _Search(written, search_folders(cells, folder), folder)
    for cell in cells:
        for node in _imports(cell.source):
            search.follow(node, None, Place(cell.cell.index, cell.cell.id, node.lineno))
    modules = {f.path for f in search.files()}
    others = []
    for cell in cells:
        for file in cell.files:
            if _is_projects_own(file.path):
                search.findings.append(_taken(file.path, cell))
    for path, (text, origin) in written.items():
        if path not in modules and not _is_projects_own(path):
            others.append(LocalFile(path, "", text, origin))
    files = sorted((*search.files(), *others), key=lambda file: file.path)
    return LocalCode(tuple(files), tuple(search.findings))


def _is_projects_own(path: str) -> bool:
    return path.split("/")[0] in _PROJECTS_OWN


def _written(cells: Iterable[PythonCell]) -> dict[str, tuple[str, str]]:
    """What `%%writefile` cells leave behind: path -> text and origin."""
    found: dict[str, tuple[str, str]] = {}
    for cell in cells:
        for file in cell.files:
            before = found[file.path][0] if file.appends and file.path in found else ""
            found[file.path] = (before + file.text, f"cell {cell.cell.index + 1}")
    return found


def _imports(text: str) -> Iterator[ast.Import | ast.ImportFrom]:
    if "import" not in text:
        return
    try:
        tree = parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in nodes_of(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node


@dataclass(slots=True)
class _Search:
    """What was found so far; each module is read once."""

    written: Mapping[str, tuple[str, str]]
    folders: Sequence[Path]
    home: Path
    found: dict[str, _Found] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    whole: set[tuple[str, str]] = field(default_factory=set)  # `import a.b`: b belongs to a
    findings: list[Finding] = field(default_factory=list)

    def files(self) -> list[LocalFile]:
        """The modules as files of a package."""
        files = []
        for module, found in self.found.items():
            path = module.replace(".", "/") + ("/__init__.py" if found.package else ".py")
            children = sorted(child for parent, child in self.whole if parent == module)
            files.append(LocalFile(path, module, _with(children, found.text), found.origin))
        return files

    def follow(self, node: ast.Import | ast.ImportFrom, inside: str | None, place: Place) -> None:
        """Take in what the statement imports; `inside` is the package that it stands in."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                if self._take(alias.name, place) and alias.asname is None:
                    parts = alias.name.split(".")
                    for count in range(1, len(parts)):
                        self.whole.add((".".join(parts[:count]), parts[count]))
            return
        module = _absolute(node, inside)
        if module and self._take(module, place):
            for alias in node.names:
                if self.found[module].package:
                    self._take(f"{module}.{alias.name}", place)

    def _take(self, module: str, place: Place) -> bool:
        """Whether the module is the author's; it is read with all packages around it."""
        root = module.split(".")[0]
        if module in self.found:
            return True
        if module in self.missing or root in sys.stdlib_module_names:
            return False
        parts = module.split(".")
        parents = [".".join(parts[:count]) for count in range(1, len(parts))]
        if not all(parent in self.found or self._read(parent, place) for parent in parents):
            return False
        return self._read(module, place)

    def _read(self, module: str, place: Place) -> bool:
        found = self._found(module, place)
        if found is None:
            self.missing.add(module)
            return False
        self.found[module] = found
        inside = module if found.package else module.rpartition(".")[0]
        for node in _imports(found.text):
            self.follow(node, inside, place)
        if "__file__" in found.text:
            self.findings.append(_beside_itself(found.origin, place))
        if reads_at_import(found.text):
            self.findings.append(_reads_at_import(found.origin, place))
        return True

    def _found(self, module: str, place: Place) -> _Found | None:
        path = module.replace(".", "/")
        for name in (f"{path}/__init__.py", f"{path}.py"):
            if name in self.written:
                text, origin = self.written[name]
                return _Found(text, origin, name.endswith("__init__.py"))
        for folder in self.folders:
            for name in (f"{path}/__init__.py", f"{path}.py"):
                file = folder / name
                if file.is_file():
                    text = file.read_text(encoding="utf-8", errors="replace")
                    return _Found(text, self._shown(file), name.endswith("__init__.py"))
            if any(p.suffix in _COMPILED for p in folder.glob(f"{path}.*")):
                self.findings.append(_compiled(module, place))
                return None
            if _holds_code(folder / path):
                return _Found("", "", True)  # a folder without an `__init__.py` is a package too
        return None

    def _shown(self, file: Path) -> str:
        try:
            return file.relative_to(self.home).as_posix()
        except ValueError:
            return PurePosixPath(*file.parts[-2:]).as_posix()


def _holds_code(folder: Path) -> bool:
    return folder.is_dir() and any(p.suffix == ".py" for p in folder.glob("**/*.py"))


def _absolute(node: ast.ImportFrom, inside: str | None) -> str:
    """The full name of the module that names are taken from; empty where there is none."""
    if not node.level:
        return node.module or ""
    parts = (inside or "").split(".")
    parts = parts[: len(parts) - node.level + 1]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _with(children: Sequence[str], text: str) -> str:
    """The text of a package whose parts are reached through it: `import a.b`, then `a.b.f()`."""
    known = {
        alias.asname or alias.name
        for node in _imports(text)
        if isinstance(node, ast.ImportFrom) and node.level == 1 and not node.module
        for alias in node.names
    }
    lines = [f"from . import {child} as {child}" for child in children if child not in known]
    body = text.rstrip("\n")
    return "\n".join([*([body] if body else []), *lines]) + "\n" if lines else text


def _beside_itself(origin: str, place: Place) -> Finding:
    return Finding(
        "NB220",
        Severity.WARNING,
        f"`{origin}` looks for files beside itself (`__file__`); in the project it lies elsewhere.",
        "Let the notebook read the file in a `load` cell, or copy it into the package by hand.",
        place.cell_index,
        place.line,
    )


def _reads_at_import(origin: str, place: Place) -> Finding:
    return Finding(
        "NB223",
        Severity.WARNING,
        f"`{origin}` reads a file while it is imported, so whatever imports it needs that file.",
        "Read it in a function, or in a `load` cell of the notebook.",
        place.cell_index,
        place.line,
    )


def _taken(path: str, cell: PythonCell) -> Finding:
    return Finding(
        "NB222",
        Severity.WARNING,
        f"the file `{path}` that this cell writes does not come along: "
        "the project has something of that name itself.",
        "Write it under another name, or copy it into the project by hand.",
        cell.cell.index,
        1,
    )


def _compiled(module: str, place: Place) -> Finding:
    return Finding(
        "NB221",
        Severity.WARNING,
        f"`{module}` beside the notebook is compiled code; it does not come along.",
        "Make it an installable package, install it in the kernel, and convert again.",
        place.cell_index,
        place.line,
    )
