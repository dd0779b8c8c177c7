"""What one execution of the notebook showed: outputs, boundary values, environment, files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class TypeName:
    """
    A type as code would import it.

    `pandas.DataFrame` is module "pandas", name "DataFrame"; `list[str]` is name "list" with one
    argument.
    Module "" is the built-ins; module "__main__" is a class of the notebook.
    """

    module: str
    name: str
    arguments: tuple["TypeName", ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an observed table."""

    name: str
    family: str  # integer | number | boolean | text | category | datetime | timedelta | other
    dtype: str  # as pandas prints it
    nulls: int
    distinct: int
    minimum: float | str | None = None
    maximum: float | str | None = None
    low: float | None = None  # 1 % quantile of numbers
    high: float | None = None  # 99 % quantile
    # all distinct values, when 50 or fewer and not numbers; of a category its own list, in order
    levels: tuple[str | int | float | bool, ...] = ()
    levels_complete: bool = False
    examples: tuple[str | int | float | bool | None, ...] = ()  # a few values of the first rows
    maximum_length: int | None = None  # of texts
    rare_levels: int = 0  # levels seen only once
    ordered: bool = False  # of a category: its levels stand in an order that `<` knows


@dataclass(frozen=True, slots=True)
class Value:
    """One boundary value, described; the value itself is in the boundary's pickle."""

    name: str
    # frame | series | array | tensor | estimator | network | scalar | text | container |
    # function | module | none | other
    kind: str
    type: TypeName
    rows: int | None = None  # length of tables, series, arrays, lists
    columns: tuple[Column, ...] = ()
    shape: tuple[int, ...] = ()
    text: str = ""  # short repr of scalars and texts (200 characters), else ""
    sha256: str | None = None  # of the content; None when it cannot be hashed
    pickled: bool = True
    note: str = ""  # why it is not pickled, where it is not
    identity: int = 0  # values of one boundary with the same identity are one object
    sampled: bool = False  # too large to be pickled: a sample of its rows and the hash are kept
    library: str = ""  # of a network: whose it is, "torch" or "keras"
    # of a network: the classes that its file names; of Keras: the library that computes
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """Capture these names right before the cell `before` runs, or at the end."""

    before: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boundary:
    """The names captured at one probe, as one object graph in one pickle."""

    before: int
    # {"values": {name: value}, "random": state or None}, written by the kernel's interpreter
    pickle: Path
    values: tuple[Value, ...]

    def value(self, name: str) -> Value | None:
        """The described value of that name, or None."""
        return next((value for value in self.values if value.name == name), None)


@dataclass(frozen=True, slots=True)
class CellRun:
    """One cell's fresh outputs."""

    cell_index: int
    outputs: tuple[Mapping[str, Any], ...]
    seconds: float
    status: str  # ok | error | timed out | died | skipped
    error_name: str = ""
    error_value: str = ""
    error_line: int | None = None  # line within the cell
    traceback: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file outside the environment that the notebook opened for reading."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Environment:
    """The kernel's interpreter and its distributions."""

    executable: str
    python: str  # 3.11.7
    distributions: Mapping[str, str]  # distribution -> version
    packages: Mapping[str, str]  # imported top-level module -> distribution


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a notebook, complete or up to the failing cell."""

    notebook_sha256: str
    cells: tuple[CellRun, ...]
    boundaries: tuple[Boundary, ...]
    environment: Environment
    files: tuple[FileRead, ...]
    folder: Path  # of the run cache, where pickles lie
    working_folder: Path
    seconds: float
    from_cache: bool = False

    @property
    def failed(self) -> CellRun | None:
        """The first cell that failed, or None."""
        return next((cell for cell in self.cells if cell.status not in ("ok", "skipped")), None)

    def boundary(self, before: int) -> Boundary | None:
        """The boundary captured right before that cell, or None."""
        return next((item for item in self.boundaries if item.before == before), None)


class Progress(Protocol):
    """Told what happens while something long runs; must return quickly."""

    def __call__(self, step: str, done: int, total: int, detail: str = "") -> None:
        """Take note of one step."""
