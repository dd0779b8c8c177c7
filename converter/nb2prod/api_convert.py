"""`convert` and `plan`, first half: from the notebook file to the plan of its project."""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .api_rows import asker, hidden_names, rows_served
from .api_source import Source
from .emit.build_files import build_files
from .model.flow import Flow
from .model.notebook import Secret
from .model.options import Options
from .model.plan import Plan, ServingPlan, Signature
from .model.run import Progress, Run
from .planning.outline import Outline, outline
from .planning.package_names import package_name
from .planning.plan import make_plan
from .planning.probes import probes
from .planning.serving import SPARSE
from .planning.signatures import calls_question, signatures
from .proving.claims import planned_claims


@dataclass(frozen=True, slots=True)
class Decided:
    """A plan, and the one to fall back to when the proof refutes its service."""

    plan: Plan
    lower: tuple[Plan, ...]


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
        named=source.named,
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
    hidden = hidden_names(run)
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
    flow, shape, serving, why = rows_served(source, found, features, run)
    if features.serving.table_kind == SPARSE:
        plain = plan(source.flow, found, None, False, why)
        return (
            Decided(plan(flow, shape, serving, True, ""), (plain,))
            if serving
            else Decided(plain, ())
        )
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
    return signatures(asker(run)("call_types", question), source.flow) if question else {}


def _with_claims(plan: Plan) -> Plan:
    """The plan with every claim that its project makes: they follow from its claims map."""
    table = tomllib.loads(build_files(plan)["pyproject.toml"])["tool"]["nb2prod"]
    return replace(plan, claims=planned_claims(table))


def _importable(run: Run | None) -> frozenset[str]:
    return frozenset(run.environment.packages) if run is not None else frozenset()
