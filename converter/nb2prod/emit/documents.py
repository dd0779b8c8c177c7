"""The pages for people: what it is, what to do at night, what is known, where each line is from."""

import json
from collections.abc import Iterable
from dataclasses import replace

from ..frameworks import told
from ..model.findings import Finding, Severity
from ..model.plan import FunctionPlan, LeftOutRows, Plan
from ..model.proof import NOT_CHECKED, PROVEN, REFUTED, Claim, Proof
from ..model.run import Column
from ..pages import render
from .columns import request_columns
from .contract import examples
from .layout import layout
from .learnt import learnt_as
from .left_out import asked_choices
from .markdown import cell, code, listed
from .observed import description

_LISTED = 5


def readme(plan: Plan, proof: Proof, *, data_sample: bool = True) -> str:
    """README.md: what it gives, how it is started and asked, how far it is proven, what is open."""
    return render(
        "README.md.jinja",
        **_common(plan, proof),
        request=_request(plan, data_sample=data_sample),
        parameters=plan.parameters,
        refuted=proof.refuted,
        unchecked=_unchecked(proof),
        layout=layout(plan),
        open_points=_open_points(plan, proof),
    )


def runbook(plan: Plan, proof: Proof, *, data_sample: bool = True) -> str:
    """RUNBOOK.md: for somebody on call who never met the author."""
    return render(
        "RUNBOOK.md.jinja",
        **_common(plan, proof),
        request=_request(plan, data_sample=data_sample),
        data_sample=data_sample,
    )


def model_card(plan: Plan, proof: Proof, *, data_sample: bool = True) -> str:
    """MODEL_CARD.md: data, making, figures and limits of the model."""
    assert plan.serving is not None, "a plan without a service has no model card"
    rows = plan.serving.rows
    return render(
        "MODEL_CARD.md.jinja",
        **_common(plan, proof),
        tables=_tables(plan, data_sample=data_sample),
        sections=[(module.name, _functions(module.functions)) for module in plan.modules],
        artifacts=listed(artifact.name for artifact in plan.serving.artifacts),
        frozen=[(entry, learnt_as(entry, plan)) for entry in rows.frozen] if rows else [],
        left_out=_left_out_rows(plan),
        kept_as=told(plan.kept.framework, plan.kept.beside),
    )


def from_notebook(plan: Plan, proof: Proof, *, data_sample: bool = True) -> str:
    """docs/from_notebook.md: cell to function, what was left out and why, each claim."""
    functions = [function for module in plan.modules for function in module.functions]
    functions.sort(key=lambda function: (function.first_cell, function.last_cell))
    cells = sorted({parameter.place.cell_index + 1 for parameter in plan.parameters})
    return render(
        "from_notebook.md.jinja",
        **_common(plan, proof),
        sha256=plan.notebook_sha256,
        functions=[_function_row(function) for function in functions],
        parameters=listed(parameter.name for parameter in plan.parameters),
        parameter_cells=", ".join(str(number) for number in cells),
        order=", ".join(f"`{call.function}`" for call in plan.calls) or "nothing",
        raw_columns=[
            (column.name, _about(column, data_sample=data_sample)) for column in plan.raw_columns
        ],
        copied=listed(function.qualified for function in functions if function.copies),
        left_out=plan.left_out,
        left_out_rows=_left_out_rows(plan),
        magics=plan.magics,
        claims=proof.claims,
        findings=plan.findings,
        verdict=_verdict,
        difference=_difference,
        sentence=_sentence,
    )


def _left_out_rows(plan: Plan) -> tuple[LeftOutRows, ...]:
    """The choices of rows in training, each with its code where answers tell of it."""
    rows = plan.serving.rows if plan.serving is not None else None
    if rows is None:
        return ()
    asked = asked_choices(rows)
    return tuple(item if item in asked else replace(item, code="") for item in rows.left_out)


def _common(plan: Plan, proof: Proof) -> dict[str, object]:
    serving = plan.serving
    stopped_by = proof.rung_stopped_by or (serving.stopped_by if serving else "")
    return {
        "package": plan.package,
        "dashed": plan.package.replace("_", "-"),
        "upper": plan.package.upper(),
        "title": plan.title,
        "summary": plan.summary,
        "notebook_name": plan.notebook_name,
        "service": serving,
        "answer_columns": listed(serving.prediction_columns) if serving else "",
        "results": listed(result.name for result in plan.results) or "nothing",
        "metrics": listed(plan.metrics),
        "raw_table": plan.raw_table or (serving.request_table if serving else ""),
        "rows": f"{plan.raw_rows:,}" if plan.raw_rows else "",
        "data_files": listed(sorted({file.path.name for file in plan.files}))
        or "the data that `load.py` names",
        "proof": proof,
        "stopped_by": stopped_by,
        "counts": _counts(proof),
        "listed": listed,
        "cell": cell,
        "code": code,
        "command": lambda text, width=34: text.ljust(width),
    }


