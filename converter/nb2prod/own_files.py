"""The author's own files beside a notebook: where they are looked for, what their text does."""

import ast
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from .model.notebook import PythonCell
from .trees import nodes_of, parsed

_READS = ("read_", "loadtxt", "genfromtxt")


def search_folders(cells: Sequence[PythonCell], folder: Path) -> tuple[Path, ...]:
    """The notebook's folder, and those that it adds to `sys.path` in words that can be read."""
    #   sys.path.append("../src")
    #   sys.path.insert(0, os.path.abspath(os.path.join("..", "lib")))
    found = [folder]
    for cell in cells:
        if "sys.path" not in cell.source:
            continue
        for node in nodes_of(_parsed(cell.source)):
            if isinstance(node, ast.Call) and node.args and _adds(node.func):
                path = _path(node.args[-1], folder)
                added = (folder / path).resolve() if path is not None else None
                if added is not None and added.is_dir() and added not in found:
                    found.append(added)
    return tuple(found)


def _adds(function: ast.expr) -> bool:
    return ast.unparse(function) in ("sys.path.append", "sys.path.insert")


def _path(node: ast.expr, folder: Path) -> Path | None:
    """The path that the expression stands for, or None where that takes a run."""
    match node:
        case ast.Constant(value=str(text)):
            return Path(text).expanduser()
        case ast.Attribute(value=value, attr="parent"):
            inner = _path(value, folder)
            return None if inner is None else (folder / inner).resolve().parent
        case ast.Attribute() if ast.unparse(node) in ("os.pardir", "os.path.pardir"):
            return Path("..")
        case ast.BinOp(left=left, op=ast.Div() | ast.Add(), right=right):
            parts = _path(left, folder), _path(right, folder)
            if parts[0] is None or parts[1] is None:
                return None
            joined = f"{parts[0]}/{parts[1]}" if isinstance(node.op, ast.Div) else None
            return Path(joined or os.path.normpath(f"{parts[0]}{parts[1]}"))
        case ast.Call(func=function, args=arguments):
            return _called(ast.unparse(function), arguments, folder)
    return None


def _called(name: str, arguments: Sequence[ast.expr], folder: Path) -> Path | None:
    if name in ("os.getcwd", "Path.cwd", "pathlib.Path.cwd"):
        return folder
    parts = [_path(argument, folder) for argument in arguments]
    known = [part for part in parts if part is not None]
    if len(known) != len(parts):
        return None
    if name in ("os.path.join", "Path", "pathlib.Path"):
        return Path(*known) if known else Path()
    if name in ("os.path.dirname",) and len(known) == 1:
        return (folder / known[0]).resolve().parent
    if name in ("str", "os.path.abspath", "os.path.realpath", "os.fspath") and len(known) == 1:
        return known[0]
    if name.endswith((".resolve", ".absolute", ".as_posix")) and not known:
        return None
    return None


def reads_at_import(text: str) -> bool:
    """Whether the file opens another one outside of its functions."""
    return any(
        isinstance(node, ast.Call) and _reads(node.func) for node in _outside_functions(text)
    )


def names_of_definitions(text: str) -> frozenset[str] | None:
    """The names of a file that only defines: imports, functions, classes, constants; else None."""
    names: set[str] = set()
    for node in _parsed(text).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Import():
                names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
            case ast.ImportFrom(names=aliases) if aliases[0].name != "*":
                names |= {alias.asname or alias.name for alias in aliases}
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_literal(value):
                names.add(name)
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                pass
            case _:
                return None
    return frozenset(names)


def _is_literal(value: ast.expr) -> bool:
    return not any(
        isinstance(node, ast.Call | ast.Name | ast.Attribute | ast.Await)
        for node in ast.walk(value)
    )


def _reads(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "open" or name.startswith(_READS)


def _outside_functions(text: str) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [_parsed(text)]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _parsed(text: str) -> ast.Module:
    try:
        return parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([ast.Raise()], [])
