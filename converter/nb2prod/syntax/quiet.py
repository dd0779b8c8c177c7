"""Statements without the lines that are for eyes only."""

import ast
from collections.abc import Collection

import libcst as cst

_SCREEN = frozenset({"sys.stdout", "sys.stderr", "stdout", "stderr"})


class _Quiet(cst.CSTTransformer):
    """Takes prints and displays out of blocks that stay, but what they do besides."""

    def __init__(self, loud: Collection[str]) -> None:
        self.loud = loud

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.RemovalSentinel:
        body: list[cst.BaseSmallStatement] = []
        for part in updated_node.body:
            body += self._acts(part.value) if _shows(part) else [part]  # type: ignore[attr-defined]
        if not body:
            return cst.RemoveFromParent()
        if len(body) > 1 and len(body) != len(updated_node.body):
            body = [part.with_changes(semicolon=cst.MaybeSentinel.DEFAULT) for part in body]
        return updated_node.with_changes(body=body)

    def _acts(self, call: cst.Call) -> list[cst.BaseSmallStatement]:
        #   print("left", stack.pop())      stack.pop()
        if not self.loud:
            return []
        return [
            cst.Expr(_evaluated(part, kind))
            for part in call.args
            for kind in ("", "str", "repr")
            if _normal(part.value, kind) in self.loud
        ]

    def leave_If(self, original_node: cst.If, updated_node: cst.If) -> cst.If | cst.RemovalSentinel:
        #   if epoch % 10 == 0: print(epoch, loss)      asks nothing but the number of the round
        shown = _only_passes(updated_node.body) and not _only_passes(original_node.body)
        if shown and updated_node.orelse is None and _only_counts(updated_node.test):
            return cst.RemoveFromParent()
        return updated_node

    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        return (
            updated_node
            if updated_node.body
            else updated_node.with_changes(body=[cst.parse_statement("pass")])
        )


def _only_passes(body: cst.BaseSuite) -> bool:
    return isinstance(body, cst.IndentedBlock) and all(map(_is_pass, body.body))


def _only_counts(test: cst.BaseExpression) -> bool:
    """Whether a condition holds a name against whole numbers: to ask it changes nothing."""
    match test:
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(comparator=right)]):
            return _counts(left) and isinstance(right, cst.Integer)
    return False


def _counts(value: cst.BaseExpression) -> bool:
    #   epoch      epoch % 10      (epoch + 1) % 10
    match value:
        case cst.Name():
            return True
        case cst.BinaryOperation(left=left, right=cst.Integer()):
            return _counts(left)
    return False


def _evaluated(part: cst.Arg, kind: str) -> cst.BaseExpression:
    #   print(*rows)       list(rows)
    #   print(meter)       str(meter), where the class notes that it was shown
    kind = "list" if part.star == "*" else kind
    if kind:
        return cst.Call(cst.Name(kind), [cst.Arg(part.value)])
    return _in_brackets(part.value)


def _in_brackets(value: cst.BaseExpression) -> cst.BaseExpression:
    #   print(steps
    #         .pop())      on two lines an expression needs brackets of its own
    long = "\n" in cst.Module([]).code_for_node(value)
    if (long or isinstance(value, cst.NamedExpr)) and not value.lpar:
        return value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return value


def _normal(value: cst.BaseExpression, kind: str) -> str:
    return ast.unparse(ast.parse(f"{kind}({cst.Module([]).code_for_node(value)})", mode="eval"))


def _shows(part: cst.BaseSmallStatement) -> bool:
    return (
        isinstance(part, cst.Expr)
        and isinstance(part.value, cst.Call)
        and isinstance(part.value.func, cst.Name)
        and part.value.func.value in {"print", "display"}
        and not any(_is_file(given) for given in part.value.args)
    )


def _is_file(given: cst.Arg) -> bool:
    #   print(row, file=page)       a line of the page
    if given.keyword is None or given.keyword.value != "file":
        return False
    return cst.Module([]).code_for_node(given.value) not in _SCREEN


def without_display(text: str, loud: Collection[str] = ()) -> str:
    """
    The statement without the `print` and `display` lines inside it; `loud` arguments are
    evaluated all the same.
    """
    if "print" not in text and "display" not in text:
        return text
    return cst.parse_module(text + "\n").visit(_Quiet(loud)).code.rstrip("\n")


class _NoPass(cst.CSTTransformer):
    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        kept = [item for item in updated_node.body if not _is_pass(item)]
        return updated_node.with_changes(body=kept or [cst.parse_statement("pass")])


def _is_pass(item: cst.BaseStatement) -> bool:
    return isinstance(item, cst.SimpleStatementLine) and all(
        isinstance(part, cst.Pass) for part in item.body
    )


def without_pass(text: str) -> str:
    """The text without `pass` lines in blocks that have other lines."""
    return cst.parse_module(text).visit(_NoPass()).code if "pass" in text else text
