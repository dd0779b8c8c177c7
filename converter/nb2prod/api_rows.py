"""The way from one raw row to the model's input: looked for on the run's own values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .api_source import Source
from .flow.containers import CONTAINERS
from .flow.edits import edited_cells, with_old_places
from .flow.effects import effects
from .flow.graph import build_flow
from .model.flow import Flow
from .model.notebook import PythonCell
from .model.plan import Plan, ServingPlan
from .model.replay import Draft, Edit, Step
from .model.run import Run, TypeName, Value
from .planning import serving_question as asking
from .planning.functions import function_plans
from .planning.inlining import inlined_call
from .planning.label import label_column
from .planning.modules import texts
from .planning.outline import Outline, outline
from .planning.parameters import parameter_plans
from .planning.raw_rows import last_binding, raw_rows
from .planning.serving import serving_plan
from .serving_path.question import Question
from .serving_path.way import Outcome, find_way

_OPENINGS = 4
_HIDDEN = ("module", "function")
_FIGURES = ("matplotlib", "seaborn", "plotly", "altair", "bokeh", "IPython")


def rows_served(
    source: Source, found: Outline, features: Plan, run: Run
) -> tuple[Flow, Outline, ServingPlan | None, str]:
    """The flow with names for what is learnt, and the serving plan; or why there is none."""
    assert features.serving is not None
    tables = asking.request_tables(found, run)
    if not tables:
        return source.flow, found, None, "no loaded table was seen"
    lost = [table for table in tables if not table.pickled]
    if lost == tables:  # a table of many gigabytes
        return source.flow, found, None, f"`{lost[0].name}` was not kept: {lost[0].note}"
    tables = [table for table in tables if table.pickled]
    ways = (_way(source, found, features, run, table) for table in tables)
    # the first table is the largest; the requests may be rows of another one
    tried = [next(ways)]
    while not tried[-1][2].followed and len(tried) < len(tables):
        tried.append(next(ways))
    followed = next((n for n, way in enumerate(tried) if way[2].followed), 0)
    root = tables[followed]
    source, found, outcome, steps = tried[followed]
    if not outcome.rehearsal.ok or outcome.draft is None:
        return source.flow, found, None, _why(outcome, steps)
    flow, shape = _with_learnt_names(source, outcome.draft, steps, features, hidden_names(run))
    serving = raw_rows(
        features.serving,
        root,
        asking.load_end(found, root.name),
        steps,
        outcome.draft,
        outcome.rehearsal,
        shape,
        [parameter.name for parameter in features.parameters],
    )
    functions = function_plans(shape, texts(shape, flow), run, parameter_plans(flow, shape))
    again, _ = serving_plan(shape, functions, run, flow)
    if again is None:
        return source.flow, found, None, "the predict section changed its shape"
    serving = replace(serving, predict=again.predict, artifacts=again.artifacts)
    return flow, shape, serving, ""


def _way(
    source: Source, found: Outline, features: Plan, run: Run, root: Value
) -> tuple[Source, Outline, Outcome, tuple[Step, ...]]:
    """
    The outcome of the search; a function that learns from its table is opened where it is called.

    Opening is undone where it does not help: the notebook's own functions stay as they are.
    """
    question, steps = _question(source.flow, found, features, run, root, source)
    first = outcome = find_way(question, asker(run), effects)
    opened, shape, brought = source, found, frozenset[str]()
    for _ in range(_OPENINGS):
        step = outcome.rehearsal.step
        if outcome.rehearsal.ok or step is None:
            break
        opening = inlined_call(steps[step], step, opened.flow, shape, brought)
        if opening is None:
            break
        brought |= opening.names
        changed = _edited(opened, [opening.edit], steps)
        opened = replace(opened, cells=changed[0], flow=changed[1])
        shape = outline(opened.flow, hidden_names(run))
        question, steps = _question(opened.flow, shape, features, run, root, opened)
        outcome = find_way(question, asker(run), effects)
    if outcome.rehearsal.ok:
        return opened, shape, outcome, steps
    return source, found, first, _question(source.flow, found, features, run, root, source)[1]


def _question(
    flow: Flow, found: Outline, features: Plan, run: Run, root: Value, source: Source
) -> tuple[Question, tuple[Step, ...]]:
    serving = features.serving
    assert serving is not None
    written = texts(found, flow)
    steps = asking.steps_between(found, serving.predict_table, root.name)
    function = next(
        f for m in features.modules for f in m.functions if f.qualified == serving.predict
    )
    places = sorted({function.first_cell, serving.request_boundary})
    predicting = [seen for place in places if (seen := run.boundary(place)) is not None]
    return (
        Question(
            root=root.name,
            target=serving.predict_table,
            steps=steps,
            setup=asking.setup_codes(flow, found),
            serve_setup=asking.serve_setup_codes(flow, found, written),
            boundaries=asking.start_boundary(found, run, root.name),
            parameters=asking.parameter_sources(flow),
            lifted=found.definitions.lifted,
            late=found.definitions.late,
            taken=asking.mentioned(flow),
            bound_often=asking.bound_often(flow),
            predict=asking.predict_codes(found, serving),
            predict_boundaries=tuple(boundary.pickle for boundary in predicting),
            prediction=serving.prediction,
            folder=source.notebook.path.resolve().parent,
            label=label_column(found, [column.name for column in root.columns]),
            trained=asking.trained_on(found, run),
        ),
        steps,
    )


def asker(run: Run) -> Callable[[str, Mapping[str, Any]], dict[str, Any]]:
    """Runs a guest script in the run's interpreter, beside the notebook."""
    from .running.guest import ask_guest

    return lambda script, request: ask_guest(
        run.environment.executable, script, request, run.working_folder
    )


