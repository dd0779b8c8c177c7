"""The rung `raw rows`: the service takes the columns of the loaded table."""

from collections.abc import Sequence
from dataclasses import replace

from ..model.flow import Flow
from ..model.plan import FrozenEntry, LeftOutRows, Piece, RowsPlan, ServingPlan
from ..model.replay import Draft, Rehearsal, Step
from ..model.run import TypeName, Value
from .label import label_column
from .outline import Outline

_FUNCTION = "prep_rows"
_TEXTS = ("object", "str", "string")


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
    label = label_column(outline, [column.name for column in root.columns])
    selecting = {step for step, _ in draft.notes}
    pieces = tuple(
        Piece(_commented(steps[number], text, number in selecting), steps[number].place)
        for number, text in draft.serve
    )
    texts = [column.name for column in root.columns if column.dtype in _TEXTS]
    blanks = tuple(name for name in texts if name in ignored)
    rows = RowsPlan(
        function=_FUNCTION,
        pieces=pieces,
        gives=features.predict_table,
        frozen=frozen,
        reads=rehearsal.features,
        all_columns=tuple(column.name for column in root.columns) if rehearsal.all_columns else (),
        text_blanks=blanks if rehearsal.text_blanks else (),
        integer_columns=rehearsal.integer_columns,
        left_out=_left_out(steps, draft, rehearsal),
    )
    return replace(
        features,
        rung="raw rows",
        request_table=root.name,
        request_boundary=root_boundary,
        columns=used,
        ignored=ignored,
        label=label if label in ignored else None,
        rows=rows,
        row_ids="index" if rehearsal.by_label else "rows",
        request_rows=root.rows or 0,
        rows_asked=rehearsal.target_rows,
    )


def _left_out(steps: Sequence[Step], draft: Draft, rehearsal: Rehearsal) -> tuple[LeftOutRows, ...]:
    """The choices of rows in training; of one within another the outer one is told."""
    found: dict[tuple[int, str], LeftOutRows] = {}
    for number in rehearsal.left_out:
        choice = draft.choices[number]
        code = choice.code if number in rehearsal.choices else ""
        inner = [key for key in found if key[0] == choice.step and key[1] in choice.text]
        if any(found[key].code for key in inner) and not code:
            continue
        for key in inner:
            del found[key]
        step = steps[choice.step]
        found[choice.step, choice.text] = LeftOutRows(choice.text, step.place, code)
    return tuple(found.values())


def _type(told: object) -> TypeName:
    if isinstance(told, dict):
        return TypeName(
            str(told.get("module", "")),
            str(told.get("name", "Any")),
            tuple(_type(item) for item in told.get("arguments", ())),
        )
    return TypeName("typing", "Any")


def _commented(step: Step, text: str, selects: bool) -> str:
    """The serving text below the comments that stand above the notebook's statement."""
    if selects:
        return text
    above = step.text.split(step.code)[0] if step.code in step.text else ""
    comments = "".join(f"{line}\n" for line in above.split("\n") if line.startswith("#"))
    return comments + text


def last_binding(flow: Flow, name: str) -> int:
    """The last statement of a section that binds or changes the name."""
    numbers = [
        s.number
        for s in flow.statements
        if s.group >= 0 and name in s.effects.binds | s.effects.may_bind | s.effects.mutates
    ]
    return numbers[-1] if numbers else flow.bound_by[name][-1]
