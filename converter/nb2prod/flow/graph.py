"""
The notebook's statements in order, with their effects seen through aliases and the user's own
functions.
"""

import ast
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..model.flow import Effects, Flow, Statement
from ..model.notebook import SECTION_ROLES, Notebook, Place, PythonCell, Role
from ..trees import Memory
from ..trees import parsed as tree_of
from .chunks import Chunk, chunks
from .context import known_names
from .effects import effects
from .files import files_of
from .grouping import cell_groups, cut_roles
from .hooks import Hooked
from .kinds import looked_at
from .known import Known
from .local_state import with_local_state
from .repeats import without_repeats
from .sharing import Sharing
from .stars import with_explicit_names
from .timed import timed_statements

_FLOWS: Memory[object, tuple[Known, Flow]] = Memory(4)
_SIMPLE = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr | ast.Delete


def names_of(notebook: Notebook, cells: Sequence[PythonCell]) -> Known:
    """What the text tells about the names; tags have no part in it."""
    cells = with_explicit_names(notebook, cells)
    known = known_names([node for cell in cells for node in tree_of(cell.source).body])
    return with_local_state(known, notebook.path.parent)


def build_flow(notebook: Notebook, cells: Sequence[PythonCell], known: Known | None = None) -> Flow:
    """
    The flow of a notebook whose code cells are plain Python that parses.

    `known` is what `names_of` gave for the same text: for who tries several tags on it.
    """
    cells = with_explicit_names(notebook, cells)
    if known is None:
        known = known_names([node for cell in cells for node in tree_of(cell.source).body])
        known = with_local_state(known, notebook.path.parent)
    groups, group_of = cell_groups(notebook)
    values = tuple(secret.value for secret in notebook.secrets)
    # the suggestions ask for the very flow that the findings came from
    key = (groups, values, tuple(map(_asked_of, cells)))
    before = _FLOWS.get(key)
    if before is not None and before[0] is known:
        return before[1]
    statements, timed = _statements(cells, group_of, known)
    if values:
        statements = [
            replace(s, secret=True) if any(value in s.code for value in values) else s
            for s in statements
        ]
    flow = Flow(tuple(statements), groups, _bound_by(statements), tuple(timed))
    return _FLOWS.keep(key, (known, flow))[1]


def _asked_of(cell: PythonCell) -> tuple[object, ...]:
    return cell.cell.index, cell.cell.id, cell.cell.tags, cell.source, cell.timed


def _statements(
    cells: Sequence[PythonCell], group_of: Mapping[tuple[int, Role], int], known: Known
) -> tuple[list[Statement], list[Statement]]:
    """The statements of the cells, and what magics only measure."""
    statements: list[Statement] = []
    timed: list[Statement] = []
    sharing = Sharing()
    hooked = Hooked(known)
    for cell in cells:
        roles = cut_roles(cell, tree_of(cell.source).body)
        line = 0
        for chunk, role in zip(chunks(cell.source), roles, strict=True):
            timed += _timed(cell, line, chunk.first_line, len(statements), known, sharing)
            line = chunk.first_line
            group = group_of.get((cell.cell.index, role), -1) if role in SECTION_ROLES else -1
            found = _in_section(effects(chunk.node, known), group)
            found = hooked.through(found, len(statements))
            found = _through_aliases(found, isinstance(chunk.node, _SIMPLE), sharing)
            statements.append(
                _statement(len(statements), cell, chunk, known, role=role, group=group, found=found)
            )
        timed += _timed(cell, line, sys.maxsize, len(statements), known, sharing)
    both = files_of([*statements, *timed])
    return without_repeats(both[: len(statements)]), both[len(statements) :]


def _timed(
    cell: PythonCell, after: int, until: int, number: int, known: Known, sharing: Sharing
) -> list[Statement]:
    return [
        replace(
            s,
            effects=_through_aliases(
                _in_section(s.effects, s.group), simple=False, sharing=sharing
            ),
        )
        for s in timed_statements(cell, after, until, number, known)
    ]


def _statement(
    number: int,
    cell: PythonCell,
    chunk: Chunk,
    known: Known,
    role: Role | None,
    group: int,
    found: Effects,
) -> Statement:
    tag = cell.cell.tags[0] if cell.cell.tags else None
    node = chunk.node
    look = looked_at(node, known)
    return Statement(
        number=number,
        place=Place(cell.cell.index, cell.cell.id, chunk.first_line),
        end_line=node.end_lineno or node.lineno,
        text=chunk.text,
        code=chunk.code,
        kind=look.kind,
        role=role,
        step=tag.name if tag else None,
        taken_in=bool(tag and tag.guessed),
        group=group,
        effects=found,
        display_only=look.display_only,
        start_line=chunk.first_line,
        loud=look.loud,
    )


def _in_section(found: Effects, group: int) -> Effects:
    """
    The effects, where what may be changed counts as changed if a section says so.

    In an untagged cell an unknown method is taken to look only; the proof decides whether that
    was right.
    """
    #   dv.vocabulary()       untagged: exploration
    if group < 0 or found.uncertain <= found.mutates:
        return found
    return replace(found, mutates=found.mutates | found.uncertain)


def _through_aliases(found: Effects, simple: bool, sharing: Sharing) -> Effects:
    """The effects, where a change of one name counts for all names of the same object."""
    #   X = df
    #   X["b"] = 9      changes df too
    if not simple:
        _join(found, sharing)  # for d in [train, test]: d["x"] = ...      d is every element
    groups = {sharing.changed_with(name, deep=name not in found.shallow) for name in found.mutates}
    if simple:
        sharing.rebind(found.binds - found.mutates, found)
    together = frozenset(group for group in groups if len(group) > 1)
    if not together:
        return found
    changed = frozenset(name for group in groups for name in group)
    return replace(found, mutates=changed, together=together)


def _join(found: Effects, sharing: Sharing) -> None:
    for new, old in sorted(found.aliases):
        sharing.follow(new, old, found)


def _bound_by(statements: Iterable[Statement]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for statement in statements:
        for name in sorted(statement.effects.binds | statement.effects.may_bind):
            found.setdefault(name, []).append(statement.number)
    return {name: tuple(numbers) for name, numbers in found.items()}
