"""A recorded output that the cell's present code cannot give: the cell was edited after its run."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from ..model.findings import Finding, Severity
from ..trees import nodes_of
from .subject import CellTree, Subject, shortened

_REMEDY = 'Run the cell again; better, choose "Restart kernel and run all", and save.'


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning for each cell whose output comes from another text or another run."""
    unusual = any("ast_node_interactivity" in cell.source for cell in subject.notebook.code_cells)
    for cell in subject.notebook.code_cells:
        number = _other_count(cell.outputs, cell.execution_count)
        if number is not None:
            yield _finding(
                cell.index,
                None,
                f"The output shown here is Out [{number}], but the cell carries "
                f"In [{cell.execution_count}]: it comes from another run",
            )
    for tree in subject.trees:
        # without a count the outputs were written by a program, or came from another front end
        counted = bool(tree.cell.execution_count)
        if tree.python.magics or not tree.cell.outputs or unusual or not counted:
            continue
        said = _impossible(tree, subject)
        if said is not None:
            yield _finding(tree.cell.index, said[0], said[1])


def _finding(index: int, line: int | None, what: str) -> Finding:
    return Finding("NB309", Severity.WARNING, f"{what}.", _REMEDY, index, line)


def _other_count(outputs: tuple[Mapping[str, Any], ...], count: int | None) -> int | None:
    for output in outputs:
        number = output.get("execution_count")
        #   In [ ] or In [0] above Out [7]: some front ends drop the counts of loaded cells
        if output.get("output_type") == "execute_result" and isinstance(number, int):
            return number if count and number != count else None
    return None


def _impossible(tree: CellTree, subject: Subject) -> tuple[int | None, str] | None:
    kinds = {output.get("output_type") for output in tree.cell.outputs}
    body = tree.tree.body
    last = body[-1] if body else None
    if "execute_result" in kinds and not isinstance(last, ast.Expr):
        if last is None:
            return None, "A value is shown as the cell's result, but the cell holds no code"
        shown = shortened(ast.unparse(last))
        return last.lineno, f"A value is shown as the cell's result, but `{shown}` shows none"
    printed = "".join(
        str(output.get("text", ""))
        for output in tree.cell.outputs
        if output.get("output_type") == "stream" and output.get("name") == "stdout"
    )
    if not printed.strip():
        return None
    if body and not any(isinstance(node, _SPEAKERS) for node in nodes_of(tree.tree)):
        return None, "Something was printed, but nothing in this cell can print"
    return None if "error" in kinds else _unprinted(tree, printed, subject)


_SPEAKERS = (
    ast.Call, ast.Import, ast.ImportFrom, ast.Attribute, ast.Subscript, ast.With, ast.For,
    ast.Await, ast.BinOp, ast.Compare, ast.UnaryOp, ast.Delete, ast.JoinedStr, ast.Expr,
)  # fmt: skip


def _unprinted(tree: CellTree, printed: str, subject: Subject) -> tuple[int, str] | None:
    """A text that the cell prints whatever happens, and that is not among what it printed."""
    if "print" in subject.flow.bound_by or _is_rewritten(printed):
        return None
    for node in tree.tree.body:
        match node:
            case ast.Expr(value=ast.Call() as call):
                said = _said(call)
                if said and said not in printed and not _sends_elsewhere(tree):
                    return node.lineno, f"The cell prints {said[:40]!r}, but the output lacks it"
    return None


def _is_rewritten(printed: str) -> bool:
    return "\r" in printed or "\x1b" in printed or "\b" in printed


def _sends_elsewhere(tree: CellTree) -> bool:
    text = ast.unparse(tree.tree)
    return "clear_output" in text or "redirect_" in text


def _said(call: ast.Call) -> str:
    """The text at the beginning of a `print`; empty for another call."""
    match call:
        case ast.Call(func=ast.Name(id="print"), args=[ast.Constant(str(said)), *_]):
            elsewhere = any(keyword.arg in ("file", None) for keyword in call.keywords)
            return "" if elsewhere or "\r" in said else said.strip()
    return ""
