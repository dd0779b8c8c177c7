"""A function that learns from its table becomes lines of its caller: what it learns has a name."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from textwrap import indent

from ..model.flow import Flow, Statement
from ..model.replay import Edit, Step
from ..syntax import body_source
from .arguments import Binding, bindings, in_place_of_names
from .outline import Outline

#   def clean(df):
#       df["income"] = df["income"].fillna(df["income"].median())
#       return df
#   loans = clean(loans)
#
#   df = loans
#   df["income"] = df["income"].fillna(df["income"].median())
#   loans = df
#
#   def cap(col):
#       limit = df[col].quantile(0.99)
#       df[col] = df[col].clip(upper=limit)
#   for c in errors:
#       cap(c)
#
#   for c in errors:
#       limit = df[c].quantile(0.99)
#       df[c] = df[c].clip(upper=limit)


@dataclass(frozen=True, slots=True)
class Opening:
    """The change that puts a function's body in the place of a call, and the names it brings."""

    edit: Edit
    names: frozenset[str]


def inlined_call(
    step: Step, number: int, flow: Flow, outline: Outline, ours: Collection[str]
) -> Opening | None:
    """
    The first call of the statement that can be opened, or None.

    `ours` are names that earlier openings brought: nothing but opened bodies knows them.
    """
    callers = _callers(ast.parse(step.code).body)
    found = (_opened(node, step, number, flow, outline, ours) for node in callers)
    return next((opening for opening in found if opening is not None), None)


def _callers(body: list[ast.stmt]) -> Iterator[ast.Assign | ast.Expr]:
    """Statements that are a call of a named function, those in loops included."""
    for node in body:
        if isinstance(node, ast.For | ast.If | ast.With):
            yield from _callers(node.body)
        elif isinstance(node, ast.Expr) or (isinstance(node, ast.Assign) and _one_target(node)):
            yield from [node] if _is_named_call(node.value) else []


def _is_named_call(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name)


def _one_target(node: ast.Assign) -> bool:
    return len(node.targets) == 1 and isinstance(
        node.targets[0], ast.Name | ast.Tuple | ast.Subscript
    )


def _opened(
    node: ast.Assign | ast.Expr,
    step: Step,
    number: int,
    flow: Flow,
    outline: Outline,
    ours: Collection[str],
) -> Opening | None:
    call = node.value
    assert isinstance(call, ast.Call)
    assert isinstance(call.func, ast.Name)
    defined = outline.definitions
    if call.func.id not in defined.module_level and call.func.id not in defined.lifted:
        return None
    statement = flow.statements[flow.bound_by[call.func.id][0]]
    function = ast.parse(statement.code).body[0]
    gives = isinstance(node, ast.Assign)
    if not isinstance(function, ast.FunctionDef) or not _is_plain(function, gives):
        return None
    if node.col_offset and _has_long_strings(function):
        return None
    given = bindings(function, call)
    if given is None:
        return None
    code = statement.code
    if node.col_offset or not gives:
        code, given = in_place_of_names(code, given)
    names = _own_names(function, given)
    if _clash(names, flow, statement, ours):
        return None
    lines = [binding.line for binding in given if binding.name != binding.source]
    lines.append(body_source(code))
    lines.append(_result(node, step.code, code))
    text = "\n".join(line for line in lines if line.strip())
    if node.col_offset:
        text = indent(text, " " * node.col_offset).lstrip()
    end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return Opening(Edit(number, (node.lineno, node.col_offset), end, text or "pass"), names)


def _result(node: ast.Assign | ast.Expr, caller: str, code: str) -> str:
    """The line that takes what the function returns; nothing where it has its name already."""
    last = ast.parse(code).body[0].body[-1]  # type: ignore[attr-defined]
    if not isinstance(last, ast.Return) or last.value is None:
        return ""
    value = ast.get_source_segment(code, last.value) or ast.unparse(last.value)
    if isinstance(node, ast.Expr):
        #   return limit         nobody asks for it
        #   return df.pop(c)     it still has to happen
        return value if any(isinstance(n, ast.Call) for n in ast.walk(last.value)) else ""
    target = ast.get_source_segment(caller, node.targets[0]) or ""
    return f"{target} = {value}" if target != value else ""


def _has_long_strings(function: ast.FunctionDef) -> bool:
    """Whether a string runs over lines: moving it to the right would change it."""
    return any(
        isinstance(node, ast.Constant | ast.JoinedStr) and node.lineno != node.end_lineno
        for node in ast.walk(function)
    )


def _is_plain(function: ast.FunctionDef, gives: bool) -> bool:
    if function.decorator_list or function.args.vararg or function.args.kwarg:
        return False
    last = function.body[-1]
    returns = isinstance(last, ast.Return) and last.value is not None
    if gives and not returns:
        return False
    before = function.body[:-1] if isinstance(last, ast.Return) else function.body
    inner = [n for item in before for n in ast.walk(item)]
    return not any(
        isinstance(n, ast.Return | ast.Yield | ast.YieldFrom | ast.Global | ast.Nonlocal)
        for n in inner
    )


def _own_names(function: ast.FunctionDef, given: list[Binding]) -> frozenset[str]:
    """Names that the opened body binds and nobody bound before."""
    local = {
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    local |= {binding.name for binding in given if binding.name != binding.source}
    return frozenset(local - {b.name for b in given if b.name == b.source})


def _clash(names: Collection[str], flow: Flow, own: Statement, ours: Collection[str]) -> bool:
    """Whether a local name of the function is also a name of the notebook that others use."""
    others = {
        name
        for s in flow.statements
        if s.number != own.number
        for name in s.effects.binds | s.effects.may_bind | s.effects.reads
    }
    return bool(set(names) & (others - set(ours)))
