"""Functions made of the user's statements, comments and strings untouched."""

import ast
import textwrap
from collections.abc import Sequence

import libcst as cst

_WIDTH = 90  # of a docstring; longer ones are wrapped


def function_source(
    name: str,
    parameters: str,
    returns: str,
    doc: str,
    pieces: Sequence[str],
    before: Sequence[str],
    after: Sequence[str],
    asynchronous: bool = False,
) -> str:
    """
    The source of a function whose body is the given statements.

    `before` and `after` are lines of ours around the user's statements: copies at entry, the
    return.
    """
    header = (
        f"{'async ' if asynchronous else ''}def {name}({parameters})"
        + (f" -> {returns}" if returns else "")
        + ":\n    pass\n"
    )
    shell = cst.parse_module(header)
    definition = cst.ensure_type(shell.body[0], cst.FunctionDef)
    body: list[cst.BaseStatement] = []
    if doc:
        body.append(cst.parse_statement(_docstring(doc)))
    body += [cst.parse_statement(line) for line in before]
    waiting: list[cst.EmptyLine] = []
    for piece in pieces:
        statements, waiting = _statements(piece, waiting)
        #   stops = stops.copy()
        #                           <- no blank line between our line and the first of theirs
        if before and len(body) == len(before) + bool(doc):
            statements = _without_first_blank(statements)
        body += statements
    for line in after:
        body.append(_with_leading(cst.parse_statement(line), waiting))
        waiting = []
    if body and doc:
        body = [body[0], *_without_first_blank(body[1:])]
    elif body:
        body = list(_without_first_blank(body))
    block = (
        cst.IndentedBlock(body=body, footer=waiting)
        if body
        else cst.IndentedBlock(body=[cst.parse_statement("pass")])
    )
    return shell.with_changes(body=[definition.with_changes(body=block)]).code


def _docstring(text: str) -> str:
    if len(text) <= _WIDTH:
        return f'"""{text}"""'
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return '"""\n    ' + "\n    ".join(lines) + '\n    """'


def _statements(
    piece: str, waiting: Sequence[cst.EmptyLine]
) -> tuple[list[cst.BaseStatement], list[cst.EmptyLine]]:
    # comments above a first statement sit in Module.header, those after the last in Module.footer
    module = cst.parse_module(piece + "\n")
    body = [statement for statement in module.body if isinstance(statement, cst.BaseStatement)]
    if not body:
        return [], [*waiting, *_lines(module.header), *_lines(module.footer)]
    first = _with_leading(body[0], [*waiting, *_lines(module.header)])
    return [first, *body[1:]], list(_lines(module.footer))


def _lines(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    # a blank line must carry no indentation of its own
    return [
        line
        if line.comment
        else line.with_changes(indent=False, whitespace=cst.SimpleWhitespace(""))
        for line in lines
    ]


def _with_leading(
    statement: cst.BaseStatement, lines: Sequence[cst.EmptyLine]
) -> cst.BaseStatement:
    own = getattr(statement, "leading_lines", ())
    return statement.with_changes(leading_lines=[*lines, *_lines(own)])


def _without_first_blank(body: Sequence[cst.BaseStatement]) -> list[cst.BaseStatement]:
    if not body:
        return []
    lines = list(getattr(body[0], "leading_lines", ()))
    while lines and lines[0].comment is None:
        lines = lines[1:]
    return [body[0].with_changes(leading_lines=lines), *body[1:]]


def awaits(text: str) -> bool:
    """Whether the statement itself awaits, not a function in it."""
    if "await" not in text and "async" not in text:
        return False
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            return True
        if isinstance(node, ast.comprehension) and node.is_async:
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return False
