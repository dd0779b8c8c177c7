"""Imports the whole project while the converter cannot be imported."""

import ast
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from .answers import NOT_CHECKED, PROVEN, REFUTED, Answer, Answers
from .boundary import told

HOUSE = ("nb2prod", "jupyter_prod")


class _Blocker:
    """Finds no module, and none of the converter's for anybody else."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> None:
        """Refuse the converter's modules, and leave all others to the next finder."""
        if name.partition(".")[0] in HOUSE:
            raise ModuleNotFoundError(f"the project needs the converter ({name})", name=name)


def verify_independence(request: dict[str, Any], answers: Answers) -> None:
    """Whether each module imports by itself, and names the converter nowhere."""
    answers.begin(request["id"])
    answers.give(request["id"], _answer(request["source"], request["package"]))


def _answer(source: str, package: str) -> Answer:
    files = dict(_modules(source, package))
    for name, path in files.items():
        wanted = _house_import(path)
        if wanted:
            return Answer(REFUTED, f"{name} imports {wanted}")
    sys.meta_path.insert(0, _Blocker())  # type: ignore[arg-type]
    missing = []
    for name in files:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            root = (error.name or "").partition(".")[0]
            if root in HOUSE or root == package:
                return Answer(REFUTED, f"{name}: {told(error, source)}")
            missing.append(f"{root} ({name})")
        except BaseException as error:
            return Answer(REFUTED, told(error, source))
    if any(name.partition(".")[0] in HOUSE for name in sys.modules):
        return Answer(REFUTED, "a module of the converter is loaded")
    if missing:
        return Answer(NOT_CHECKED, f"no environment: not installed here: {', '.join(missing)}")
    return Answer(PROVEN, rows=None)


def _modules(source: str, package: str) -> Iterator[tuple[str, str]]:
    """Each module's name and file; `__main__` would do what it says."""
    for folder, folders, files in os.walk(os.path.join(source, package)):
        folders.sort()
        for file in sorted(files):
            if file.endswith(".py") and file != "__main__.py":
                path = os.path.join(folder, file)
                parts = os.path.relpath(path, source)[: -len(".py")].split(os.sep)
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _house_import(path: str) -> str:
    """The module of the converter that a file names in an import, wherever it stands in there."""
    with open(path, encoding="utf-8") as file:
        try:
            tree = ast.parse(file.read())
        except SyntaxError:
            return ""  # importing it says so, with the place
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            if name.partition(".")[0] in HOUSE:
                return name
    return ""
