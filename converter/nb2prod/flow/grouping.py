"""Which cells belong together: one role under one heading, or one named step."""

import ast
import re
from collections.abc import Sequence
from dataclasses import replace

from ..errors import PlanRefused
from ..model.flow import Group
from ..model.notebook import SECTION_ROLES, Notebook, PythonCell, Role
from ..trees import nodes_of, remembered
from .knowledge import dotted

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.+?)\s*#*\s*$", re.M)
_NUMBER = re.compile(r"^(?:\(?\d+(?:\.\d+)*[.):]?|[A-Z][.)]|step\s+\d+\s*[:.-]?)\s+", re.I)
#   [a door](https://example.org/Door_(passage))
_LINK = r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)"


@remembered
def heading(source: str) -> str | None:
    """The last heading of a markdown cell, without its number and its mark-up."""
    found = _HEADING.findall(re.sub(r"```.*?```", "", source, flags=re.S))
    if not found:
        return None
    text = re.sub(rf"[*_`]|{_LINK}|<[^<>]+>", r"\1", found[-1][1])
    return _NUMBER.sub("", text).strip() or None


@remembered
def opening(source: str) -> str:
    """The first sentence below the last heading of a markdown cell, without its mark-up."""
    below = _HEADING.split(re.sub(r"```.*?```", "", source, flags=re.S))[-1]
    first = re.split(r"\n\s*\n", below.strip())[0]
    if not first or first.lstrip().startswith(("-", "*", "+", "|", "!", "<", ">", "$", "#")):
        return ""
    text = " ".join(re.sub(r"[*_`]{1,2}(\w)|(\w)[*_`]{1,2}", r"\1\2", first).split())
    text = re.sub(_LINK, r"\1", text)
    if re.search(r"[<>$\\]|https?:", text):
        return ""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z`])", text)[0]


def _is_title(source: str) -> bool:
    return [len(marks) for marks, _ in _HEADING.findall(source)] == [1]


def cell_groups(notebook: Notebook) -> tuple[tuple[Group, ...], dict[tuple[int, Role], int]]:
    """The groups in order, and the group of each (cell, role)."""
    groups: list[Group] = []
    of: dict[tuple[int, Role], int] = {}
    title: str | None = None
    text = ""
    fresh = True  # a heading came since the last tagged cell
    open_group: Group | None = None
    first = next((cell.index for cell in notebook.cells if cell.kind == "markdown"), None)
    for cell in notebook.cells:
        if cell.kind == "markdown":
            found = heading(cell.source)
            if found:
                # "# Loans: who pays back?" is the notebook's title, not a section's
                whole = cell.index == first and _is_title(cell.source)
                title, text = (None, "") if whole else (found, opening(cell.source))
                fresh = True
            continue
        for tag in cell.tags:
            if tag.role not in SECTION_ROLES:
                continue
            joins = (
                open_group is not None
                and open_group.role == tag.role
                and (open_group.step == tag.name)
                and (tag.name is not None or not fresh)
                and len(cell.tags) == 1
            )
            if joins and open_group is not None:
                open_group = replace(open_group, cells=(*open_group.cells, cell.index))
                groups[-1] = open_group
            else:
                open_group = Group(len(groups), tag.role, title, tag.name, (cell.index,), text)
                groups.append(open_group)
            of[cell.index, tag.role] = open_group.number
            fresh = False
    return tuple(groups), of


METRICS = re.compile(
    r"(score|_error|_loss|accuracy|precision|recall|f1|auc|mae|rmse|mse|r2|confusion_matrix|report)",
    re.I,
)


def cut_roles(cell: PythonCell, body: Sequence[ast.stmt]) -> list[Role | None]:
    """The role of each statement of a cell; a cell with two roles is cut between statements."""
    roles = [tag.role for tag in cell.cell.tags if tag.role is not Role.SKIP]
    if len(roles) < 2:
        tag = cell.cell.tags[0].role if cell.cell.tags else None
        return [tag for _ in body]
    rest = list(roles)
    current = rest.pop(0)
    found: list[Role | None] = []
    for node in body:
        if rest and _looks_like(node, rest[0]):
            current = rest.pop(0)
        found.append(current)
    if rest:
        raise PlanRefused(
            "NB210",
            f"the cell has the roles {' and '.join(roles)}, "
            f"but no statement was found where `{rest[0]}` begins",
            "Split the cell in two and tag each part.",
            cell_index=cell.cell.index,
            line=1,
            first_line=cell.cell.first_line,
        )
    return found


def _looks_like(node: ast.stmt, role: Role) -> bool:
    names = {
        dotted(call.func).rsplit(".", 1)[-1]
        for call in nodes_of(node)
        if isinstance(call, ast.Call)
    }
    match role:
        case Role.PREDICT:
            return bool(
                names & {"predict", "predict_proba", "decision_function", "forecast", "transform"}
            )
        case Role.TRAIN:
            return bool(names & {"fit", "fit_transform", "optimize", "train", "train_test_split"})
        case Role.EVALUATE:
            return any(METRICS.search(name) for name in names)
        case Role.LOAD:
            return any(name.startswith(("read_", "load", "fetch_")) for name in names)
    return True
