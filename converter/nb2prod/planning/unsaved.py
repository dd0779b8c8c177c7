"""Values that cannot be saved, because they hold a function that no name leads to."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ..model.findings import Finding, Severity
from ..model.notebook import Cell, Notebook
from ..model.run import Run, Value

# the guest's words for it
_HOLDS = re.compile(r"it holds (?P<what>.+), line (?P<line>\d+) of its cell: `(?P<text>.*?)`?$")
_INNER_CLASS = re.compile(r"it holds the class `(?P<name>\w+)`, which stands inside a function")
_UNSAVED = ("it holds ", "it does not pickle: ")
_REMEDY = (
    "Write it as a function or class of its own that reads only its arguments, imports and "
    "constants; what else it needs it gets as an argument: `functools.partial(scaled, k=k)`."
)


def unsaved_findings(run: Run | None, notebook: Notebook) -> list[Finding]:
    """A finding for each function that keeps a value of a section from being saved."""
    found: dict[str, Finding] = {}
    for boundary in run.boundaries if run is not None else ():
        for value in boundary.values:
            if not value.pickled and value.note not in found:
                found.update((value.note, one) for one in _findings(value, notebook))
    return list(found.values())


def unsaved(values: Iterable[Value | None]) -> str:
    """Why the first value that cannot be saved cannot be; empty where all can."""
    for value in values:
        if value is not None and not value.pickled and value.note.startswith(_UNSAVED):
            return f"`{value.name}` cannot be saved: {value.note}"
    return ""


def _findings(value: Value, notebook: Notebook) -> Iterator[Finding]:
    if held := _HOLDS.match(value.note):
        what, text = held["what"], held["text"]
        place = _place(notebook.code_cells, text, int(held["line"]))
    elif held := _INNER_CLASS.match(value.note):
        what = f"the class `{held['name']}`, which stands inside a function"
        place = _place(notebook.code_cells, f"class {held['name']}", 0)
    else:
        return
    yield Finding(
        "NB213",
        Severity.WARNING,
        f"`{value.name}` holds {what} here, which reads names of the code around it: "
        "it cannot be saved, nor captured to be compared.",
        _REMEDY,
        *place,
    )


def _place(cells: Sequence[Cell], text: str, line: int) -> tuple[int | None, int | None]:
    """The cell and the line that begins with this text; the line with that number first."""
    found = [
        (number != line, cell.index, number)
        for cell in cells
        for number, written in enumerate(cell.source.split("\n"), 1)
        if text and written.strip().startswith(text)
    ]
    return min(found)[1:] if found else (None, None)
