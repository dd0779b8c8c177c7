"""From the whole table to one raw row: the steps, what was seen, and the way found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .notebook import Place


@dataclass(frozen=True, slots=True)
class Step:
    """One statement on the way from the loaded table to the table that predict takes."""

    code: str
    text: str  # with the comments above it
    place: Place
    number: int  # of the statement in the flow
    changes: frozenset[str] = frozenset()  # names whose values it changes, through functions too


@dataclass(frozen=True, slots=True)
class Site:
    """One expression of a step, with the colour that it had in the run."""

    step: int
    kind: str
    start: tuple[int, int]  # line (from 1) and byte column within the step's code
    end: tuple[int, int]
    parent: int | None
    children: tuple[int, ...]
    colour: str  # row | lazy | agg | const | mixed
    method: str | None
    name: str | None
    arguments: tuple[int, ...] = ()
    loop: tuple[str, ...] = ()
    selects: bool = False
    halves: bool = False
    levels: tuple[str, ...] = ()
    rows: int | None = None  # length of an aggregate
    type: str = ""  # name of the value's class
    columns: tuple[str, ...] = ()  # that a choice by their values left
    adds: bool = False  # columns come or go where rows are chosen
    keywords: Mapping[str, int] = field(default_factory=dict)  # of a call: the sites given by name


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a step's own code, by (line, byte column), so that a statistic has a name."""

    step: int
    start: tuple[int, int]
    end: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """A value that is learnt in training: its name, and the expression it comes from."""

    name: str
    text: str
    place: Place
    step: int  # after which it is bound
    new: bool  # named by us, unknown to the notebook


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of rows of the table: training leaves the others out, a request's row stays."""

    step: int
    text: str  # the notebook's expression
    table: str  # the name that it chooses from
    code: str  # the same over the root: it gives those rows of a request that are like training's


@dataclass(frozen=True, slots=True)
class Draft:
    """A way to serve raw rows, before it is rehearsed."""

    edits: tuple[Edit, ...]  # of the notebook's statements
    serve: tuple[tuple[int, str], ...]  # (step, text) in order; only what is needed
    learnt: tuple[Learnt, ...]
    notes: tuple[tuple[int, str], ...] = ()  # (step, what serving does otherwise)
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What running the way on single rows showed."""

    ok: bool
    reason: str = ""  # with the expression and its place
    step: int | None = None
    rows: int = 0
    used: tuple[str, ...] = ()  # raw columns that the answer depends on
    features: tuple[str, ...] = ()  # columns of the table that predict reads
    by_label: bool = False  # the target's rows carry the labels of the raw rows
    all_columns: bool = False  # the statements name columns that the answer does not depend on
    types: Mapping[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    target_rows: tuple[int, ...] = ()
    text_blanks: bool = False  # columns of texts that a request does not bring must be of texts
    integer_columns: bool = False  # the raw table's columns are numbered, not named
    left_out: tuple[int, ...] = ()  # choices of the draft that keep rows from training
    choices: tuple[int, ...] = ()  # of these, the ones that tell raw rows as they told the table
