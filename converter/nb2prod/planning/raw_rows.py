"""The rung `raw rows`: the service takes the columns of the loaded table."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from ..model.flow import Flow
from ..model.plan import FrozenEntry, Piece, RowsPlan, ServingPlan
from ..model.replay import Draft, Rehearsal, Step
from ..model.run import Column, TypeName, Value
from .outline import Outline

_FUNCTION = "prep_rows"


def raw_rows(
    features: ServingPlan,
    root: Value,
    root_boundary: int,
    steps: Sequence[Step],
    draft: Draft,
    rehearsal: Rehearsal,
    outline: Outline,
    parameters: Sequence[str],
) -> ServingPlan:
    """The serving plan one rung above `features`."""
    used = tuple(column for column in root.columns if column.name in rehearsal.used)
    ignored = tuple(column.name for column in root.columns if column.name not in rehearsal.used)
    frozen = tuple(
        FrozenEntry(
            name=item.name,
            type=_type(rehearsal.types.get(item.name)),
            comment=" ".join(item.text.split()) if item.new and len(item.text) < 70 else "",
            place=item.place,
            text=item.text,
        )
        for item in draft.learnt
    )
    selecting = {step for step, _ in draft.notes}
    pieces = tuple(Piece(_commented(steps[number], text, number in selecting), steps[number].place) for number, text in draft.serve)
    rows = RowsPlan(
        function=_FUNCTION,
        pieces=pieces,
        gives=features.predict_table,
        frozen=frozen,
        reads=rehearsal.features,
        all_columns=tuple(column.name for column in root.columns) if rehearsal.all_columns else (),
    )
    return replace(
        features,
        rung="raw rows",
        request_table=root.name,
        request_boundary=root_boundary,
        columns=used,
        ignored=ignored,
        label=label_column(outline, ignored),
        rows=rows,
        row_ids="index" if rehearsal.by_label else "rows",
        request_rows=root.rows or 0,
        rows_asked=rehearsal.target_rows,
    )


def _type(told: object) -> TypeName:
    if isinstance(told, dict):
        return TypeName(
            str(told.get("module", "")), str(told.get("name", "Any")), tuple(_type(item) for item in told.get("arguments", ()))
        )
    return TypeName("typing", "Any")


def _commented(step: Step, text: str, selects: bool) -> str:
    """The serving text below the comments that stand above the notebook's statement."""
    if selects:
        return text
    above = step.text.split(step.code)[0] if step.code in step.text else ""
    comments = "".join(f"{line}\n" for line in above.splitlines() if line.startswith("#"))
    return comments + text


def label_column(outline: Outline, ignored: Sequence[str]) -> str | None:
    """The ignored column that training takes as its target, where the code says so."""
    names: set[str] = set()
    texts: set[str] = set()
    for part in reversed(outline.parts):
        for statement in reversed(part.statements):
            tree = ast.parse(statement.code)
            if statement.effects.binds & names:
                for node in ast.walk(tree):
                    if isinstance(node, ast.Assign):
                        texts |= _columns(node.value)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and len(node.args) >= 2:
                    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if called in ("fit", "train_test_split", "fit_transform"):
                        texts |= _columns(node.args[1])
                        names |= {n.id for n in ast.walk(node.args[1]) if isinstance(n, ast.Name)}
                        if called == "fit":
                            names |= {
                                t.id
                                for other in part.statements
                                for a in ast.walk(ast.parse(other.code))
                                if isinstance(a, ast.Assign)
                                for t in ast.walk(a.targets[0])
                                if isinstance(t, ast.Name) and t.id in names
                            }
    return next((name for name in ignored if name in texts), None)


def _columns(node: ast.expr) -> set[str]:
    found = {n.slice.value for n in ast.walk(node) if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Constant)}
    found |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    return {str(name) for name in found}


def last_binding(flow: Flow, name: str) -> int:
    """The last statement of a section that binds or changes the name."""
    numbers = [
        s.number
        for s in flow.statements
        if s.group >= 0 and name in s.effects.binds | s.effects.may_bind | s.effects.mutates
    ]
    return numbers[-1] if numbers else flow.bound_by[name][-1]
