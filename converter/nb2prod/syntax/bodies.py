"""The body of a function as statements."""

import libcst as cst


def body_source(function: str) -> str:
    """
    The body of a function as statements of a module: without its docstring and its last `return`.
    """
    definition = cst.ensure_type(cst.parse_module(function).body[0], cst.FunctionDef)
    body = list(cst.ensure_type(definition.body, cst.IndentedBlock).body)
    if definition.get_docstring() is not None:
        body = body[1:]
    if _returns(body[-1]):
        body = body[:-1]
    kept = [
        item
        for item in body
        if isinstance(item, cst.SimpleStatementLine | cst.BaseCompoundStatement)
    ]
    return cst.Module(body=kept).code.strip("\n")


def _returns(item: cst.BaseStatement | cst.BaseSmallStatement) -> bool:
    return isinstance(item, cst.SimpleStatementLine) and isinstance(item.body[-1], cst.Return)
