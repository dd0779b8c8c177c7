"""The notebook's code cells as plain Python, and what is wrong with them."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from ..errors import NotebookError
from ..model.findings import Finding, Severity
from ..model.notebook import Magic, Notebook, PythonCell, Role
from ..trees import nodes_of, parsed
from .ipynb import read
from .line_magics import PRINTED
from .magics import python_cell

_AFTER_DOLLAR = re.compile(r"\$([A-Za-z_]\w*)")
_MAY_FAIL = "raises-exception"  # nbclient's own tag: this cell is meant to fail


def python_cells(notebook: Notebook) -> tuple[PythonCell, ...]:
    """Return the code cells as Python, in order; broken ones come as they are."""
    cells = tuple(python_cell(cell) for cell in notebook.code_cells)
    asked = frozenset().union(*map(_shell_names, cells))
    unbound = asked - _bound(cells) if asked else asked
    return tuple(
        python_cell(cell.cell, unbound) if unbound & _shell_names(cell) else cell for cell in cells
    )


def _shell_names(cell: PythonCell) -> frozenset[str]:
    #   home = !echo $HOME
    texts = [magic.text for magic in cell.magics if magic.reason == PRINTED]
    return frozenset(name for text in texts for name in _AFTER_DOLLAR.findall(text))


def _bound(cells: Iterable[PythonCell]) -> frozenset[str]:
    """All names that any line of the notebook may bind."""
    found: set[str] = set()
    for cell in cells:
        for node in nodes_of(parsed(cell.source)) if syntax_problem(cell) is None else ():
            match node:
                case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name):
                    found.add(name)
                case ast.alias(name=name, asname=other):
                    found.add(other or name.split(".")[0])
    return frozenset(found)


def convertible(path: Path) -> tuple[Notebook, tuple[PythonCell, ...]]:
    """
    Return the notebook and its code as Python, or refuse with all findings at once.

    The first error is the message; the others, warnings and notes travel with it.
    """
    notebook = read(path)
    cells = python_cells(notebook)
    findings = in_order((*notebook.findings, *code_findings(cells)))
    first = next((found for found in findings if found.severity is Severity.ERROR), None)
    if first is None:
        return notebook, cells
    cell = None if first.cell_index is None else notebook.cells[first.cell_index]
    raise NotebookError(
        first.code,
        first.message,
        first.remedy,
        str(path),
        first.cell_index,
        first.line,
        cell.first_line if cell else None,
        findings,
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings as one reads the notebook; those of the whole come first."""
    return tuple(
        sorted(
            findings,
            key=lambda found: (
                -1 if found.cell_index is None else found.cell_index,
                found.line or 0,
            ),
        )
    )


def checked_python_cells(notebook: Notebook) -> tuple[PythonCell, ...]:
    """Return the code cells as Python, or raise for the first one that Python cannot read."""
    cells = python_cells(notebook)
    for cell in cells:
        problem = syntax_problem(cell)
        if problem is not None and _MAY_FAIL not in cell.cell.raw_tags:
            line, message = problem
            raise NotebookError(
                "NB114",
                message,
                "Mend the cell, run it, save, and convert again.",
                str(notebook.path),
                cell.cell.index,
                line,
                cell.cell.first_line,
                code_findings(cells),
            )
    return cells


def syntax_problem(cell: PythonCell) -> tuple[int, str] | None:
    """Return the line and the message where the cell is not Python, else None."""
    try:
        parsed(cell.source)
    except SyntaxError as error:
        lines = cell.cell.source.split("\n")
        line = min(max(error.lineno or 1, 1), len(lines))
        shown = lines[line - 1].strip()
        return line, f"this is not valid Python: {error.msg}" + (
            f": `{shown[:60]}`" if shown else ""
        )
    except ValueError:
        return 1, "this is not valid Python: the cell holds a null character"
    except (RecursionError, MemoryError):
        return 1, "this cell is too deeply nested for Python to read"
    return None


def code_findings(cells: Iterable[PythonCell]) -> tuple[Finding, ...]:
    """Return what to tell the author about magics and syntax, in the notebook's order."""
    cells = tuple(cells)
    found = [finding for cell in cells for finding in _cell_findings(cell)]
    return (*found, *_line_lists(cells), *_captured(cells))


