"""The tags of each cell, with a reason that its author can check at a glance."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from ..model.flow import Flow, Statement
from ..model.notebook import SECTION_ROLES, Notebook, Role, Tag
from ..model.tagging import CellTags
from .reasons import Reason, reason_of
from .roles import Roles, roles_of
from .signs import Signs, signs_of
from .target import target_of

_NEEDED = 0.6  # what the plan misses: right as often as wrong about its role
#   sns.set(); plt.style.use("ggplot")
_SETS = re.compile(r"\.(set\w*|use)\(")
_SETTINGS = frozenset({"settings", "display settings", "printing settings"})


def proposals(notebook: Notebook, flow: Flow) -> tuple[CellTags, ...]:
    """The tags that each code cell should carry; cells that are not in the flow get none."""
    signs = signs_of(flow.statements)
    found = roles_of(flow.statements, signs, target_of(flow.statements, signs))
    by_cell = {
        index: tuple(statements)
        for index, statements in groupby(flow.statements, lambda s: s.place.cell_index)
    }
    return tuple(
        _cell_tags(notebook, cell.index, by_cell.get(cell.index, ()), flow, signs, found)
        for cell in notebook.code_cells
    )


def proposed_roles(notebook: Notebook, flow: Flow) -> Mapping[int, tuple[Role, ...]]:
    """The section roles of the cells that should have some and have no tag."""
    found = {
        cell.cell_index: tuple(tag.role for tag in cell.proposed)
        for cell in proposals(notebook, flow)
    }
    return {n: roles for n, roles in found.items() if roles and set(roles) <= set(SECTION_ROLES)}


def _cell_tags(
    notebook: Notebook,
    index: int,
    statements: Sequence[Statement],
    flow: Flow,
    signs: Sequence[Signs],
    found: Roles,
) -> CellTags:
    cell = notebook.cells[index]
    roles = () if cell.tags else _roles(statements, flow, signs, found)
    reason: Reason = reason_of(cell, statements, roles, signs, found)
    return CellTags(
        cell_index=index,
        cell_id=cell.id,
        first_line=cell.first_line,
        present=cell.tags,
        proposed=tuple(Tag(role) for role in roles),
        confidence=reason.confidence,
        reason=reason.text,
    )


def _roles(
    statements: Sequence[Statement], flow: Flow, signs: Sequence[Signs], found: Roles
) -> tuple[Role, ...]:
    """One role, or two where the cell does two things one after the other."""
    own = {s.number: found.of[s.number] for s in statements if s.number in found.of}
    if not own:
        return (Role.IMPORTS,) if _only_imports(statements) else ()
    if _only_settings_of_the_run(statements, flow, own):
        return (Role.PARAMETERS,)
    order = tuple(dict.fromkeys(own[number] for number in sorted(own)))
    return _two_at_most(order, _leaves_prepared(statements, flow, own, found), _binds(own, flow))


def _only_imports(statements: Sequence[Statement]) -> bool:
    #   import pandas as pd
    #   pd.set_option("display.max_columns", 50)
    #   test_size = 0.3
    imported = {name for s in statements if s.kind == "import" for name in s.effects.binds}
    return bool(imported) and all(
        s.kind in ("import", "constant")
        or s.effects.outside & _SETTINGS
        or (s.display_only and _SETS.search(s.code.splitlines()[0]))
        or (s.effects.mutates and s.effects.mutates <= imported)
        for s in statements
    )


def _only_settings_of_the_run(
    statements: Sequence[Statement], flow: Flow, own: Mapping[int, Role]
) -> bool:
    """Whether the cell only sets plain values, once and for all: papermill's parameters."""
    #   test_size = 0.3
    #   data_file = "orders.csv"
    if any(s.kind != "constant" for s in statements):
        return False
    names = [name for s in statements for name in s.effects.binds]
    once = all(len(flow.bound_by.get(name, ())) == 1 for name in names)
    return once and all(_is_scalar(s.code) for s in statements)


def _is_scalar(code: str) -> bool:
    _, _, value = code.partition("=")
    return not value.strip().startswith(("[", "{", "(", "set(", "dict("))


def _leaves_prepared(
    statements: Sequence[Statement], flow: Flow, own: Mapping[int, Role], found: Roles
) -> bool:
    """Whether what the cell prepares is read later on, by more than what measures."""
    made = {
        name
        for s in statements
        if own.get(s.number) is Role.PREP
        for name in s.effects.binds | s.effects.mutates
    }
    later = flow.statements[statements[-1].number + 1 :]
    return any(
        s.effects.reads & made
        for s in later
        if found.of.get(s.number, Role.EVALUATE) is not Role.EVALUATE
    )


def _binds(own: Mapping[int, Role], flow: Flow) -> bool:
    """Whether a measure gets a name, so that it can be told after each training."""
    return any(
        role is Role.EVALUATE and flow.statements[number].effects.binds
        for number, role in own.items()
    )


def _two_at_most(order: tuple[Role, ...], leaves: bool, measure_named: bool) -> tuple[Role, ...]:
    roles = set(order)
    if roles <= {Role.LOAD, Role.PREP} and Role.LOAD in roles:
        return (Role.LOAD,)
    if Role.TRAIN in roles and Role.PREDICT in roles:
        return (Role.TRAIN, Role.PREDICT)
    if Role.LOAD in roles and len(roles) > 1:
        return (Role.LOAD, next(r for r in (Role.PREDICT, Role.TRAIN, *order) if r in roles))
    if Role.PREDICT in roles:
        return (Role.PREP, Role.PREDICT) if Role.PREP in roles and leaves else (Role.PREDICT,)
    if Role.TRAIN in roles and Role.PREP in roles:
        before = order.index(Role.PREP) < order.index(Role.TRAIN)
        return (Role.PREP, Role.TRAIN) if before else (Role.TRAIN,)
    if Role.TRAIN in roles and Role.EVALUATE in roles:
        return (Role.TRAIN, Role.EVALUATE) if measure_named else (Role.TRAIN,)
    if Role.EVALUATE in roles:
        return (Role.EVALUATE,)
    return order[:1]


def with_needed_cell(
    cells: tuple[CellTags, ...], index: int, role: Role, why: str
) -> tuple[CellTags, ...]:
    """The proposals, where a cell that the plan misses gets the role that it is needed in."""
    #   np.random.seed(1)      the split below draws numbers: it belongs to the same section
    at = next((n for n, cell in enumerate(cells) if cell.cell_index == index), None)
    if at is None or cells[at].present or cells[at].proposed:
        return cells
    reason = why.replace("this untagged cell", "it", 1)
    changed = replace(cells[at], proposed=(Tag(role),), confidence=_NEEDED, reason=reason)
    return (*cells[:at], changed, *cells[at + 1 :])


def with_one_role(cells: tuple[CellTags, ...], index: int) -> tuple[CellTags, ...]:
    """The proposals, where a cell that cannot be cut in two keeps its last role."""
    return tuple(
        replace(cell, proposed=cell.proposed[-1:])
        if cell.cell_index == index and len(cell.proposed) > 1
        else cell
        for cell in cells
    )
