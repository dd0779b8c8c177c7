"""`inspect`: all that reading tells about a notebook, without running anything."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from .api_roles import NeededRoles
from .errors import Nb2prodError
from .flow.edits import with_old_places
from .flow.graph import build_flow
from .flow.picture import picture_of
from .flow.promoted import with_names
from .flow.spelled_out import with_plain_code
from .flow.two_roles import with_both_roles
from .model.findings import Finding, Severity
from .model.flow import Flow
from .model.inspection import InspectedCell, Inspection
from .model.notebook import Notebook, PythonCell
from .planning.outline import outline
from .planning.refusals import Untagged
from .planning.untagged import taken_in
from .reading.code import code_findings, in_order, python_cells, syntax_problem
from .reading.ipynb import read
from .reading.local_modules import local_code
from .reading.secrets import notebook_secrets, secret_findings
from .rules import HABIT_RULES, STATE_RULES, rule_findings
from .rules.subject import subject_of
from .running.removed import replacement

_STAR = re.compile(r"\bfrom\s+[\w.]+\s+import\s+\*")


class Look(NamedTuple):
    """A notebook's flow as far as it can be told, and what is in the way of a better one."""

    flow: Flow
    refusals: tuple[Finding, ...]
    certain: bool  # no line may bind names that nobody sees


def inspect(path: Path) -> Inspection:
    """Return what reading alone tells about the notebook; nothing is run."""
    return inspected(read(path))


def inspected(notebook: Notebook) -> Inspection:
    """Return what the cells of a notebook in memory tell."""
    python = python_cells(notebook)
    readable = tuple(cell for cell in python if syntax_problem(cell) is None)
    look = _look(notebook, readable)
    subject = subject_of(notebook, readable, look.flow, look.certain, replacement)
    rules = rule_findings(subject, (*STATE_RULES, *HABIT_RULES))
    secrets = notebook_secrets(
        notebook, python, local_code(readable, notebook.path.resolve().parent)
    )
    said = (*notebook.findings, *code_findings(python), *secret_findings(secrets), *rules)
    return Inspection(
        path=notebook.path,
        sha256=notebook.sha256,
        kernel_name=notebook.kernel_name,
        language=notebook.language,
        nbformat=notebook.nbformat,
        cells=_cells(notebook, python),
        findings=in_order((*said, *_refusals(notebook, look, said))),
        requirements=tuple(dict.fromkeys(name for cell in python for name in cell.requirements)),
        picture=picture_of(notebook, look.flow),
    )


def habits(notebook: Notebook, cells: Sequence[PythonCell], flow: Flow) -> tuple[Finding, ...]:
    """Return what the owner of the project should know about the way that the notebook works."""
    subject = subject_of(notebook, cells, flow, True, replacement)
    return tuple(rule_findings(subject, HABIT_RULES))


def _cells(notebook: Notebook, python: Iterable[PythonCell]) -> tuple[InspectedCell, ...]:
    magics = {cell.cell.index: cell.magics for cell in python}
    return tuple(
        InspectedCell(
            index=cell.index,
            id=cell.id,
            kind=cell.kind,
            first_line=cell.first_line,
            raw_tags=cell.raw_tags,
            tags=cell.tags,
            execution_count=cell.execution_count,
            magics=magics.get(cell.index, ()),
        )
        for cell in notebook.cells
    )


def _refusals(notebook: Notebook, look: Look, said: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return why convert would refuse, as far as an error that stands already does not say it."""
    if look.refusals or any(found.severity is Severity.ERROR for found in said):
        return look.refusals
    try:
        outline(look.flow)
    except Untagged as error:
        return (taken_in(error, NeededRoles().of(error, notebook, look.flow)),)
    except Nb2prodError as error:
        return (_as_finding(error),)
    return ()


def _look(notebook: Notebook, cells: Sequence[PythonCell]) -> Look:
    refusals: list[Finding] = []
    certain = True
    notebook, cells = with_both_roles(notebook, cells)
    authored = cells
    cells, _ = with_names(with_plain_code(cells))
    while True:
        try:
            flow = with_old_places(build_flow(notebook, cells), cells, authored)
            return Look(flow, tuple(refusals), certain)
        except Nb2prodError as error:
            if error.cell_index is None:
                raise
            refusals.append(_as_finding(error))
            if error.code in ("NB121", "NB204"):  # a star, or a file that is run
                certain = False
                cells = tuple(
                    replace(cell, source=_STAR.sub("pass", cell.source))
                    if cell.cell.index == error.cell_index
                    else cell
                    for cell in cells
                )
            else:  # two roles and no place to cut: go on as if there were one
                cells = tuple(_with_one_role(cell, error.cell_index) for cell in cells)


def _with_one_role(cell: PythonCell, index: int) -> PythonCell:
    if cell.cell.index != index:
        return cell
    return replace(cell, cell=replace(cell.cell, tags=cell.cell.tags[:1]))


def _as_finding(error: Nb2prodError) -> Finding:
    message = error.message[0].upper() + error.message[1:]
    return Finding(
        error.code,
        Severity.ERROR,
        message if message.endswith((".", "?")) else f"{message}.",
        error.remedy,
        error.cell_index,
        error.line,
    )
