"""`tag`: proposes tags from the flow, tries them on the plan, and writes them when told to."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .errors import Nb2prodError
from .flow.graph import build_flow, names_of
from .flow.known import Known
from .flow.spelled_out import with_plain_code
from .flow.two_roles import with_both_roles
from .model.findings import Severity
from .model.flow import Flow
from .model.notebook import Notebook, PythonCell, Tag
from .model.tagging import CellTags, Tagging
from .planning.outline import outline
from .planning.refusals import Untagged
from .reading.code import code_findings, in_order, python_cells, syntax_problem
from .reading.ipynb import read, write_tags
from .tagging.proposals import proposals, with_needed_cell, with_one_role

_TRIES = 12
_STATEMENTS = 2000  # so many may be analysed anew, so that a long notebook is still answered fast
_STAR = re.compile(r"^from [\w.]+ import \*", re.M)
_NO_ROLE_YET = "NB117"  # an untagged notebook is what this verb is for


def tag(path: Path, write: bool = False) -> Tagging:
    """The tags that the cells should have; with `write` they are put into the file."""
    found = tags_for(read(path))
    if not write or not found.proposed:
        return found
    write_tags(path, {cell.cell_index: texts(cell.proposed) for cell in found.proposed})
    return replace(found, written=True)


def texts(tags: Sequence[Tag]) -> tuple[str, ...]:
    """The tags as they stand in the file."""
    return tuple(f"{tag.role}:{tag.name}" if tag.name else tag.role.value for tag in tags)


def tags_for(notebook: Notebook) -> Tagging:
    """The tags that the cells of a notebook in memory should have; nothing is read or written."""
    every = python_cells(notebook)
    plain = with_plain_code([cell for cell in every if syntax_problem(cell) is None])
    findings = tuple(found for found in notebook.findings if found.code != _NO_ROLE_YET)
    findings = in_order((*findings, *code_findings(every)))
    refusal = next((f.message for f in findings if f.severity is Severity.ERROR), "")
    try:
        known = names_of(notebook, plain)
    except Nb2prodError as error:
        # what an unknown `import *` brings is taken to be no data
        refusal = refusal or error.message
        plain = tuple(replace(cell, source=_STAR.sub("pass", cell.source)) for cell in plain)
        known = names_of(notebook, plain)
    flow = build_flow(notebook, plain, known)
    cells = proposals(notebook, flow)
    if not refusal:
        tries = max(1, min(_TRIES, _STATEMENTS // max(len(flow.statements), 1)))
        cells, refusal = _tried(notebook, plain, known, cells, tries)
    return Tagging(notebook.path, notebook.sha256, cells, findings, refusal)


def _tried(
    notebook: Notebook,
    plain: Sequence[PythonCell],
    known: Known,
    cells: tuple[CellTags, ...],
    tries: int,
) -> tuple[tuple[CellTags, ...], str]:
    """The proposals, with what the plan asks for besides; and what would still stop it."""
    refusal = ""
    for _ in range(tries):
        try:
            outline(_flow(notebook, plain, known, cells))
            return cells, ""
        except Nb2prodError as error:
            refusal = error.message
            changed = _after(error, cells)
            if changed == cells:
                break
            cells = changed
    return cells, refusal


def _after(error: Nb2prodError, cells: tuple[CellTags, ...]) -> tuple[CellTags, ...]:
    if error.cell_index is None:
        return cells
    if isinstance(error, Untagged):
        return with_needed_cell(cells, error.cell_index, error.role, error.message)
    if error.code == "NB210":
        return with_one_role(cells, error.cell_index)
    return cells


def _flow(
    notebook: Notebook, plain: Sequence[PythonCell], known: Known, cells: Sequence[CellTags]
) -> Flow:
    tags = {cell.cell_index: (*cell.present, *cell.proposed) for cell in cells}
    tagged = tuple(
        replace(cell, tags=tags.get(cell.index, cell.tags), raw_tags=()) for cell in notebook.cells
    )
    found = replace(notebook, cells=tagged)
    both = with_both_roles(found, [replace(p, cell=tagged[p.cell.index]) for p in plain])
    return build_flow(*both, known)
