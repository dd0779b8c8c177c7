"""`convert` and `plan`, first half: from the notebook file to the plan of its project."""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .api_inspect import habits
from .emit.build_files import build_files
from .errors import Nb2prodError, PlanRefused
from .flow.asked import with_asked_rows
from .flow.edits import edited_cells, with_old_places
from .flow.effects import effects
from .flow.graph import build_flow
from .flow.promoted import with_names
from .flow.shown_values import with_memory
from .flow.stars import with_explicit_names
from .flow.two_roles import with_both_roles
from .model.findings import Finding, Severity
from .model.flow import Flow
from .model.local_code import LocalCode
from .model.notebook import Magic, Notebook, PythonCell, Secret
from .model.options import Options
from .model.plan import Plan, ServingPlan, Signature
from .model.replay import Draft, Edit, Step
from .model.run import Progress, Run, Value
from .planning import serving_question as asking
from .planning.functions import function_plans
from .planning.inlining import inlined_call
from .planning.label import label_column
from .planning.modules import texts
from .planning.naming import package_name
from .planning.outline import Outline, outline
from .planning.parameters import parameter_plans
from .planning.plan import make_plan
from .planning.probes import probes
from .planning.raw_rows import last_binding, raw_rows
from .planning.refusals import Untagged
from .planning.serving import serving_plan
from .planning.signatures import calls_question, signatures
from .planning.untagged import taken_in, with_role
from .proving.claims import planned_claims
from .reading.code import checked_python_cells, code_findings, in_order
from .reading.ipynb import read
from .reading.local_modules import local_code
from .reading.secrets import notebook_secrets, secret_findings
from .serving_path.question import Question
from .serving_path.way import Outcome, find_way

NO_LOCAL_CODE = LocalCode()
_OPENINGS = 4
_HIDDEN = ("module", "function")
_FIGURES = ("matplotlib", "seaborn", "plotly", "altair", "bokeh", "IPython")


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook as far as it is known without a run."""

    notebook: Notebook
    cells: tuple[PythonCell, ...]
    originals: tuple[PythonCell, ...]  # before any change of ours
    # names that we gave, each with its cell and the expression that gives the value after it
    shown: Mapping[str, tuple[int, str]]
    flow: Flow
    outline: Outline
    findings: tuple[Finding, ...]
    magics: tuple[Magic, ...]
    local: LocalCode = NO_LOCAL_CODE


@dataclass(frozen=True, slots=True)
class Decided:
    """A plan, and the one to fall back to when the proof refutes its service."""

    plan: Plan
    lower: tuple[Plan, ...]


def read_source(path: Path, options: Options | None = None) -> Source:
    """
    The notebook, its flow and outline; raises for what would stop a conversion.

    With options that allow a run, the kernel is asked for names that only an import tells.
    """
    notebook = read(path)
    plain = checked_python_cells(notebook)
    local = local_code(plain, path.resolve().parent)
    notebook = replace(notebook, secrets=notebook_secrets(notebook, plain, local))
    findings = (
        *notebook.findings,
        *code_findings(plain),
        *secret_findings(notebook.secrets),
    )
    stopping = [finding for finding in findings if finding.severity is Severity.ERROR]
    if stopping:
        raise _stopped(notebook, stopping, findings)
    authored = plain
    notebook, plain = with_both_roles(notebook, plain)
    notebook, plain, asked = with_asked_rows(notebook, plain)
    plain = with_explicit_names(notebook, plain, _names_asker(notebook, options))
    plain, memory = with_memory(plain)
    taken: list[Finding] = []
    while True:
        cells, shown = with_names(plain)
        shown = {**memory, **shown}
        flow = with_old_places(build_flow(notebook, cells), cells, authored)
        try:
            found = outline(flow)
            break
        except Nb2prodError as error:
            again = with_role(notebook, plain, error) if isinstance(error, Untagged) else None
            if again is None or not isinstance(error, Untagged):
                error.notebook = error.notebook or str(path)
                raise
            notebook, plain = again
            taken.append(taken_in(error))
    magics = tuple(magic for cell in plain for magic in cell.magics)
    findings = in_order((*findings, *taken, *habits(notebook, plain, flow)))
    named = {**asked, **{name: (cell, "_") for name, cell in shown.items()}}
    return Source(notebook, cells, cells, named, flow, found, findings, magics, local)


def _names_asker(
    notebook: Notebook, options: Options | None
) -> Callable[[str], frozenset[str] | None] | None:
    """Asks the notebook's kernel what a star import binds; None where nothing may be run."""
    if options is None or not options.run:
        return None
    from .running.star_names import star_names

    return lambda module: star_names(notebook, options.kernel, module)


def _stopped(
    notebook: Notebook, stopping: Sequence[Finding], findings: Sequence[Finding]
) -> PlanRefused:
    first = stopping[0]
    cell = notebook.cells[first.cell_index] if first.cell_index is not None else None
    return PlanRefused(
        first.code,
        first.message,
        first.remedy,
        str(notebook.path),
        first.cell_index,
        first.line,
        cell.first_line if cell else None,
        tuple(findings),
    )


