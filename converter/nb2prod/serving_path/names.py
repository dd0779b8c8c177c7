"""Names for the statistics that the notebook computes in passing."""

import ast
import re
from collections.abc import Collection, Iterator
from typing import TypeGuard


def statistic_name(expression: str, taken: Collection[str], loop: tuple[str, ...] = ()) -> str:
    """
    A name that says what is learnt.

        orders["weight"].median()                       weight_median
        houses.groupby("district")["lot"].agg("mean")   lot_mean_by_district
        df[col].mode()[0]          (in a loop)          mode_by_col
    """
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        tree = ast.Constant("value")
    method = _method(tree)
    by = [*loop, *_group_keys(tree)]
    head = [word for word in dict.fromkeys(_columns(tree, method)) if word != method][:1]
    words = [*head, method or ("" if head else "values"), *(["by", *by[:2]] if by else [])]
    return free(plain("_".join(word for word in words if word)), taken)


def plain(words: str) -> str:
    """The words as a name of Python."""
    name = re.sub(r"\W+", "_", words).strip("_").lower() or "learnt"
    return name if name.isidentifier() else f"learnt_{name}"


def free(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken."""
    number, wanted = 2, name
    while wanted in taken:
        wanted = f"{name}_{number}"
        number += 1
    return wanted


def _method(tree: ast.AST) -> str:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            return node.func.id
        if isinstance(node.func, ast.Attribute) and node.func.attr != "groupby":
            first = node.args[0] if node.args else None
            if node.func.attr in ("agg", "transform") and isinstance(first, ast.Constant):
                return str(first.value)
            return node.func.attr
    return ""


def _group_keys(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and getattr(called, "attr", "") == "groupby":
            parts = (part for argument in node.args for part in ast.walk(argument))
            texts = (part.value for part in parts if isinstance(part, ast.Constant))
            yield from (text for text in texts if isinstance(text, str))


def _columns(tree: ast.AST, method: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            if isinstance(node.slice.value, str):
                yield node.slice.value
        elif _is_column(node) and node.attr != method:
            yield node.attr


def _is_column(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
