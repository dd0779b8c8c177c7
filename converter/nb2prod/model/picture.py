"""The notebook as a picture: its sections from top to bottom, and the names that cross between."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureCell:
    """One cell within a section."""

    index: int
    first_line: str


@dataclass(frozen=True, slots=True)
class Section:
    """Neighbouring cells that belong together; without a role they lie outside of the project."""

    role: str  # load | prep | ... ; empty outside of the project
    title: str
    cells: tuple[PictureCell, ...]
    takes: tuple[str, ...] = ()  # from sections above
    gives: tuple[str, ...] = ()  # to sections below
    missing: tuple[str, ...] = ()  # read, but no cell above binds it
    aside: tuple[PictureCell, ...] = ()  # cells in between that lie outside of the project


@dataclass(frozen=True, slots=True)
class Thread:
    """One value's way: from the section that makes or changes it to those that read it."""

    name: str
    source: int  # number of the section
    readers: tuple[int, ...]
    function: bool = False  # a function or a class, not data


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a drawing shows."""

    title: str
    sections: tuple[Section, ...]
    threads: tuple[Thread, ...]
