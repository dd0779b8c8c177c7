"""What the parameters of a called function stand for."""

import ast
from dataclasses import dataclass

from ..positions import Position, changed


@dataclass(frozen=True, slots=True)
class Binding:
    """A parameter and the expression that the call gives it."""

    name: str
    value: ast.expr

    @property
    def source(self) -> str:
        """The expression as code."""
        return ast.unparse(self.value)

    @property
    def line(self) -> str:
        """The assignment that stands for passing it."""
        return f"{self.name} = {self.source}"


def bindings(function: ast.FunctionDef, call: ast.Call) -> list[Binding] | None:
    """Each parameter with what it gets, in order; None where the call does not tell."""
    names = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
    every = [*names, *(a.arg for a in function.args.kwonlyargs)]
    if any(isinstance(a, ast.Starred) for a in call.args) or any(
        k.arg is None for k in call.keywords
    ):
        return None
    values = dict(zip(reversed(names), reversed(function.args.defaults), strict=False))
    for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if default is not None:
            values[argument.arg] = default
    values |= dict(zip(names, call.args, strict=False))
    values |= {k.arg: k.value for k in call.keywords if k.arg}
    if not all(name in values for name in every):
        return None
    return [Binding(name, values[name]) for name in every]


def in_place_of_names(code: str, given: list[Binding]) -> tuple[str, list[Binding]]:
    """
    The function with plain arguments written where it reads them, and the bindings that are left.
    """
    #   def cap(col, q=0.99): limit = df[col].quantile(q)
    #   cap(c)                limit = df[c].quantile(0.99)
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    inside = [node for item in function.body for node in ast.walk(item)]
    scoped = ast.Lambda | ast.FunctionDef | ast.ClassDef | ast.JoinedStr | ast.comprehension
    if any(isinstance(node, scoped) for node in inside) or _has_query(inside):
        return code, given
    plain = {b.name: b.source for b in given if _is_plain(b, inside)}
    changes: list[tuple[Position, Position, str]] = [
        (
            (node.lineno, node.col_offset),
            (node.end_lineno or node.lineno, node.end_col_offset or 0),
            plain[node.id],
        )
        for node in inside
        if isinstance(node, ast.Name) and node.id in plain
    ]
    return changed(code, changes), [b for b in given if b.name not in plain]


def _has_query(nodes: list[ast.AST]) -> bool:
    #   df.query("size > @limit")
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and "@" in node.value
        for node in nodes
    )


def _is_plain(binding: Binding, nodes: list[ast.AST]) -> bool:
    """Whether the argument may stand for the parameter: a constant or a name, never rebound."""
    if not isinstance(binding.value, ast.Constant | ast.Name):
        return False
    stored = {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    if binding.name in stored or binding.source in stored:
        return False
    #   5.real
    return isinstance(binding.value, ast.Name) or not any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == binding.name
        for node in nodes
    )