def _line_lists(cells: Sequence[PythonCell]) -> Iterator[Finding]:
    """What is asked of a shell's output that a list of lines cannot answer."""
    #   lines = !cat notes.txt
    #   lines.n                     one text, in IPython only
    names = [
        magic.text.split("=")[0].strip()
        for cell in cells
        for magic in cell.magics
        if magic.reason == PRINTED
    ]
    if not names:
        return
    asked = re.compile(
        rf"\b({'|'.join(map(re.escape, names))})\.(n|s|p|l|nlstr|spstr|paths|list|fields|grep)\b"
    )
    for cell in cells:
        used = any(tag.role is not Role.SKIP for tag in cell.cell.tags)
        for number, line in enumerate(cell.source.split("\n"), 1):
            found = asked.search(line)
            if found and used:
                yield Finding(
                    "NB121",
                    Severity.ERROR,
                    f"`{found[0]}` has no place in the project: only IPython's lists of lines "
                    "know it.",
                    f'Write `"\\n".join({found[1]})`, or what else you need of the lines.',
                    cell.cell.index,
                    number,
                )


def _captured(cells: Sequence[PythonCell]) -> Iterator[Finding]:
    """What is asked of printed lines that `%%capture` kept: a project prints none."""
    #   %%capture out
    #   out.stdout
    names = {
        found[1]: magic.place.cell_index
        for cell in cells
        for magic in cell.magics
        if (found := _CAPTURE.match(magic.text))
    }
    bound: set[str] = set()
    for cell in cells if names else ():
        used = any(tag.role is not Role.SKIP for tag in cell.cell.tags)
        for statement in parsed(cell.source).body if not syntax_problem(cell) else ():
            asked = _asked(statement, names, bound)
            if used and asked is not None:
                yield _of_printed(asked, names[asked.id], cell)


_CAPTURE = re.compile(r"%%capture\s+(?:--?[\w-]+\s+)*([A-Za-z_]\w*)")


def _asked(statement: ast.stmt, names: Collection[str], bound: set[str]) -> ast.Name | None:
    """Where the statement works with such a name; what it binds is added to `bound`."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return None
    parts = [part for part in nodes_of(statement) if isinstance(part, ast.Name)]
    own = {part.id for part in parts if not _reads(part)}
    asked = [p for p in parts if p.id in names and p.id not in bound | own]
    bound |= own
    return asked[0] if asked and not isinstance(statement, ast.Expr) else None


def _of_printed(found: ast.Name, made_in: int, cell: PythonCell) -> Finding:
    return Finding(
        "NB121",
        Severity.ERROR,
        f"`{found.id}` holds what cell {made_in + 1} printed (`%%capture`), "
        "and the project prints nothing.",
        "Give the value that you take from the printed text a name in that cell, and use it here.",
        cell.cell.index,
        found.lineno,
    )


def _reads(part: ast.Name) -> bool:
    return isinstance(part.ctx, ast.Load)


def _cell_findings(cell: PythonCell) -> Iterator[Finding]:
    used = any(tag.role is not Role.SKIP for tag in cell.cell.tags)
    for magic in cell.magics:
        if magic.action == "refused":
            yield _refused(magic, Severity.ERROR if used else Severity.NOTE)
        elif magic.action == "translated" and magic.reason == PRINTED:
            yield _printed(magic)
        elif magic.action == "dropped" and "shell command" in magic.reason:
            yield _shell(magic, Severity.WARNING if used else Severity.NOTE)
    problem = syntax_problem(cell)
    if problem is not None:
        line, message = problem
        meant = _MAY_FAIL in cell.cell.raw_tags
        yield Finding(
            "NB114",
            Severity.NOTE if meant else Severity.ERROR,
            message[0].upper() + message[1:] + ".",
            "Mend the cell, run it, and save.",
            cell.cell.index,
            line,
        )


def _refused(magic: Magic, severity: Severity) -> Finding:
    what, _, remedy = magic.reason.partition("; ")
    return Finding(
        "NB121",
        severity,
        f"`{magic.text.splitlines()[0]}` has no place in the project: {what}.",
        (remedy[0].upper() + remedy[1:] + ".") if remedy else "Replace or remove the line.",
        magic.place.cell_index,
        magic.place.line,
    )


def _printed(magic: Magic) -> Finding:
    return Finding(
        "NB122",
        Severity.WARNING,
        f"`{magic.text.splitlines()[0]}` asks the computer that the project runs on.",
        "Make sure that the command is there in production too, or do it in Python.",
        magic.place.cell_index,
        magic.place.line,
    )


def _shell(magic: Magic, severity: Severity) -> Finding:
    return Finding(
        "NB122",
        severity,
        f"`{magic.text.splitlines()[0]}` is left out: {magic.reason}.",
        "Where the project needs what it does (a folder, a download), do it in Python.",
        magic.place.cell_index,
        magic.place.line,
    )
