"""Statements of a notebook's top level as they must stand inside a function."""

from collections.abc import Sequence

import libcst as cst


def as_plain(text: str) -> str:
    """The statement without what only means something at a module's top level."""
    #   if __name__ == "__main__":      always true in a notebook: its body stays
    #   global x                        says nothing at top level, but would in a function
    if "__name__" not in text and "global" not in text:
        return text
    module = cst.parse_module(text + "\n")
    body: list[cst.BaseStatement] = []
    for statement in module.body:
        body += _without_main(statement)
    return module.with_changes(body=body).visit(_NoGlobal()).code.rstrip("\n")


def as_inner(text: str) -> str:
    """A function that binds globals, as one that stands in the function whose names it binds."""
    #   def count():                def count():
    #       global n                    nonlocal n
    return cst.parse_module(text).visit(_Nonlocal()).code if "global" in text else text


def _without_main(statement: cst.BaseStatement) -> Sequence[cst.BaseStatement]:
    if not isinstance(statement, cst.If) or not _is_main(statement.test):
        return [statement]
    if not isinstance(statement.body, cst.IndentedBlock):
        return [
            cst.SimpleStatementLine(
                list(cst.ensure_type(statement.body, cst.SimpleStatementSuite).body)
            )
        ]
    body = list(statement.body.body)
    first = body[0]
    lines = [*statement.leading_lines, *getattr(first, "leading_lines", ())]
    return [first.with_changes(leading_lines=lines), *body[1:]]


def _is_main(test: cst.BaseExpression) -> bool:
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
        return False
    only = test.comparisons[0]
    sides = {_word(test.left), _word(only.comparator)}
    return isinstance(only.operator, cst.Equal) and sides == {"__name__", "__main__"}


def _word(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Name):
        return node.value
    return str(node.evaluated_value) if isinstance(node, cst.SimpleString) else ""


class _NoGlobal(cst.CSTTransformer):
    """Takes out `global` lines, but those of functions."""

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def leave_Global(
        self, original_node: cst.Global, updated_node: cst.Global
    ) -> cst.RemovalSentinel:
        return cst.RemoveFromParent()

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.RemovalSentinel:
        return updated_node if updated_node.body else cst.RemoveFromParent()

    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        return (
            updated_node
            if updated_node.body
            else updated_node.with_changes(body=[cst.parse_statement("pass")])
        )


class _Nonlocal(cst.CSTTransformer):
    def leave_Global(self, original_node: cst.Global, updated_node: cst.Global) -> cst.Nonlocal:
        return cst.Nonlocal(
            [cst.NameItem(item.name, comma=item.comma) for item in updated_node.names],
            semicolon=updated_node.semicolon,
        )
