"""
Where everything stands: sections one below the other, names on their right edge, lanes beside them.

    +--------------------------+
    | load              orders o--+      each name that goes out has a line of its own
    +--------------------------+  |
    +--------------------------+  |
    | prep              orders <--+      and so has each that comes in: no two labels share a place
    |                    clean o-----+
    +--------------------------+     |   a lane is free again below its last reader
"""

from dataclasses import dataclass

from ..model.picture import Picture, Section, Thread
from .words import cell_numbers, cut

LINE = 19.0
HEAD = 30.0
GAP = 16.0
LANE = 13.0
MARGIN = 18.0
TOP = 92.0
BOX = 640.0
NAME_PLACES = 26
CODE_PLACES = 46
MOST_CELLS = 6


@dataclass(frozen=True, slots=True)
class Port:
    """A name on the edge of a box."""

    name: str
    label: str
    kind: str  # in | out | missing
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A section with its place."""

    number: int
    role: str
    title: str
    where: str
    lines: tuple[tuple[str, str], ...]  # cell number, code
    ports: tuple[Port, ...]
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Wire:
    """A thread with its lane."""

    thread: Thread
    number: int
    lane: int
    start: float
    ends: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole drawing's geometry."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    width: float
    height: float


def layout_of(picture: Picture) -> Layout:
    """The places of all boxes, ports and lanes."""
    boxes: list[Box] = []
    y = TOP
    for number, section in enumerate(picture.sections):
        box = _box(number, section, picture, y)
        boxes.append(box)
        y += box.height + GAP
    wires = _wires(picture, boxes)
    lanes = max((wire.lane for wire in wires), default=0) + 1
    right = MARGIN + BOX + LANE * (lanes + 1) + MARGIN
    return Layout(tuple(boxes), wires, max(right, MARGIN * 2 + BOX), y - GAP + MARGIN)


def is_outside(section: Section, picture: Picture) -> bool:
    """Whether the cells are drawn as one thin strip: others have roles, these have none."""
    return not section.role and any(other.role for other in picture.sections)


def _box(number: int, section: Section, picture: Picture, y: float) -> Box:
    outside = is_outside(section, picture)
    shown = () if outside else section.cells[: MOST_CELLS if len(section.cells) > 7 else 7]
    lines = [(str(cell.index + 1), cut(cell.first_line, CODE_PLACES)) for cell in shown]
    hidden = len(section.cells) - len(shown)
    if hidden and not outside:
        lines.append(("", f"… and {hidden} more cells"))
    if section.aside:
        count = len(section.aside)
        lines.append(("", f"{count} cell{'s' if count > 1 else ''} in between stay outside"))
    names = [
        *((name, "missing") for name in section.missing),
        *((name, "in") for name in section.takes),
        *((name, "out") for name in section.gives),
    ]
    first = y + (8 if outside else HEAD)
    ports = tuple(
        Port(name, cut(name, NAME_PLACES), kind, first + LINE * (at + 0.5))
        for at, (name, kind) in enumerate(names)
    )
    rows = max(len(lines), len(ports), 1 if outside else 0)
    height = rows * LINE + (16 if outside else HEAD + 8)
    return Box(
        number,
        section.role,
        _title(section, outside),
        cell_numbers(tuple(cell.index for cell in section.cells)),
        tuple(lines),
        ports,
        y,
        height,
    )


def _title(section: Section, outside: bool) -> str:
    if outside:
        count = len(section.cells)
        return f"{count} cell{'s' if count > 1 else ''} outside of the sections"
    return cut(section.title, 40) or ("" if section.role else "cells without a heading")


def _wires(picture: Picture, boxes: list[Box]) -> tuple[Wire, ...]:
    """Each thread in the innermost lane that is free from its source to its last reader."""
    found: list[Wire] = []
    busy: list[float] = []  # where each lane is free again
    order = sorted(
        enumerate(picture.threads), key=lambda item: (_y(boxes, item[1].source, item[1].name), 0)
    )
    for number, thread in order:
        start = _y(boxes, thread.source, thread.name)
        ends = tuple(_y(boxes, reader, thread.name, "in") for reader in thread.readers)
        last = max(ends)
        lane = next((at for at, free in enumerate(busy) if free < start - 1), len(busy))
        if lane == len(busy):
            busy.append(last)
        else:
            busy[lane] = last
        found.append(Wire(thread, number, lane, start, ends))
    return tuple(found)


def _y(boxes: list[Box], section: int, name: str, kind: str = "out") -> float:
    ports = boxes[section].ports
    return next(port.y for port in ports if port.name == name and port.kind == kind)


def lane_x(lane: int) -> float:
    """The place of a lane, counted from the boxes' right edge."""
    return MARGIN + BOX + LANE * (lane + 1)
