"""What Jupyter remembers of shown values gets a name: `_`, `_3` and `Out[3]`."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..model.notebook import PythonCell
from ..trees import nodes_of, parsed, remembered
from .knowledge import IN_PLACE_METHODS, dotted
from .methods import only_looks

#   len(rows)          shown = len(rows)
#   n = _ + 1          n = shown + 1
_GIVING = frozenset(
    {
        *("len", "sum", "max", "min", "sorted", "abs", "round", "list", "dict", "set", "tuple"),
        *("str", "int", "float", "bool", "type", "repr", "range", "zip", "any", "all", "divmod"),
    }
)
_GIVING_NOTHING = frozenset({"print", "display", "show", "info", "plot", "hist", "boxplot"})
_SILENT, _SHOWS, _UNSURE = "silent", "shows", "unsure"


def with_memory(cells: Sequence[PythonCell]) -> tuple[tuple[PythonCell, ...], dict[str, int]]:
    """The cells where what is remembered has a name, and the names with the cells that show it."""
    if not any("_" in cell.source or "Out[" in cell.source for cell in cells):
        return tuple(cells), {}
    trees = [parsed(cell.source) for cell in cells]
    if not any(map(_asks, trees)):
        return tuple(cells), {}
    names = [node for tree in trees for node in nodes_of(tree) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    run = [n for n, cell in enumerate(cells) if cell.cell.source.strip()]
    taken = {node.id for node in names}
    makers: dict[int, str] = {}
    edits: dict[int, list[tuple[ast.expr, str]]] = {}
    for position, tree in enumerate(trees):
        for node in _remembered(tree, bound) if _asks(tree) else ():
            maker = _maker(node, position, run, cells, trees)
            if maker is not None:
                name = makers.setdefault(maker, _free(taken))
                taken.add(name)
                edits.setdefault(position, []).append((node, name))
    for maker, name in makers.items():
        last = trees[maker].body[-1]
        assert isinstance(last, ast.Expr)
        edits.setdefault(maker, []).append((last.value, f"{name} = "))
    changed = tuple(
        replace(cell, source=_edited(cell.source, edits.get(n, ()))) for n, cell in enumerate(cells)
    )
    return changed, {name: cells[maker].cell.index for maker, name in makers.items()}


@remembered
def _asks(tree: ast.Module) -> bool:
    names = (node.id for node in nodes_of(tree) if isinstance(node, ast.Name))
    return any(name == "Out" or _is_memory(name) for name in names)


def _is_memory(name: str) -> bool:
    return name == "_" or (name[:1] == "_" and name[1:].isdigit())


def _remembered(tree: ast.Module, bound: set[str]) -> Iterator[ast.expr]:
    """The places that read `_`, `_3` or `Out[3]`, those in functions aside."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
                continue
            case ast.Subscript(value=ast.Name("Out"), slice=ast.Constant(int())) if (
                "Out" not in bound
            ):
                yield node
                continue
            case ast.Name(id=name, ctx=ast.Load()) if name not in bound and _is_memory(name):
                yield node
        waiting += ast.iter_child_nodes(node)


def _maker(
    node: ast.expr,
    position: int,
    run: Sequence[int],
    cells: Sequence[PythonCell],
    trees: Sequence[ast.Module],
) -> int | None:
    """The cell whose last line showed what is meant; None where that is not sure."""
    asked = _number(node)
    if asked is not None:
        wanted = run[asked - 1] if 0 < asked <= len(run) else position
        sure = wanted < position and _shown(cells[wanted], trees[wanted]) == _SHOWS
        return wanted if sure else None
    for number in reversed([n for n in run if n < position]):
        kind = _shown(cells[number], trees[number])
        if kind != _SILENT:
            return number if kind == _SHOWS else None
    return None


def _number(node: ast.expr) -> int | None:
    if isinstance(node, ast.Subscript):
        assert isinstance(node.slice, ast.Constant)
        return int(str(node.slice.value))
    assert isinstance(node, ast.Name)
    return int(node.id[1:]) if node.id != "_" else None


def _shown(cell: PythonCell, tree: ast.Module) -> str:
    """Whether the cell shows a value that Jupyter remembers."""
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or cell.source.rstrip().endswith(";"):
        return _SILENT
    value = last.value
    if not isinstance(value, ast.Call):
        nothing = isinstance(value, ast.Constant) and value.value is None
        return _SILENT if nothing or isinstance(value, ast.Await) else _SHOWS
    called = dotted(value.func).rsplit(".", 1)[-1]
    if called in _GIVING_NOTHING or called in IN_PLACE_METHODS - {"pop"}:
        return _SILENT if called in _GIVING_NOTHING else _UNSURE
    known = called in _GIVING if isinstance(value.func, ast.Name) else only_looks(called)
    return _SHOWS if known else _UNSURE


def _free(taken: set[str]) -> str:
    number, name = 2, "shown"
    while name in taken:
        name, number = f"shown_{number}", number + 1
    return name


def _edited(source: str, edits: Sequence[tuple[ast.expr, str]]) -> str:
    lines = source.split("\n")
    for node, text in sorted(edits, key=lambda e: (e[0].lineno, e[0].col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()
        start = node.col_offset
        end = start if text.endswith("= ") else (node.end_col_offset or start)
        lines[node.lineno - 1] = (line[:start] + text.encode() + line[end:]).decode()
    return "\n".join(lines)
