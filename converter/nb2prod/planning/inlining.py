"""A function that learns from its table becomes lines of its caller: what it learns has a name."""

import ast
from collections.abc import Collection

from ..model.flow import Flow, Statement
from ..model.replay import Edit, Step
from ..syntax import body_source
from .outline import Outline

#   def clean(df):
#       df["income"] = df["income"].fillna(df["income"].median())
#       return df
#   loans = clean(loans)
#
#   df = loans
#   df["income"] = df["income"].fillna(df["income"].median())
#   loans = df


def inlined_call(
    step: Step, number: int, flow: Flow, outline: Outline, taken: Collection[str]
) -> Edit | None:
    """The change that puts the called function's body in the place of its call, or None."""
    tree = ast.parse(step.code)
    node = tree.body[0]
    if (
        not isinstance(node, ast.Assign)
        or len(node.targets) != 1
        or not isinstance(node.value, ast.Call)
    ):
        return None
    call = node.value
    if not isinstance(call.func, ast.Name) or not isinstance(node.targets[0], ast.Name | ast.Tuple):
        return None
    defined = outline.definitions
    if call.func.id not in defined.module_level and call.func.id not in defined.lifted:
        return None
    statement = flow.statements[flow.bound_by[call.func.id][0]]
    function = ast.parse(statement.code).body[0]
    if not isinstance(function, ast.FunctionDef) or not _is_plain(function):
        return None
    bindings = _bindings(function, call)
    if bindings is None or _clashes(function, bindings, flow, statement, taken):
        return None
    lines = [f"{name} = {source}" for name, source in bindings if name != source]
    lines.append(body_source(statement.code).rstrip("\n"))
    returned = function.body[-1]
    assert isinstance(returned, ast.Return)
    assert returned.value is not None
    target = ast.get_source_segment(step.code, node.targets[0]) or ""
    value = ast.get_source_segment(statement.code, returned.value) or ast.unparse(returned.value)
    if target != value:
        lines.append(f"{target} = {value}")
    end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return Edit(
        number,
        (node.lineno, node.col_offset),
        end,
        "\n".join(line for line in lines if line.strip()),
    )


def _is_plain(function: ast.FunctionDef) -> bool:
    if function.decorator_list or function.args.vararg or function.args.kwarg:
        return False
    if not isinstance(function.body[-1], ast.Return) or function.body[-1].value is None:
        return False
    inner = [n for item in function.body[:-1] for n in ast.walk(item)]
    return not any(
        isinstance(n, ast.Return | ast.Yield | ast.YieldFrom | ast.Global | ast.Nonlocal)
        for n in inner
    )


def _bindings(function: ast.FunctionDef, call: ast.Call) -> list[tuple[str, str]] | None:
    names = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
    every = [*names, *(a.arg for a in function.args.kwonlyargs)]
    if any(isinstance(a, ast.Starred) for a in call.args) or any(
        k.arg is None for k in call.keywords
    ):
        return None
    given = {name: ast.unparse(value) for name, value in zip(names, call.args, strict=False)}
    given |= {k.arg: ast.unparse(k.value) for k in call.keywords if k.arg}
    defaults = dict(
        zip(
            reversed(names),
            (ast.unparse(d) for d in reversed(function.args.defaults)),
            strict=False,
        )
    )
    for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if default is not None:
            defaults[argument.arg] = ast.unparse(default)
    values = {**defaults, **given}
    return (
        [(name, values[name]) for name in every] if all(name in values for name in every) else None
    )


def _clashes(
    function: ast.FunctionDef,
    bindings: list[tuple[str, str]],
    flow: Flow,
    own: Statement,
    taken: Collection[str],
) -> bool:
    """Whether a local name of the function is also a name of the notebook that others use."""
    local = {
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    local |= {name for name, source in bindings if name != source}
    same = {name for name, source in bindings if name == source}
    others = {
        name
        for s in flow.statements
        if s.number != own.number
        for name in s.effects.binds | s.effects.may_bind | s.effects.reads
    }
    return bool((local - same) & others)
