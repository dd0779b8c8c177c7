"""The names that a statement binds, and those whose values it may change in place."""

import ast


def stored_names(node: ast.AST) -> set[str]:
    """Names that the statement binds anew."""
    names: set[str] = set()
    for part in ast.walk(node):
        targets: list[ast.expr] = part.targets if isinstance(part, ast.Assign) else []
        if isinstance(part, (ast.AugAssign, ast.AnnAssign, ast.For)):
            targets = [part.target]
        for target in targets:
            found = (n for n in ast.walk(target) if isinstance(n, ast.Name))
            names |= {n.id for n in found if isinstance(n.ctx, ast.Store)}
    return names


def changed_names(node: ast.AST) -> set[str]:
    """Names whose values the statement binds, writes into, or calls a method of."""
    names: set[str] = set()
    for part in ast.walk(node):
        inside: list[ast.AST] = []
        if isinstance(part, (ast.Subscript, ast.Attribute)) and isinstance(part.ctx, ast.Store):
            inside = [part.value]
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            inside = [part.value.func]
        elif isinstance(part, ast.Assign):
            inside = list(part.targets)
        names |= {n.id for item in inside for n in ast.walk(item) if isinstance(n, ast.Name)}
    return names