def _request(plan: Plan, *, data_sample: bool) -> str:
    """A request with the first example row, as JSON on one line where it fits."""
    if plan.serving is None:
        return ""
    body = {"rows": examples(plan, data_sample=data_sample)[:1]}
    line = json.dumps(body, ensure_ascii=False)
    return line if len(line) <= 110 else json.dumps(body, ensure_ascii=False, indent=2)


def _counts(proof: Proof) -> str:
    counts = [(proof.count(status), status) for status in (PROVEN, REFUTED, NOT_CHECKED)]
    told = ", ".join(f"{number} {_is(number)} {status}" for number, status in counts if number)
    return f"Of {len(proof.claims)} claims {told}."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _open_points(plan: Plan, proof: Proof) -> list[str]:
    """What a person has to decide or to mend."""
    points = [
        f"Refuted: {claim.subject}. Do not rely on it before this is mended."
        for claim in proof.refuted
    ]
    points += [_sentence(f) for f in plan.findings if f.severity is not Severity.NOTE]
    return points


def _sentence(finding: Finding) -> str:
    where = "" if finding.cell_index is None else f"cell {finding.cell_index + 1}"
    if where and finding.line is not None:
        where += f", line {finding.line}"
    text = cell(" ".join(part for part in (finding.message, finding.remedy) if part))
    return f"{where}: {text} ({finding.code})" if where else f"{text} ({finding.code})"


def _about(column: Column, *, data_sample: bool) -> str:
    """What the run showed of a column, for a table that says so in its head."""
    return description(column, data_sample=data_sample).replace(" in training", "")


def _tables(plan: Plan, *, data_sample: bool) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The loaded table, and the request's where that is another one: name, and its columns."""
    serving = plan.serving
    assert serving is not None
    requested = request_columns(serving)
    tables: list[tuple[str, tuple[Column, ...]]] = []
    if plan.raw_table and plan.raw_columns:
        tables.append((plan.raw_table, plan.raw_columns))
    if not plan.raw_columns or serving.rows is None:
        tables.append((serving.request_table, requested))
    names = {column.name for column in requested}

    def use(column: Column, number: int) -> str:
        if column.name == serving.label:
            return "is learnt"
        first = number < len(tables) - 1
        return "by the preparation" if first else "yes" if column.name in names else "no"

    return [
        (
            table,
            [
                (column.name, _about(column, data_sample=data_sample), use(column, number))
                for column in columns
            ],
        )
        for number, (table, columns) in enumerate(tables)
    ]


def _unchecked(proof: Proof) -> list[str]:
    """What was not checked, together where the reason is the same; of many the first ones."""
    reasons: dict[str, list[str]] = {}
    for claim in proof.claims:
        if claim.status == NOT_CHECKED:
            reasons.setdefault(claim.reason, []).append(claim.subject)
    lines = [f"{'; '.join(_first(subjects))} ({reason})." for reason, subjects in reasons.items()]
    return (
        lines if len(lines) <= _LISTED else [*lines[:_LISTED], f"and {len(lines) - _LISTED} more."]
    )


def _first(subjects: list[str]) -> list[str]:
    more = len(subjects) - _LISTED
    return subjects if more <= 0 else [*subjects[:_LISTED], f"and {more} more"]


def _functions(functions: Iterable[FunctionPlan]) -> str:
    told = (f"`{f.name}`{' (' + cell(f.doc.rstrip('.')) + ')' if f.doc else ''}" for f in functions)
    return ", ".join(told)


def _function_row(function: FunctionPlan) -> dict[str, str]:
    first, last = function.first_cell + 1, function.last_cell + 1
    return {
        "cells": str(first) if first == last else f"{first} to {last}",
        "name": function.qualified,
        "takes": listed(crossing.name for crossing in function.inputs),
        "gives": listed(crossing.name for crossing in function.outputs),
    }


def _verdict(claim: Claim) -> str:
    word = f"**{claim.status}**" if claim.status == REFUTED else claim.status
    return f"{word} ({cell(claim.reason)})" if claim.reason else word


def _difference(claim: Claim) -> str:
    if claim.max_difference is None:
        return ""
    #   7.1e-15 or 0: the last digits hang on which rows a run put into one batch; the record of the
    #   proof has them, and this page is the same for the same project
    if claim.status == PROVEN or not claim.max_difference:
        return "none"
    allowed = f" (allowed {claim.tolerance:g})" if claim.tolerance else ""
    return f"{claim.max_difference:g}{allowed}"
