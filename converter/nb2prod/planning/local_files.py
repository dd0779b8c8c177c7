"""The author's own files as they will stand in the project."""

import ast
from collections.abc import Mapping
from dataclasses import replace

from ..model.local_code import LocalCode, LocalFile
from ..positions import changed
from ..syntax import with_local_imports
from .data_files import with_data_files

# modules that a project has itself; a test holds them against the files that are written
TAKEN = frozenset({
    "__init__", "__main__", "answers", "batch", "batching", "bodies", "certificate",
    "champion", "checksums", "commands", "contract", "drift", "envelope", "errors",
    "evaluate", "expectations", "feedback",
    "files", "formats", "gate", "lineage", "load", "logs", "monitoring", "openapi", "parameters",
    "parts", "pipeline", "predict", "prep", "problems", "releases", "service", "status",
    "train", "validation", "versions", "window", "environment", "models",
})  # fmt: skip

_DATA_FILE = '''


def data_file(path: str) -> Path:
    """A data file of the notebook: in {upper}_DATA_DIR, else in the current folder."""
    return Path(os.environ.get("{upper}_DATA_DIR", "")) / path


'''


def local_homes(code: LocalCode) -> dict[str, str]:
    """The name in the package of each top-level module of the author's."""
    #   prep.py     there is a prep.py in each project      -> prep_module.py
    return {root: f"{root}_module" if root in TAKEN else root for root in code.roots}


def local_files(code: LocalCode, package: str) -> tuple[LocalFile, ...]:
    """The files with their paths in the project; modules import each other from the package."""
    homes = local_homes(code)
    return tuple(_as_module(file, package, homes) if file.module else file for file in code.files)


def _as_module(file: LocalFile, package: str, homes: Mapping[str, str]) -> LocalFile:
    root, dot, rest = file.module.partition(".")
    inside = file.path[len(root) :]
    text = with_local_imports(file.text, package, homes)
    return replace(
        file,
        path=f"src/{package}/{homes[root]}{inside}",
        module=f"{package}.{homes[root]}{dot}{rest}",
        text=_reading_data(text, package),
    )


def _reading_data(text: str, package: str) -> str:
    """The module where data files are looked up as the project's own modules do it."""
    #   TABLE = pd.read_csv("zones.csv")      TABLE = pd.read_csv(data_file("zones.csv"))
    tree = ast.parse(text)
    changes = [] if "data_file" in text else with_data_files(text, ())
    if not changes:
        return text
    lines = changed(text, changes).split("\n")
    first = _head_end(tree)
    before, after = "\n".join(lines[:first]), "\n".join(lines[first:]).lstrip("\n")
    own = "import os\nfrom pathlib import Path"
    return "\n".join(filter(None, (before, own))) + _DATA_FILE.format(upper=package.upper()) + after


def _head_end(tree: ast.Module) -> int:
    """The last line of the docstring and the imports below it."""
    end = 0
    for node in tree.body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_text and not isinstance(node, ast.Import | ast.ImportFrom):
            break
        end = node.end_lineno or node.lineno
    return end
