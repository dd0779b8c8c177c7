"""A notebook as we read it: cells, tags and what the file recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from .findings import Finding


class Role(StrEnum):
    """What a tagged cell is for; the order is the order of the modules that we write."""

    PARAMETERS = "parameters"
    IMPORTS = "imports"
    LOAD = "load"
    PREP = "prep"
    TRAIN = "train"
    EVALUATE = "evaluate"
    PREDICT = "predict"
    SKIP = "skip"


SECTION_ROLES = (Role.LOAD, Role.PREP, Role.TRAIN, Role.EVALUATE, Role.PREDICT)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the zero-based cell, its id, and the one-based line within it."""

    cell_index: int
    cell_id: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Tag:
    """`prep:clean_orders` is the role `prep` with the step name `clean_orders`."""

    role: Role
    name: str | None = None
    guessed: bool = False  # ours, because a section needs the cell; the author set none


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the file holds it."""

    index: int
    id: str | None
    kind: str  # code | markdown | raw
    source: str
    raw_tags: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()  # understood roles; empty for untagged and markdown cells
    execution_count: int | None = None
    # recorded, nbformat 4 shape, multi-line strings joined
    outputs: tuple[Mapping[str, Any], ...] = ()

    @property
    def first_line(self) -> str:
        """The first line that says something, for messages."""
        return next((line for line in self.source.splitlines() if line.strip()), "")


@dataclass(frozen=True, slots=True)
class Magic:
    """A magic or shell line, and what became of it."""

    place: Place
    text: str
    action: str  # dropped | translated | kept statement | requirement | refused
    reason: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A password, a key or a token that stands in the notebook."""

    name: str  # of the environment variable: API_KEY
    value: str = field(repr=False)
    kind: str  # for people: "an access key of AWS"
    place: Place | None  # where it was found first; None: in a file beside the notebook
    strong: bool = True  # long and odd enough to be searched for in any text
    origin: str = ""  # the file beside the notebook


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that a `%%writefile` cell leaves beside the notebook."""

    path: str  # relative to the notebook's folder, with forward slashes
    text: str
    appends: bool = False


@dataclass(frozen=True, slots=True)
class TimedCode:
    """Code that a magic only runs to measure it, in names of its own where `apart`."""

    place: Place
    text: str  # the magic as it stands in the cell
    code: str
    apart: bool = True


@dataclass(frozen=True, slots=True)
class NamedCode:
    """What a model may hold and had no name at the top of the notebook, with the one it gets."""

    name: str
    kind: str  # lambda | function | class
    code: str  # its text; of a class its qualified name


@dataclass(frozen=True, slots=True)
class PythonCell:
    """
    A code cell as plain Python with the same number of lines, so that places stay true.

    `source` is what `ast.parse` takes; magics are blanked, unwrapped or translated.
    """

    cell: Cell
    source: str
    magics: tuple[Magic, ...] = ()
    requirements: tuple[str, ...] = ()  # from `%pip install x` lines
    files: tuple[WrittenFile, ...] = ()
    timed: tuple[TimedCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook file, read and validated."""

    path: Path
    cells: tuple[Cell, ...]
    kernel_name: str | None
    language: str
    nbformat: tuple[int, int]
    sha256: str  # of the file's bytes
    findings: tuple[Finding, ...] = ()  # what reading noticed: tags, kernel, old format
    secrets: tuple[Secret, ...] = ()

    @property
    def code_cells(self) -> tuple[Cell, ...]:
        """The code cells, in order."""
        return tuple(cell for cell in self.cells if cell.kind == "code")
