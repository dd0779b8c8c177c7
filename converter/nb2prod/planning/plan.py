"""The plan: all decisions in one place, taken from the outline and the run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ..model.findings import Finding, Severity
from ..model.flow import Flow
from ..model.local_code import LocalCode
from ..model.notebook import Magic, Notebook, Role
from ..model.plan import (
    Call,
    ChainClaim,
    Crossing,
    FunctionPlan,
    Piece,
    Plan,
    RowsPlan,
    ServingPlan,
    Signature,
)
from ..model.run import Run, TypeName, Value
from .common_names import MODULE
from .formats import kept_as, keras_backend
from .functions import function_plans
from .heavy_builds import heavy_builds
from .leftovers import left_out
from .local_files import local_files, local_homes
from .modules import module_plans, texts
from .outline import Outline
from .parameters import parameter_plans
from .requirements import NO_LOCAL_CODE, requirements
from .secrets import without_secrets
from .serving import serving_plan
from .types import observed, type_of
from .unsaved import unsaved_findings


def make_plan(
    notebook: Notebook,
    flow: Flow,
    outline: Outline,
    run: Run | None,
    package: str,
    findings: Sequence[Finding],
    magics: Sequence[Magic],
    serving: ServingPlan | None = None,
    served: bool = True,
    stopped_by: str = "",
    local: LocalCode = NO_LOCAL_CODE,
    seen: Mapping[str, Signature] = MappingProxyType({}),
) -> Plan:
    """
    The plan of the project; after it no decision is left.

    `serving` is a higher rung that was found; without it the rung `features` is tried, unless
    `served` is off. `seen` are types with which the user's own functions were called.
    """
    parameters = parameter_plans(flow, outline)
    written = texts(outline, flow)
    functions = function_plans(outline, written, run, parameters, _learnt_types(serving))
    why = ""
    if serving is None and served:
        serving, why = serving_plan(outline, functions, run, flow)
    if serving is not None and serving.rung == "features":
        serving = replace(serving, stopped_by=stopped_by)
    extra = {"prep": _of_rows(serving.rows)} if serving and serving.rows else {}
    modules = module_plans(outline, flow, functions, written, extra, seen)
    raw = raw_table(outline, run)
    needed = requirements(modules, serving, run, local)
    plan = Plan(
        package=package,
        title=_title(notebook, package),
        notebook_name=notebook.path.name,
        notebook_sha256=notebook.sha256,
        parameters=parameters,
        modules=modules,
        calls=_calls(functions),
        results=_results(outline, run),
        metrics=_metrics(outline, run),
        serving=serving,
        chains=_chains(functions, outline.moves or outline.remembers),
        claims=(),
        findings=(
            *(*findings, *local.findings, *_moving(outline)),
            *(*unsaved_findings(run, notebook), *heavy_builds(needed, run)),
        ),
        left_out=left_out(flow, outline),
        magics=tuple(magics),
        requirements=needed,
        files=run.files if run else (),
        python=".".join(run.environment.python.split(".")[:2]) if run else "3.11",
        summary=_summary(notebook),
        raw_table=raw.name if raw else None,
        raw_columns=raw.columns if raw else (),
        raw_rows=(raw.rows or 0) if raw else 0,
        moves=outline.moves,
        not_served=(why or stopped_by) if serving is None else "",
        local_files=local_files(local, package),
        local_modules=local_homes(local),
        kept=kept_as(serving, modules, needed, package, run),
        backend=keras_backend(run),
    )
    return without_secrets(plan, notebook.secrets)


def _calls(functions: Sequence[FunctionPlan]) -> tuple[Call, ...]:
    return tuple(
        Call(f.qualified, tuple(i.name for i in f.inputs), tuple(o.name for o in f.outputs))
        for f in functions
    )


def _moving(outline: Outline) -> list[Finding]:
    return [
        Finding(
            "NB208",
            Severity.WARNING,
            "The working folder changes here, so the project gets no service.",
            "Remove the `chdir` and write the paths from the notebook's folder: `data/a.csv`.",
            statement.place.cell_index,
            statement.place.line,
        )
        for part in outline.parts
        for statement in part.statements
        if "folder" in statement.effects.outside
    ][:1]


def _of_rows(rows: RowsPlan) -> tuple[Piece, ...]:
    """What `prep` holds for the rows of a request."""
    asked = [Piece(item.code, item.place) for item in rows.left_out if item.code]
    return (*rows.pieces, *asked)


def _learnt_types(serving: ServingPlan | None) -> dict[str, TypeName]:
    rows = serving.rows if serving is not None else None
    return {entry.name: entry.type for entry in rows.frozen} if rows is not None else {}


def _title(notebook: Notebook, package: str) -> str:
    for cell in notebook.cells:
        if cell.kind == "markdown":
            found = re.search(r"^\s{0,3}#\s+(.+?)\s*#*\s*$", cell.source, re.M)
            if found:
                return re.sub(r"[*_`]", "", found[1])
    return package.replace("_", " ").capitalize()


def _summary(notebook: Notebook) -> str:
    for cell in notebook.cells:
        if cell.kind == "markdown":
            paragraphs = [p.strip() for p in re.split(r"\n\s*\n", cell.source)]
            texts = [
                p
                for p in paragraphs
                #   We want two things:     the list below it would be missing
                if p and not p.startswith(("#", "-", "*", "|", "!", "<", "```")) and p[-1] != ":"
            ]
            if texts:
                return " ".join(texts[0].split())
    return ""


def raw_table(outline: Outline, run: Run | None) -> Value | None:
    """The largest table that the load section gives."""
    for part in outline.parts:
        if part.group.role is not Role.LOAD:
            continue
        after = run.boundary(part.group.cells[-1] + 1) if run else None
        frames = [
            v for name in part.outputs if after and (v := after.value(name)) and v.kind == "frame"
        ]
        if frames:
            return max(frames, key=lambda v: v.rows or 0)
    return None


def _results(outline: Outline, run: Run | None) -> tuple[Crossing, ...]:
    last = outline.parts[-1].group.cells[-1] + 1
    return tuple(
        Crossing(name, type_of(observed(run, name, (last, *_after(outline, name)))))
        for name in outline.results
    )


def _after(outline: Outline, name: str) -> list[int]:
    return [part.group.cells[-1] + 1 for part in outline.parts if name in part.outputs]


def _metrics(outline: Outline, run: Run | None) -> tuple[str, ...]:
    names = []
    for part in outline.parts:
        if part.group.role is Role.EVALUATE:
            for name in part.outputs:
                value = observed(run, name, (part.group.cells[-1] + 1,))
                if value is not None and name not in part.inputs and _is_metric(value):
                    names.append(name)
    return tuple(names)


def _is_metric(value: Value) -> bool:
    #   mae = 48.0        mae = {"model": 48.0, "seven minutes": 120.7}
    numbers = ("float", "int")
    if value.kind == "scalar":
        return value.type.name in numbers
    arguments = value.type.arguments
    return (
        value.type.name == "dict"
        and len(arguments) == 2
        and arguments[0].name == "str"
        and arguments[1].name in numbers
    )


def _chains(functions: Sequence[FunctionPlan], moves: bool) -> tuple[ChainClaim, ...]:
    """Functions that are run between two probes: one alone, or those that share a cell together."""
    chains: list[list[FunctionPlan]] = []
    for function in functions:
        #   def f(x): return x * k       reads what another function bound: they are run together
        #   os.chdir("data")               what follows reads from there
        shares = moves or any(f.module == MODULE for f in functions)
        if chains and (shares or chains[-1][-1].last_cell >= function.first_cell):
            chains[-1].append(function)
        else:
            chains.append([function])
    return tuple(
        ChainClaim(
            id="function:" + "+".join(f.qualified for f in chain),
            calls=tuple(
                Call(f.qualified, tuple(i.name for i in f.inputs), tuple(o.name for o in f.outputs))
                for f in chain
            ),
            changes=tuple(dict.fromkeys(name for f in chain for name in f.changes)),
            before=chain[0].first_cell,
            after=chain[-1].last_cell + 1,
        )
        for chain in chains
    )
