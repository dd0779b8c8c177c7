"""What magics only measure: left out, unless it changes what stays."""

import ast
from collections.abc import Iterator, Sequence

from ..model.flow import Effects, Statement
from ..model.notebook import SECTION_ROLES, PythonCell, TimedCode
from .known import Known
from .summaries import summary


def timed_statements(
    cell: PythonCell, after: int, until: int, number: int, known: Known
) -> Iterator[Statement]:
    """The measured code between two lines of a cell, as what runs before statement `number`."""
    for timed in cell.timed:
        if after <= timed.place.line < until:
            yield _statement(timed, cell, number, known)


def _statement(timed: TimedCode, cell: PythonCell, number: int, known: Known) -> Statement:
    roles = [tag.role for tag in cell.cell.tags]
    in_section = any(role in SECTION_ROLES for role in roles)
    found = _effects(timed, known)
    return Statement(
        number=number,
        place=timed.place,
        end_line=timed.place.line,
        text=timed.text,
        code=timed.code,
        kind="timed",
        role=roles[0] if roles else None,
        step=None,
        taken_in=False,
        group=0 if in_section else -1,
        effects=found,
    )


def _effects(timed: TimedCode, known: Known) -> Effects:
    body = ast.parse(timed.code).body
    if not timed.apart:
        #   %lprun -f f y = f(x)       `y` stays
        body = [ast.Global(_stored(body)), *body]
    function = ast.parse("def timed(): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = body or function.body
    found = summary(function, known)
    return Effects(
        may_bind=found.writes,
        mutates=found.changes - found.writes,
        uncertain=found.uncertain,
        outside=found.outside,
    )


def _stored(body: Sequence[ast.stmt]) -> list[str]:
    names = {
        node.id
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return sorted(names) or ["_"]
