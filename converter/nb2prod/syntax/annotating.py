"""Types in the signature of a function that its author left without."""

from collections.abc import Mapping

import libcst as cst


def annotated(text: str, parameters: Mapping[str, str], returns: str) -> str:
    """The definition with these annotations, where it has none of its own."""
    module = cst.parse_module(text)
    body = list(module.body)
    for position, node in enumerate(body):
        if isinstance(node, cst.FunctionDef):
            body[position] = _annotated(node, parameters, returns)
    return module.with_changes(body=body).code


def _annotated(
    node: cst.FunctionDef, parameters: Mapping[str, str], returns: str
) -> cst.FunctionDef:
    params = node.params
    changed = params.with_changes(
        posonly_params=[_typed(param, parameters) for param in params.posonly_params],
        params=[_typed(param, parameters) for param in params.params],
        kwonly_params=[_typed(param, parameters) for param in params.kwonly_params],
    )
    typed = node.with_changes(params=changed)
    if returns and node.returns is None:
        typed = typed.with_changes(returns=_annotation(returns))
    return typed


def _typed(param: cst.Param, types: Mapping[str, str]) -> cst.Param:
    text = types.get(param.name.value)
    if not text or param.annotation is not None:
        return param
    return param.with_changes(annotation=_annotation(text), equal=_equal(param))


def _equal(param: cst.Param) -> cst.AssignEqual | cst.MaybeSentinel:
    return cst.MaybeSentinel.DEFAULT if param.default is None else cst.AssignEqual()


def _annotation(text: str) -> cst.Annotation:
    return cst.Annotation(cst.parse_expression(text))
