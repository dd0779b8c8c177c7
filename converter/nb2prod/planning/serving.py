"""
The service: which function answers, which table a request holds, what is saved with the model.
"""

import ast
from collections.abc import Iterable, Sequence

from ..model.flow import Flow
from ..model.notebook import Role
from ..model.plan import FunctionPlan, ServingPlan
from ..model.run import Column, Run, Value
from .outline import Outline, Part
from .unsaved import unsaved

_ASKS = frozenset(
    {
        "predict",
        "predict_proba",
        "decision_function",
        "predict_log_proba",
        "score_samples",
        "forecast",
    }
)
_ANSWERS = ("frame", "series", "array", "tensor", "container")
SPARSE = "sparse"
_TABLES = ("frame", "array", "tensor", "sparse")


def serving_plan(
    outline: Outline, functions: Sequence[FunctionPlan], run: Run | None, flow: Flow
) -> tuple[ServingPlan | None, str]:
    """The plan on the rung `features`, or None and what is missing."""
    why = _in_the_way(outline)
    if why:
        return None, why
    asking = [
        (p, f)
        for p, f in zip(outline.parts, functions, strict=True)
        if p.group.role is Role.PREDICT
    ]
    if not asking:
        return None, "no cell is tagged `predict`"
    if run is None:
        return None, "the notebook was not run"
    part, function = asking[-1]
    after = run.boundary(part.group.cells[-1] + 1)
    before = run.boundary(part.group.cells[0])
    if after is None or before is None:
        return None, "the values around the predict section were not captured"
    prediction = _prediction(part, [after.value(name) for name in part.outputs])
    if prediction is None:
        return None, (
            f"cell {part.group.cells[0] + 1}: the predict section gives no table, array or list of "
            "answers, one for each row"
        )
    #   test_data = test.drop("id", axis=1)
    #   prediction = model.predict(test_data)      of one cell: the table is seen after it alone
    made = _made_in(part, outline)
    seen = {n: after.value(n) if n in made else before.value(n) for n in part.inputs}
    table = _table(part, list(seen.values()), prediction)
    if table is None:
        return None, _no_table(part, prediction)
    others = [name for name in part.inputs if name != table.name]
    if why := unsaved(before.value(name) or after.value(name) for name in others):
        return None, why
    place = part.group.cells[-1] + 1 if table.name in made else part.group.cells[0]
    return _features(part, function, table, place, prediction), ""


def _in_the_way(outline: Outline) -> str:
    """What keeps any function of the outline from being a service; empty where nothing does."""
    if outline.definitions.common:
        shared = ", ".join(f"`{name}`" for name in sorted(outline.definitions.common))
        return f"the sections share {shared}: functions read what another section binds"
    if outline.moves:
        return "the working folder changes, and a service has none of its own"
    return ""


def _no_table(part: Part, prediction: Value) -> str:
    """Why no table can be sent: the rows stand in the cell, or none has the answer's rows."""
    cell = f"cell {part.group.cells[0] + 1}"
    written = written_rows(statement.code for statement in part.statements)
    if written:
        return (
            f"{cell}: the model is asked about `{written}`, which stands in the cell, so no table "
            "is there to be sent; let it predict the rows of a table, as in `model.predict(X_test)`"
        )
    return (
        f"{cell}: no table that enters the predict section has the {prediction.rows:,} rows of "
        f"`{prediction.name}`"
    )


def _features(
    part: Part, function: FunctionPlan, table: Value, place: int, prediction: Value
) -> ServingPlan:
    """The service that takes the rows of the table as they reach the model."""
    answers = prediction.columns if prediction.kind == "frame" else ()
    names = {crossing.name: crossing for crossing in function.inputs}
    return ServingPlan(
        rung="features",
        request_table=table.name,
        request_boundary=place,
        # thousands of words: nobody sends those, so there is no rung `features`
        columns=table.columns or (() if table.kind == SPARSE else _array_columns(table)),
        ignored=(),
        label=None,
        predict=function.qualified,
        predict_table=table.name,
        prediction=prediction.name,
        prediction_columns=tuple(column.name for column in answers),
        artifacts=tuple(names[name] for name in part.inputs if name != table.name),
        rows=None,
        request_rows=table.rows or 0,
        features_boundary=place,
        table_kind=table.kind,
        table_dtype=table.text if table.kind == "tensor" else "",
    )


def _made_in(part: Part, outline: Outline) -> frozenset[str]:
    """What another section makes in the first cell of this one, and nothing here changes."""
    first = part.group.cells[0]
    others = [p for p in outline.parts if p is not part and p.group.cells[-1] == first]
    changed = {n for s in part.statements for n in s.effects.binds | s.effects.mutates}
    return frozenset(name for p in others for name in p.outputs if name not in changed)


def _prediction(part: Part, values: Sequence[Value | None]) -> Value | None:
    """
    The last output that has one entry for each row; a call of predict comes before what is
    derived for people.
    """
    listed = [v for v in values if v is not None and v.rows and v.kind in _ANSWERS]
    listed = [v for v in listed if v.name not in part.inputs or v.kind == "frame"]
    if not listed:
        return None
    asked: set[str] = set()
    for statement in part.statements:
        for node in ast.walk(ast.parse(statement.code)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in _ASKS
            ):
                asked |= statement.effects.binds | statement.effects.mutates
        if asked & statement.effects.reads:
            asked |= statement.effects.binds
    chosen = [v for v in listed if v.name in asked]
    return (chosen or listed)[-1]


def _table(part: Part, values: Sequence[Value | None], prediction: Value) -> Value | None:
    tables = [
        v for v in values if v is not None and v.kind in _TABLES and v.rows == prediction.rows
    ]
    tables = [v for v in tables if v.kind == "frame" or len(v.shape) == 2]
    if not tables:
        return None
    named: set[str] = set()
    for statement in part.statements:
        for node in ast.walk(ast.parse(statement.code)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in _ASKS
            ):
                named |= {
                    n.id
                    for argument in node.args
                    for n in ast.walk(argument)
                    if isinstance(n, ast.Name)
                }
    return next((v for v in tables if v.name in named), tables[0])


def written_rows(codes: Iterable[str]) -> str:
    """The rows that a question to a model has in its own text; empty where there are none."""
    #   model.predict([[4.8, 3.0, 1.5, 0.3]])      model.predict(scaler.transform([[2, 1, 0]]))
    for code in codes:
        for call in ast.walk(ast.parse(code)):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            if call.func.attr in _ASKS and call.args:
                for part in ast.walk(call.args[0]):
                    if isinstance(part, ast.List | ast.Tuple) and _only_values(part):
                        return ast.unparse(part)
    return ""


def _only_values(rows: ast.List | ast.Tuple) -> bool:
    held = [node for node in ast.walk(rows) if isinstance(node, ast.expr)]
    kinds = ast.List | ast.Tuple | ast.Constant | ast.UnaryOp
    numbers = [n for n in held if isinstance(n, ast.Constant) and isinstance(n.value, int | float)]
    return bool(numbers) and all(isinstance(node, kinds) for node in held)


def _array_columns(table: Value) -> tuple[Column, ...]:
    width = table.shape[1] if len(table.shape) > 1 else 1
    return tuple(
        Column(name=f"f{number}", family="number", dtype="float64", nulls=0, distinct=0)
        for number in range(width)
    )
