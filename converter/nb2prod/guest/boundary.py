"""Opens what was captured between two cells, where the project is and the notebook is not."""

import ast
import importlib
import os
import pickle
import random
import types
from collections.abc import Iterator
from functools import cache
from typing import Any

# where a project of ours has the notebook's own functions and classes
_OF_SECTIONS = ("load.py", "prep.py", "train.py", "evaluate.py", "predict.py", "sections.py")


class _Unpickler(pickle.Unpickler):
    """Finds the notebook's own classes in the project's modules."""

    def __init__(self, file: Any, source: str, package: str) -> None:
        super().__init__(file)
        self._source, self._package = source, package

    def find_class(self, module: str, name: str) -> Any:
        """The class or function of that name; one of the notebook comes from the project."""
        #   __main__.Cleaner          defined in a cell     -> service_time.prep.Cleaner
        #   cleaning.Cleaner          a file beside it      -> service_time.cleaning.Cleaner
        if module == "__main__":
            home = defining_module(self._source, self._package, name.partition(".")[0])
            if home is None:
                raise pickle.UnpicklingError(f"no module of the project defines `{name}`")
            return _attribute(importlib.import_module(home), name)
        try:
            return super().find_class(module, name)
        except (ModuleNotFoundError, AttributeError):
            return self._moved(module, name)

    def _moved(self, module: str, name: str) -> Any:
        """What lay in a file beside the notebook, under the name that its module has now."""
        root, dot, rest = module.partition(".")
        for home in (root, f"{root}_module"):
            moved = f"{self._package}.{home}{dot}{rest}"
            try:
                return _attribute(importlib.import_module(moved), name)
            except (ModuleNotFoundError, AttributeError):
                continue
        raise pickle.UnpicklingError(f"no module of the project has `{name}` of `{module}`")


def captured(path: str, source: str, package: str) -> dict[str, Any]:
    """A fresh copy of the values and the random state of one boundary."""
    with open(path, "rb") as file:
        content: dict[str, Any] = _Unpickler(file, source, package).load()
    return content


def set_random(state: dict[str, Any] | None) -> None:
    """Put the global random generators where they stood in the notebook."""
    if not state:
        return
    if state.get("python") is not None:
        random.setstate(state["python"])
    if state.get("numpy") is not None:
        import numpy as np

        np.random.set_state(state["numpy"])
    if state.get("torch") is not None:
        import torch

        torch.set_rng_state(torch.frombuffer(bytearray(state["torch"]), dtype=torch.uint8))


@cache
def defining_module(source: str, package: str, name: str) -> str | None:
    """The project's module that defines a name at its top level, found without running any."""
    root = os.path.join(source, *package.split("."))
    homes = []
    for folder, folders, files in os.walk(root):
        folders.sort()
        paths = (os.path.join(folder, file) for file in sorted(files) if file.endswith(".py"))
        homes += [os.path.relpath(path, source) for path in paths if name in _defined(path)]
    #   def score(y, p): ... of the notebook lives in train.py; batch.py has another one
    homes.sort(key=lambda path: os.path.basename(path) not in _OF_SECTIONS)
    if not homes:
        return None
    parts = homes[0][: -len(".py")].split(os.sep)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _defined(path: str) -> frozenset[str]:
    with open(path, encoding="utf-8") as file:
        try:
            tree = ast.parse(file.read())
        except SyntaxError:
            return frozenset()
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):  # Point = namedtuple("Point", "x y")
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(names)


def _attribute(module: Any, path: str) -> Any:
    value = module
    for name in path.split("."):
        value = getattr(value, name)
    return value


def function_named(reference: str) -> Any:
    """The function that `package.module:name` names."""
    module, _, name = reference.partition(":")
    return _attribute(importlib.import_module(module), name)


def told(error: BaseException, source: str) -> str:
    """An error of the project's code in one line, with the place where the project raised it."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    text = text if len(text) <= 300 else f"{text[:297]}..."
    places = [
        (frame.tb_frame.f_code.co_filename, frame.tb_lineno)
        for frame in _frames(error.__traceback__)
    ]
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno or 0))
    own = [(file, line) for file, line in places if file.startswith(source)]
    if not own:
        return text
    file, line = own[-1]
    return f"{text} ({os.path.relpath(file, source).replace(os.sep, '/')}, line {line})"


def _frames(trace: types.TracebackType | None) -> Iterator[types.TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next
