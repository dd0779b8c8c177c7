"""Reading a notebook as far as it goes without a run: its flow, its outline, its findings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .api_inspect import habits
from .api_roles import NeededRoles
from .errors import Nb2prodError, PlanRefused
from .flow.asked import with_asked_rows
from .flow.containers import with_own_containers
from .flow.edits import with_old_places
from .flow.graph import build_flow
from .flow.held_functions import with_held_functions
from .flow.looks import with_looks
from .flow.promoted import with_names
from .flow.shown_values import with_memory
from .flow.spelled_out import with_plain_code
from .flow.stars import with_explicit_names
from .flow.two_roles import with_both_roles
from .model.findings import Finding, Severity
from .model.flow import Flow
from .model.local_code import LocalCode
from .model.notebook import Magic, NamedCode, Notebook, PythonCell
from .model.options import Options
from .planning.outline import Outline, outline
from .planning.refusals import Untagged
from .planning.untagged import taken_in, with_roles
from .reading.code import checked_python_cells, code_findings, in_order
from .reading.ipynb import read
from .reading.local_modules import local_code
from .reading.secrets import notebook_secrets, secret_findings

NO_LOCAL_CODE = LocalCode()


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook as far as it is known without a run."""

    notebook: Notebook
    cells: tuple[PythonCell, ...]
    originals: tuple[PythonCell, ...]  # as they are run, but for names of what they only show
    # names that we gave, each with its cell and the expression that gives the value after it
    shown: Mapping[str, tuple[int, str]]
    flow: Flow
    outline: Outline
    findings: tuple[Finding, ...]
    magics: tuple[Magic, ...]
    local: LocalCode = NO_LOCAL_CODE
    named: tuple[NamedCode, ...] = ()  # what models may hold, with the names that it gets


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
    plain = with_plain_code(plain)
    notebook, plain = with_both_roles(notebook, plain)
    notebook, plain, asked = with_asked_rows(notebook, plain)
    plain = with_explicit_names(notebook, plain, _names_asker(notebook, options))
    plain, memory = with_memory(plain)
    plain = with_looks(plain)
    plain = with_own_containers(notebook, plain)
    taken: list[Finding] = []
    needed = NeededRoles()
    flow: Flow | None = None
    inside: set[str] = set()  # functions that cannot stand at the top of a module
    while True:
        held, named = with_held_functions(plain, inside)
        cells, shown = with_names(held)
        shown = {**memory, **shown}
        try:
            flow = with_old_places(build_flow(notebook, cells), cells, authored)
            found = outline(flow)
            bound = _bound_inside(found, named)
            if not bound:
                break
            inside |= bound
        except Nb2prodError as error:
            wanted = needed.of(error, notebook, flow)
            index = error.cell_index or 0
            again = with_roles(notebook, plain, index, wanted) if wanted else None
            if again is None:
                error.notebook = error.notebook or str(path)
                raise
            notebook, plain = again
            taken += [taken_in(error, wanted)] if isinstance(error, Untagged) else []
    magics = tuple(magic for cell in plain for magic in cell.magics)
    findings = in_order((*findings, *taken, *habits(notebook, plain, flow)))
    values = {**asked, **{name: (cell, "_") for name, cell in shown.items()}}
    return Source(notebook, cells, cells, values, flow, found, findings, magics, local, named)


def _bound_inside(found: Outline, named: Sequence[NamedCode]) -> set[str]:
    """The named functions that read what a section binds, so that they cannot stand alone."""
    defined = found.definitions
    return {
        one.name
        for one in named
        if one.name not in defined.module_level or defined.late[one.name] & defined.common
    }


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
