"""Statements put before all others."""

from collections.abc import Sequence

import libcst as cst


def with_first_statements(text: str, statements: Sequence[str]) -> str:
    """
    The one function of the text with these statements first in its body, else the module with them.

    A docstring and imports from `__future__` stay above them.
    """
    module = cst.parse_module(text)
    added = [cst.parse_statement(f"{statement}\n") for statement in statements]
    only = module.body[-1] if module.body else None
    if len(module.body) == 1 and isinstance(only, cst.FunctionDef):
        if isinstance(only.body, cst.IndentedBlock):
            body = _joined(only.body.body, added)
            block = only.body.with_changes(body=body)
            return module.with_changes(body=[only.with_changes(body=block)]).code
        #   def f(): return KEY
        suite = cst.ensure_type(only.body, cst.SimpleStatementSuite)
        block = cst.IndentedBlock([*added, cst.SimpleStatementLine(list(suite.body))])
        return module.with_changes(body=[only.with_changes(body=block)]).code
    return module.with_changes(body=_joined(module.body, added)).code


def _joined(
    body: Sequence[cst.BaseStatement], added: Sequence[cst.BaseStatement]
) -> list[cst.BaseStatement]:
    at = 0
    while at < len(body) and _stays_above(body[at]):
        at += 1
    return [*body[:at], *added, *body[at:]]


def _stays_above(statement: cst.BaseStatement) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    first = statement.body[0]
    if isinstance(first, cst.Expr):
        return isinstance(first.value, cst.SimpleString | cst.ConcatenatedString)
    return (
        isinstance(first, cst.ImportFrom)
        and isinstance(first.module, cst.Name)
        and first.module.value == "__future__"
    )
