"""The one door to LibCST: the user's statements become bodies of functions, comments and strings untouched."""

from collections.abc import Mapping, Sequence

import libcst as cst


def function_source(
    name: str, parameters: str, returns: str, doc: str, pieces: Sequence[str], before: Sequence[str], after: Sequence[str]
) -> str:
    """
    The source of a function whose body is the given statements.

    `before` and `after` are lines of ours around the user's statements: copies at entry, the return.
    """
    header = f"def {name}({parameters})" + (f" -> {returns}" if returns else "") + ":\n    pass\n"
    shell = cst.parse_module(header)
    definition = cst.ensure_type(shell.body[0], cst.FunctionDef)
    body: list[cst.BaseStatement] = []
    if doc:
        body.append(cst.parse_statement(f'"""{doc}"""'))
    body += [cst.parse_statement(line) for line in before]
    waiting: list[cst.EmptyLine] = []
    for piece in pieces:
        statements, waiting = _statements(piece, waiting)
        body += statements
    for line in after:
        body.append(_with_leading(cst.parse_statement(line), waiting))
        waiting = []
    if body and doc:
        body = [body[0], *_without_first_blank(body[1:])]
    elif body:
        body = list(_without_first_blank(body))
    block = cst.IndentedBlock(body=body, footer=waiting) if body else cst.IndentedBlock(body=[cst.parse_statement("pass")])
    return shell.with_changes(body=[definition.with_changes(body=block)]).code


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
    return [line if line.comment else line.with_changes(indent=False, whitespace=cst.SimpleWhitespace("")) for line in lines]


def _with_leading(statement: cst.BaseStatement, lines: Sequence[cst.EmptyLine]) -> cst.BaseStatement:
    own = getattr(statement, "leading_lines", ())
    return statement.with_changes(leading_lines=[*lines, *_lines(own)])


def _without_first_blank(body: Sequence[cst.BaseStatement]) -> list[cst.BaseStatement]:
    if not body:
        return []
    lines = list(getattr(body[0], "leading_lines", ()))
    while lines and lines[0].comment is None:
        lines = lines[1:]
    return [body[0].with_changes(leading_lines=lines), *body[1:]]


class _Lift(cst.CSTTransformer):
    """Gives functions the arguments that they used to read as globals, and passes them where they are called."""

    def __init__(self, lifted: Mapping[str, Sequence[str]], define: str | None, prefix: str) -> None:
        self.lifted = lifted
        self.define = define
        self.prefix = prefix
        self.depth = 0

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self.depth += 1
        return True

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        self.depth -= 1
        if self.depth == 0 and updated_node.name.value == self.define:
            parameters = updated_node.params
            added = [
                cst.Param(cst.Name(name), default=None) for name in self.lifted[self.define]
            ]
            star: cst.Param | cst.ParamStar | cst.MaybeSentinel = parameters.star_arg
            if isinstance(star, cst.MaybeSentinel):
                star = cst.ParamStar()
            kept = [p.with_changes(comma=cst.MaybeSentinel.DEFAULT) for p in parameters.kwonly_params]
            params = list(parameters.params)
            if params:
                params[-1] = params[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
            changed = parameters.with_changes(params=params, star_arg=star, kwonly_params=[*kept, *added])
            return updated_node.with_changes(params=changed)
        return updated_node

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        function = updated_node.func
        if not isinstance(function, cst.Name) or function.value not in self.lifted:
            return updated_node
        arguments = list(updated_node.args)
        if arguments:
            arguments[-1] = arguments[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        added = [
            cst.Arg(keyword=cst.Name(name), value=cst.parse_expression(f"{self.prefix}{name}"), equal=tight)
            for name in self.lifted[function.value]
        ]
        return updated_node.with_changes(args=[*arguments, *added])


def lift(text: str, lifted: Mapping[str, Sequence[str]], define: str | None = None, prefix: str = "") -> str:
    """The text with `f(x)` as `f(x, limit=limit)` for each lifted function, and `def f` taking `limit`."""
    if not any(name in text for name in lifted):
        return text
    return cst.parse_module(text).visit(_Lift(lifted, define, prefix)).code


class _Quiet(cst.CSTTransformer):
    """Takes prints and displays out of blocks that stay."""

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.RemovalSentinel:
        body = [part for part in updated_node.body if not _shows(part)]
        if len(body) == len(updated_node.body):
            return updated_node
        if body:
            return updated_node.with_changes(body=body)
        return cst.RemoveFromParent()

    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        return updated_node if updated_node.body else updated_node.with_changes(body=[cst.parse_statement("pass")])


def _shows(part: cst.BaseSmallStatement) -> bool:
    return (
        isinstance(part, cst.Expr)
        and isinstance(part.value, cst.Call)
        and isinstance(part.value.func, cst.Name)
        and part.value.func.value in {"print", "display"}
    )


def without_display(text: str) -> str:
    """The statement without the `print` and `display` lines inside it."""
    if "print" not in text and "display" not in text:
        return text
    return cst.parse_module(text + "\n").visit(_Quiet()).code.rstrip("\n")


class _NoPass(cst.CSTTransformer):
    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        kept = [item for item in updated_node.body if not _is_pass(item)]
        return updated_node.with_changes(body=kept or [cst.parse_statement("pass")])


def _is_pass(item: cst.BaseStatement) -> bool:
    return isinstance(item, cst.SimpleStatementLine) and all(isinstance(part, cst.Pass) for part in item.body)


def without_pass(text: str) -> str:
    """The text without `pass` lines in blocks that have other lines."""
    return cst.parse_module(text).visit(_NoPass()).code if "pass" in text else text


def body_source(function: str) -> str:
    """The body of a function as statements of a module: without its docstring and its last `return`."""
    definition = cst.ensure_type(cst.parse_module(function).body[0], cst.FunctionDef)
    body = list(cst.ensure_type(definition.body, cst.IndentedBlock).body)
    if definition.get_docstring() is not None:
        body = body[1:]
    body = body[:-1]
    return cst.Module(body=body).code.strip("\n")
