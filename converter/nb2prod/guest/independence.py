"""Imports the whole project while the converter cannot be imported."""

import ast
import importlib
import os
import sys
from collections.abc import Iterator
from typing import Any

from .alone import HOUSE, be_alone
from .answers import NOT_CHECKED, PROVEN, REFUTED, Answer, Answers
from .boundary import told

# seconds to import; a module that needs one is read, not imported
SLOW = ("great_expectations",)


def verify_independence(request: dict[str, Any], answers: Answers) -> None:
    """Whether each module imports by itself, and names the converter nowhere."""
    answers.begin(request["id"])
    answers.give(request["id"], _answer(request["source"], request["package"]))


def _answer(source: str, package: str) -> Answer:
    files = dict(_modules(source, package))
    imports = {name: _imported(path) for name, path in files.items()}
    for name, wanted in imports.items():
        house = [module for module in wanted if _root(module) in HOUSE]
        if house:
            return Answer(REFUTED, f"{name} imports {house[0]}")
    read = [name for name, wanted in imports.items() if any(_root(m) in SLOW for m in wanted)]
    be_alone()
    missing = []
    for name in [name for name in files if name not in read]:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            root = _root(error.name or "")
            if root in HOUSE or root == package:
                return Answer(REFUTED, f"{name}: {told(error, source)}")
            missing.append(f"{root} ({name})")
        except BaseException as error:
            return Answer(REFUTED, told(error, source))
    if any(_root(name) in HOUSE for name in sys.modules):
        return Answer(REFUTED, "a module of the converter is loaded")
    if missing:
        return Answer(NOT_CHECKED, f"no environment: not installed here: {', '.join(missing)}")
    return Answer(PROVEN, f"read, not imported: {', '.join(read)}" if read else "")


def _modules(source: str, package: str) -> Iterator[tuple[str, str]]:
    """Each module's name and file; `__main__` would do what it says."""
    for folder, folders, files in os.walk(os.path.join(source, package)):
        folders.sort()
        for file in sorted(files):
            if file.endswith(".py") and file != "__main__.py":
                path = os.path.join(folder, file)
                parts = os.path.relpath(path, source)[: -len(".py")].split(os.sep)
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _imported(path: str) -> list[str]:
    """The modules that a file names in imports, wherever they stand in there."""
    with open(path, encoding="utf-8") as file:
        try:
            tree = ast.parse(file.read())
        except SyntaxError:
            return []  # importing it says so, with the place
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.append(node.module or "")
    return names


def _root(module: str) -> str:
    return module.partition(".")[0]