@contextmanager
def in_environment(secrets: Sequence[Secret]) -> Iterator[None]:
    """A stretch in which the project finds what the notebook had in plain sight."""
    given = {secret.name: secret.value for secret in secrets if secret.name not in os.environ}
    os.environ.update(given)
    try:
        yield
    finally:
        for name in given:
            os.environ.pop(name, None)


def run_source(source: Source, options: Options, progress: Progress) -> Run:
    """The notebook's run with the boundary values; raises the diagnosis where it failed."""
    from .running.diagnosis import diagnose
    from .running.kernel import execute

    run = execute(
        source.notebook,
        probes=probes(source.outline, source.shown),
        kernel=options.kernel,
        working_folder=source.notebook.path.resolve().parent,
        timeout=options.timeout,
        progress=progress,
    )
    if run.failed is not None:
        raise diagnose(source.notebook, run)
    return run


def project_folder(source: Source, options: Options, package: str = "") -> Path:
    """Where the project goes; before a run its package is what the notebook's file name says."""
    name = package or options.package or package_name(source.notebook.path.stem, frozenset())
    return options.output or source.notebook.path.resolve().parent / name


def decide(
    source: Source,
    run: Run | None,
    options: Options,
    progress: Progress,
    early: Callable[[Plan], None] = lambda plan: None,
) -> Decided:
    """
    The plan on the highest rung that a rehearsal reached, and the plans below it.

    `early` is told the first plan: what the project needs is known before the way of a raw row is.
    """
    package = options.package or package_name(source.notebook.path.stem, _importable(run))
    hidden = _hidden(run)
    found = outline(source.flow, hidden) if hidden else source.outline
    seen = _signatures(source, found, run)

    def plan(
        flow: Flow, shape: Outline, serving: ServingPlan | None, served: bool, why: str
    ) -> Plan:
        return _with_claims(
            make_plan(
                source.notebook,
                flow,
                shape,
                run,
                package,
                source.findings,
                source.magics,
                serving,
                served,
                why,
                source.local,
                seen,
            )
        )

    plain = plan(source.flow, found, None, False, "" if options.run else "the notebook was not run")
    if run is None:
        return Decided(plain, ())
    features = plan(source.flow, found, None, True, "")
    early(features)
    if features.serving is None:
        return Decided(features, ())
    progress("rows", 0, 1, "looking for the way from one raw row to the model's input")
    flow, shape, serving, why = _raw_rows(source, found, features, run)
    features = plan(source.flow, found, replace(features.serving, stopped_by=why), True, why)
    if serving is None:
        return Decided(features, (plain,))
    return Decided(plan(flow, shape, serving, True, ""), (features, plain))


def _signatures(source: Source, found: Outline, run: Run | None) -> Mapping[str, Signature]:
    """The types with which the user's own functions were called."""
    if run is None:
        return {}
    folder = str(source.notebook.path.resolve().parent)
    question = calls_question(source.flow, found, run, folder)
    return signatures(_asker(run)("call_types", question), source.flow) if question else {}


def _with_claims(plan: Plan) -> Plan:
    """The plan with every claim that its project makes: they follow from its claims map."""
    table = tomllib.loads(build_files(plan)["pyproject.toml"])["tool"]["nb2prod"]
    return replace(plan, claims=planned_claims(table))


def _raw_rows(
    source: Source, found: Outline, features: Plan, run: Run
) -> tuple[Flow, Outline, ServingPlan | None, str]:
    """The flow with names for what is learnt, and the serving plan; or why there is none."""
    assert features.serving is not None
    tables = asking.request_tables(found, run)
    if not tables:
        return source.flow, found, None, "no loaded table was seen"
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
    flow, shape = _with_learnt_names(source, outcome.draft, steps, features, _hidden(run))
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
    first = outcome = find_way(question, _asker(run), effects)
    opened, shape = source, found
    for _ in range(_OPENINGS):
        step = outcome.rehearsal.step
        if outcome.rehearsal.ok or step is None:
            break
        edit = inlined_call(steps[step], step, opened.flow, shape, question.taken)
        if edit is None:
            break
        changed = _edited(opened, [edit], steps)
        opened = replace(opened, cells=changed[0], flow=changed[1])
        shape = outline(opened.flow, _hidden(run))
        question, steps = _question(opened.flow, shape, features, run, root, opened)
        outcome = find_way(question, _asker(run), effects)
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
        ),
        steps,
    )


def _asker(run: Run) -> Callable[[str, Mapping[str, Any]], dict[str, Any]]:
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
    constants = {n for n in names if flow.statements[flow.bound_by[n][0]].group < 0}
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


def _hidden(run: Run | None) -> frozenset[str]:
    """Names whose values are no results: modules, functions, figures."""
    if run is None:
        return frozenset()
    return frozenset(
        value.name
        for boundary in run.boundaries
        for value in boundary.values
        if value.kind in _HIDDEN or value.type.module.split(".")[0] in _FIGURES
    )


def _importable(run: Run | None) -> frozenset[str]:
    return frozenset(run.environment.packages) if run is not None else frozenset()
