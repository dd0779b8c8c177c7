"""`analyse`: all that the lab shows while a notebook is edited; one reading for all of it."""

from collections.abc import Sequence
from pathlib import Path

from .api_inspect import inspected
from .api_tag import tags_for
from .drawing.svg import themed_svg
from .errors import Nb2prodError
from .model.analysis import Analysis
from .model.findings import Finding, Severity
from .model.inspection import Inspection
from .model.notebook import SECTION_ROLES, Notebook
from .model.picture import Picture
from .model.tagging import Tagging
from .reading.ipynb import parsed


def analyse(content: bytes, path: Path) -> Analysis:
    """Return what the notebook in memory tells; nothing is run, and its file is not read."""
    notebook = parsed(content, path)
    found = inspected(notebook)
    stopping = [one for one in found.findings if one.severity is Severity.ERROR]
    return Analysis(
        inspection=found,
        tagging=_tagging(notebook),
        drawing=themed_svg(found.picture or Picture("", (), ())),
        readiness=_readiness(stopping, found),
        obstacle=_obstacle(stopping, found),
    )


def _tagging(notebook: Notebook) -> Tagging:
    """The suggestions; a notebook in which every cell has its section is not asked again."""
    if all(cell.tags for cell in notebook.code_cells if cell.source.strip()):
        return Tagging(notebook.path, notebook.sha256, (), ())
    return tags_for(notebook)


def refusal(error: Nb2prodError) -> dict[str, object]:
    """Return why there is no answer, as `--json` tells it too."""
    from .wire import to_json

    fields = to_json(error)
    findings = fields.pop("findings")
    return {"error": fields, "findings": findings}


def _readiness(stopping: Sequence[Finding], found: Inspection) -> str:
    if stopping:
        count = len(stopping)
        return "1 finding stops it" if count == 1 else f"{count} findings stop it"
    if not _has_section(found):
        return "No cell has a tag yet"
    warnings = sum(one.severity is Severity.WARNING for one in found.findings)
    if not warnings:
        return "Ready"
    return "Ready, with 1 warning" if warnings == 1 else f"Ready, with {warnings} warnings"


def _obstacle(stopping: Sequence[Finding], found: Inspection) -> str:
    if stopping:
        first = stopping[0]
        where = "" if first.cell_index is None else f"Cell {first.cell_index + 1}: "
        return f"{where}{first.message}"
    if not _has_section(found):
        return "Give at least one cell a tag: accept a suggestion, or choose a section for a cell."
    return ""


def _has_section(found: Inspection) -> bool:
    return any(tag.role in SECTION_ROLES for cell in found.cells for tag in cell.tags)
