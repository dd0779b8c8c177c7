"""Attributes that are asked for by a text."""

import ast
from typing import TypeGuard

from .known import Known


def looks_up(function: ast.expr, known: Known) -> TypeGuard[ast.Call]:
    """Whether it is a call of `getattr` for a name."""
    #   getattr(df, method)
    return (
        isinstance(function, ast.Call)
        and isinstance(function.func, ast.Name)
        and function.func.id == "getattr"
        and known.is_builtin("getattr")
        and len(function.args) > 1
    )


def attribute_of(function: ast.expr, known: Known) -> ast.Attribute | None:
    """The attribute that `getattr` is asked for by a text in sight."""
    if not looks_up(function, known):
        return None
    name = function.args[1]
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        return ast.Attribute(function.args[0], name.value, ast.Load())
    return None
