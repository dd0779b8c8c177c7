"""Functions that take as arguments what they used to read as globals."""

from collections.abc import Mapping, Sequence

import libcst as cst


class _Lift(cst.CSTTransformer):
    """
    Gives functions the arguments that they used to read as globals, and passes them where they
    are called.
    """

    def __init__(
        self, lifted: Mapping[str, Sequence[str]], define: str | None, prefix: str
    ) -> None:
        self.lifted = lifted
        self.define = define
        self.prefix = prefix
        self.depth = 0

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self.depth += 1
        return True

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self.depth -= 1
        if self.depth == 0 and updated_node.name.value == self.define:
            parameters = updated_node.params
            added = [cst.Param(cst.Name(name), default=None) for name in self.lifted[self.define]]
            star: cst.Param | cst.ParamStar | cst.MaybeSentinel = parameters.star_arg
            if isinstance(star, cst.MaybeSentinel):
                star = cst.ParamStar()
            kept = [
                p.with_changes(comma=cst.MaybeSentinel.DEFAULT) for p in parameters.kwonly_params
            ]
            params = list(parameters.params)
            if params:
                params[-1] = params[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
            changed = parameters.with_changes(
                params=params, star_arg=star, kwonly_params=[*kept, *added]
            )
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
            cst.Arg(
                keyword=cst.Name(name),
                value=cst.parse_expression(f"{self.prefix}{name}"),
                equal=tight,
            )
            for name in self.lifted[function.value]
        ]
        return updated_node.with_changes(args=[*arguments, *added])


def lift(
    text: str, lifted: Mapping[str, Sequence[str]], define: str | None = None, prefix: str = ""
) -> str:
    """
    The text with `f(x)` as `f(x, limit=limit)` for each lifted function, and `def f` taking
    `limit`.
    """
    if not any(name in text for name in lifted):
        return text
    return cst.parse_module(text).visit(_Lift(lifted, define, prefix)).code
