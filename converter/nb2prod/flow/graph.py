"""The notebook's statements in order, with their effects seen through aliases and the user's own functions."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..model.flow import Effects, Flow, Statement
from ..model.notebook import SECTION_ROLES, Notebook, Place, PythonCell, Role, Tag
from .effects import effects
from .grouping import cell_groups, cut_roles
from .knowledge import SHOWING_MODULES, dotted
from .summaries import Summary, called_changes, summaries


def build_flow(notebook: Notebook, cells: Sequence[PythonCell]) -> Flow:
    """The flow of a notebook whose code cells are plain Python that parses."""
    parsed = [(cell, ast.parse(cell.source)) for cell in cells]
    functions = summaries(node for _, tree in parsed for node in tree.body)
    groups, group_of = cell_groups(notebook)
    statements: list[Statement] = []
    for cell, tree in parsed:
        roles = cut_roles(cell, tree.body)
        tag = cell.cell.tags[0] if cell.cell.tags else None
        for node, text, code, start, role in zip(tree.body, *_chunks(cell.source, tree.body), roles, strict=True):
            statements.append(
                Statement(
                    number=len(statements),
                    place=Place(cell.cell.index, cell.cell.id, start),
                    end_line=node.end_lineno or node.lineno,
                    text=text,
                    code=code,
                    kind=_kind(node),
                    role=role,
                    step=tag.name if tag else None,
                    group=group_of.get((cell.cell.index, role), -1) if role in SECTION_ROLES else -1,
                    effects=_with_calls(effects(node), node, functions),
                    display_only=_shows_only(node),
                    start_line=start,
                )
            )
    modules = {name for s in statements if s.kind == "import" for name in s.effects.binds}
    statements = [_without_modules(statement, modules) for statement in statements]
    return Flow(statements=tuple(_through_aliases(statements)), groups=groups, bound_by=_bound_by(statements))


def _without_modules(statement: Statement, modules: set[str]) -> Statement:
    """
    The statement where no module counts as changed, and what may be changed counts where a section says so.

    In an untagged cell an unknown method is taken to look only; the proof decides whether that was right.
    """
    #   np.random.seed(0)     sets a state of the outside, not the name np
    #   dv.vocabulary()       untagged: exploration
    found = statement.effects
    changes = found.mutates | (found.uncertain if statement.role in SECTION_ROLES else frozenset())
    return replace(statement, effects=replace(found, mutates=changes - modules))


def _chunks(source: str, body: Sequence[ast.stmt]) -> tuple[list[str], list[str], list[int]]:
    """Each statement's text with the comments above it, its code alone, and its first line."""
    lines = source.splitlines(keepends=True)
    encoded = [line.encode() for line in lines]
    texts, codes, starts = [], [], []
    previous = (0, 0)  # line index, byte column where the previous statement ended
    for number, node in enumerate(body):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        column = node.col_offset if first == node.lineno else 0
        end_line, end_column = (node.end_lineno or node.lineno) - 1, node.end_col_offset or 0
        code = _between(encoded, (first - 1, column), (end_line, end_column))
        tail = encoded[end_line][end_column:].decode()
        shares_line = number + 1 < len(body) and body[number + 1].lineno - 1 == end_line
        if not shares_line and tail.strip().startswith("#"):
            code_and_tail = code + "  " + tail.strip()
        else:
            code_and_tail = code
        above = "".join(line for line in _comment_lines(lines, previous[0], first - 1))
        after = ""
        if number + 1 == len(body):
            rest = lines[end_line + 1 :]
            after = "".join(line for line in rest if line.strip().startswith("#"))
        texts.append(above + code_and_tail + ("\n" + after.rstrip("\n") if after else ""))
        codes.append(code)
        starts.append(first)
        previous = (end_line + 1, 0)
    return texts, codes, starts


def _between(lines: Sequence[bytes], start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return lines[start[0]][start[1] : end[1]].decode()
    parts = [lines[start[0]][start[1] :], *lines[start[0] + 1 : end[0]], lines[end[0]][: end[1]]]
    return b"".join(parts).decode()


def _comment_lines(lines: Sequence[str], first: int, last: int) -> Iterable[str]:
    #   previous statement
    #                           <- blank lines between statements are kept once
    #   # why this is filled    <- belongs to the statement below
    blank = False
    for line in lines[first:last]:
        if line.strip().startswith("#"):
            if blank:
                yield "\n"
            blank = False
            yield line
        else:
            blank = True
    if blank and last > first:
        yield "\n"


def _kind(node: ast.stmt) -> str:
    match node:
        case ast.Import() | ast.ImportFrom():
            return "import"
        case ast.Try(body=body) if all(isinstance(item, ast.Import | ast.ImportFrom) for item in body):
            return "import"
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return "definition"
        case ast.Assign(targets=[ast.Name()], value=ast.Lambda()):
            return "definition"
        case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(target=ast.Name(), value=value):
            return "constant" if value is not None and _literal(value) else "plain"
        case ast.Expr():
            return "expression"
    return "plain"


def _literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        if isinstance(node, ast.BinOp):
            return _literal(node.left) and _literal(node.right)
        return False
    return True


def _shows_only(node: ast.stmt) -> bool:
    """Whether the statement is a plot or another display whose result nobody needs by itself."""
    value = node.value if isinstance(node, ast.Expr | ast.Assign) else None
    if isinstance(value, ast.Call):
        return dotted(value.func).split(".")[0] in SHOWING_MODULES
    return False


def _with_calls(found: Effects, node: ast.stmt, functions: Mapping[str, Summary]) -> Effects:
    changed = called_changes(node, functions)
    return replace(found, mutates=found.mutates | changed) if changed else found


def _through_aliases(statements: Sequence[Statement]) -> Iterable[Statement]:
    """The statements again, where a change of one name counts for all names of the same object."""
    #   X = df
    #   X["b"] = 9      changes df too
    shared: dict[str, set[str]] = {}
    for statement in statements:
        found = statement.effects
        for new, old in sorted(found.aliases):
            if new in found.mutates:
                _join(shared, new, old)
        changed = set(found.mutates)
        for name in found.mutates:
            changed |= shared.get(name, set())
        for name in found.binds - found.mutates:
            _leave(shared, name)
        for new, old in sorted(found.aliases):
            _join(shared, new, old)
            if new in found.mutates and statement.kind != "import":
                changed |= _loop_targets(statement, new, shared)
        yield replace(statement, effects=replace(found, mutates=frozenset(changed)))


def _loop_targets(statement: Statement, name: str, shared: Mapping[str, set[str]]) -> set[str]:
    #   for d in [train, test]: d["x"] = ...      d is every element
    return set(shared.get(name, set())) if name in statement.effects.may_bind else set()


def _join(shared: dict[str, set[str]], new: str, old: str) -> None:
    group = shared.get(new, {new}) | shared.get(old, {old})
    for name in group:
        shared[name] = group


def _leave(shared: dict[str, set[str]], name: str) -> None:
    group = shared.pop(name, None)
    if group:
        rest = group - {name}
        for other in rest:
            shared[other] = rest


def _bound_by(statements: Sequence[Statement]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for statement in statements:
        for name in sorted(statement.effects.binds | statement.effects.may_bind):
            found.setdefault(name, []).append(statement.number)
    return {name: tuple(numbers) for name, numbers in found.items()}


__all__ = ["Role", "Tag", "build_flow"]