def _why(outcome: Outcome, steps: Sequence[Step]) -> str:
    reason = outcome.rehearsal.reason
    if outcome.rehearsal.step is None:
        return reason
    step = steps[outcome.rehearsal.step]
    expression = outcome.expression or step.code.splitlines()[0]
    line = step.place.line
    return f"cell {step.place.cell_index + 1}, line {line}: `{expression}`: {reason}"


def _with_learnt_names(
    source: Source, draft: Draft, steps: Sequence[Step], features: Plan, hidden: frozenset[str]
) -> tuple[Flow, Outline]:
    _, flow = _edited(source, draft.edits, steps)
    settings = {parameter.name for parameter in features.parameters}
    names = [
        item.name
        for item in draft.learnt
        if item.name not in settings and item.name in flow.bound_by
    ]
    #   vect = CountVectorizer()      of an untagged cell above, where it was only tried out
    bound = {n: [flow.statements[number].group for number in flow.bound_by[n]] for n in names}
    constants = {name for name, groups in bound.items() if max(groups) < 0}
    extra = {name: last_binding(flow, name) for name in names if name not in constants}
    return flow, outline(flow, hidden, extra)


def _edited(
    source: Source, edits: Sequence[Edit], steps: Sequence[Step]
) -> tuple[tuple[PythonCell, ...], Flow]:
    changes = []
    for edit in edits:
        statement = source.flow.statements[steps[edit.step].number]
        first = statement.start_line or statement.place.line
        start = (first + edit.start[0] - 1, edit.start[1])
        end = (first + edit.end[0] - 1, edit.end[1])
        changes.append((statement.place.cell_index, start, end, edit.text))
    cells = edited_cells(source.cells, changes)
    return cells, with_old_places(build_flow(source.notebook, cells), cells, source.originals)


def _is_hidden(found: TypeName) -> bool:
    library = found.module.split(".")[0]
    return library in _FIGURES or (library, found.name) in CONTAINERS


def hidden_names(run: Run | None) -> frozenset[str]:
    """Names whose values are no results: modules, functions, figures, containers of a library."""
    if run is None:
        return frozenset()
    return frozenset(
        value.name
        for boundary in run.boundaries
        for value in boundary.values
        if value.kind in _HIDDEN or _is_hidden(value.type)
    )
