"""A cell's last line shows its value: what that does to objects that note each look at them."""

import ast
from collections.abc import Sequence
from dataclasses import replace

from ..model.notebook import PythonCell, Role
from ..positions import changed
from ..trees import nodes_of, parsed
from .context import known_names
from .known import Known

#   class Money:
#       def __repr__(self): Money.shown += 1; return "5 c"
#   price                        repr(price);
_ANSWERS = frozenset({Role.PREDICT, Role.EVALUATE})


def with_looks(cells: Sequence[PythonCell]) -> tuple[PythonCell, ...]:
    """The cells, where a last line that is noted by what it shows asks for its text."""
    if not any("def __repr__" in cell.source for cell in cells):
        return tuple(cells)
    known = known_names([node for cell in cells for node in parsed(cell.source).body])
    shown = known.methods.get("__repr__")
    if shown is None or not shown.changes:
        return tuple(cells)
    return tuple(_looked_at(cell, known) for cell in cells)


def _looked_at(cell: PythonCell, known: Known) -> PythonCell:
    body = parsed(cell.source).body
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr) or cell.source.rstrip().endswith(";"):
        return cell
    value = last.value
    names = {part.id for part in nodes_of(value) if isinstance(part, ast.Name)}
    answers = _ANSWERS & {tag.role for tag in cell.cell.tags}
    if not names & (known.touched.keys() | known.classes) or isinstance(value, ast.Await):
        return cell
    if isinstance(value, ast.Call | ast.Subscript) and (answers or _shows(value, known)):
        return cell
    start = (value.lineno, value.col_offset)
    end = (value.end_lineno or value.lineno, value.end_col_offset or 0)
    text = changed(cell.source, [(start, start, "repr("), (end, end, ");")])
    return replace(cell, source=text)


def _shows(value: ast.expr, known: Known) -> bool:
    """Whether it is a call that gives nothing to show."""
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id in ("print", "display")
        and known.is_builtin(value.func.id)
    )
