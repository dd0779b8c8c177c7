"""The only room that knows all floors: one function for each verb."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .explanations import Explanation, explanation
from .model.inspection import InspectedCell, Inspection
from .model.run import Progress
from .model.verdict import NotebookVerdict


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the cache held before it was emptied."""

    folder: Path
    runs: int
    bytes: int


def inspect(path: Path) -> Inspection:
    """Return what reading alone tells about the notebook; nothing is run."""
    from .reading.code import code_findings, in_order, python_cells
    from .reading.ipynb import read

    notebook = read(path)
    python = python_cells(notebook)
    magics = {cell.cell.index: cell.magics for cell in python}
    cells = tuple(
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
    return Inspection(
        path=path,
        sha256=notebook.sha256,
        kernel_name=notebook.kernel_name,
        language=notebook.language,
        nbformat=notebook.nbformat,
        cells=cells,
        findings=in_order((*notebook.findings, *code_findings(python))),
        requirements=tuple(dict.fromkeys(name for cell in python for name in cell.requirements)),
    )


def explain(code: str) -> Explanation:
    """Return what a code means."""
    return explanation(code)


def check(
    paths: Iterable[Path], timeout: float | None, accept: bool, progress: Progress
) -> tuple[NotebookVerdict, ...]:
    """Return for each notebook whether it still gives what it recorded."""
    from . import api_check

    return api_check.check(paths, timeout, accept, progress)


def clean() -> Cleaned:
    """Empty the cache of runs, and return what it held."""
    from .running import cache

    folder = cache.cache_root()
    runs, size = cache.clean()
    return Cleaned(folder, runs, size)
