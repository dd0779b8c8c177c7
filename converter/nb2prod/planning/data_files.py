"""Reads of data files look in the project's data folder."""

import ast
from collections.abc import Collection

_READERS = ("read_", "loadtxt", "genfromtxt")


def with_data_files(
    code: str, parameters: Collection[str]
) -> list[tuple[tuple[int, int], tuple[int, int], str]]:
    """
    The changes of a load statement that wrap the paths it reads.

    Only texts that stand in the code and parameters are wrapped; an address stays as it is.
    """
    #   pd.read_csv("data/orders.csv")     pd.read_csv(data_file("data/orders.csv"))
    #   pd.read_csv(data_path)   pd.read_csv(data_file(data_path))   where it is a parameter
    changes = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        if not (name.startswith(_READERS) or name in ("open", "load")) or (
            name == "load" and not isinstance(node.args[0], ast.Constant)
        ):
            continue
        if name == "open" and _writes(node):
            continue
        path = node.args[0]
        if _is_path(path, parameters):
            start, end = (
                (path.lineno, path.col_offset),
                (path.end_lineno or 0, path.end_col_offset or 0),
            )
            source = ast.get_source_segment(code, path) or ""
            changes.append((start, end, f"data_file({source})"))
    return changes


def _writes(node: ast.Call) -> bool:
    #   open("log.txt", "w")
    modes = [*node.args[1:2], *(item.value for item in node.keywords if item.arg == "mode")]
    return any(
        isinstance(mode, ast.Constant) and set(str(mode.value)) & set("wax") for mode in modes
    )


def _is_path(node: ast.expr, parameters: Collection[str]) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and "://" not in node.value and "\n" not in node.value
    if isinstance(node, ast.Name):
        return node.id in parameters
    if isinstance(node, ast.JoinedStr):
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        return names <= set(parameters) and "://" not in ast.unparse(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_path(node.left, parameters) and _is_path(node.right, parameters)
    return False
