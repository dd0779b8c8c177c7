"""The parameters cell as settings of the project."""

import ast

from ..model.flow import Flow
from ..model.notebook import Role
from ..model.plan import Parameter
from ..model.run import TypeName
from .outline import Outline


def parameter_plans(flow: Flow, outline: Outline) -> tuple[Parameter, ...]:
    """One parameter for each literal of the parameters cell that the project still reads."""
    used = {name for part in outline.parts for name in part.inputs} & set(outline.parameters)
    found: dict[str, Parameter] = {}
    for statement in flow.statements:
        if statement.role is not Role.PARAMETERS or statement.kind != "constant":
            continue
        node = ast.parse(statement.code).body[0]
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        for name in sorted(statement.effects.binds & used):
            source = ast.get_source_segment(statement.code, node.value) or ast.unparse(node.value)
            found[name] = Parameter(
                name, source, literal_type(node.value), statement.place, _comment(statement.text)
            )
    return tuple(found.values())


def _comment(text: str) -> str:
    #   longest_stop = 3600      # above this it was lunch
    last = text.rstrip("\n").rpartition("\n")[2]
    _, mark, after = last.rpartition("  #")
    return after.strip() if mark and "'" not in after and '"' not in after else ""


def literal_type(node: ast.expr) -> TypeName:
    """The type of a literal, element types included where they are all the same."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = eval(
            compile(ast.Expression(node), "parameters", "eval"), {"__builtins__": {}}
        )  # literals and + - * only
    return _type(value)


def _type(value: object) -> TypeName:
    if value is None:
        return TypeName("typing", "Any")
    if isinstance(value, list | set | tuple):
        inner = {_type(item) for item in value}
        if len(inner) != 1:
            return TypeName(
                "",
                type(value).__name__,
                (TypeName("typing", "Any"),) if not isinstance(value, tuple) else (),
            )
        element = inner.pop()
        arguments = (element, TypeName("", "...")) if isinstance(value, tuple) else (element,)
        return TypeName("", type(value).__name__, arguments)
    if isinstance(value, dict):
        keys, values = {_type(k) for k in value}, {_type(v) for v in value.values()}
        any_type = TypeName("typing", "Any")
        return TypeName(
            "",
            "dict",
            (
                keys.pop() if len(keys) == 1 else any_type,
                values.pop() if len(values) == 1 else any_type,
            ),
        )
    return TypeName("", type(value).__name__)
