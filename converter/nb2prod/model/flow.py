"""Which names each statement of the notebook reads, binds and changes."""

from dataclasses import dataclass, field

from .notebook import Place, Role


@dataclass(frozen=True, slots=True)
class Effects:
    """What one top-level statement does to the notebook's names."""

    reads: frozenset[str] = frozenset()  # needed before this statement binds them
    binds: frozenset[str] = frozenset()  # surely bound afterwards
    may_bind: frozenset[str] = frozenset()  # bound on some path only
    mutates: frozenset[str] = frozenset()  # changed in place, or may be
    uncertain: frozenset[str] = frozenset()  # changed in place only if an unknown method does so
    deletes: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()  # free names of a definition's body: read when it is called
    calls: frozenset[str] = frozenset()  # names called directly: `f(x)`
    mentions: frozenset[str] = frozenset()  # names read other than by a direct call
    # (new, old): both may be one object afterwards
    aliases: frozenset[tuple[str, str]] = frozenset()
    outside: frozenset[str] = frozenset()  # seed | draw | settings | shows | writes | folder
    holds: frozenset[tuple[str, str]] = frozenset()  # (container, content) among the aliases
    # changed containers whose contents stay as they are: `both.append(x)`
    parts: frozenset[tuple[str, str]] = frozenset()  # (name, what its value came out of)
    twins: frozenset[tuple[str, str]] = frozenset()  # bound to one value: `a = b = []`
    shallow: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()  # read later by a function or generator that is kept
    together: frozenset[frozenset[str]] = frozenset()  # changed names that may be one object


@dataclass(frozen=True, slots=True)
class Statement:
    """One top-level statement, with the text that moves (comments above it included)."""

    number: int  # position in the notebook's run order
    place: Place
    end_line: int
    text: str
    code: str  # the statement alone, without the comments above it
    kind: str  # import | definition | constant | expression | plain
    role: Role | None
    step: str | None
    group: int  # statements of one group become one function
    effects: Effects
    display_only: bool = False
    start_line: int = 0  # in the cell as it was analysed; `place` is where the author finds it
    draws: bool = False  # consumes random numbers: dropping it would shift later ones
    loud: tuple[str, ...] = ()  # printed expressions that do something besides: they stay
    # names of files that it may read or write, as far as they stand in the text
    files: frozenset[str] = frozenset()
    secret: bool = False  # a secret stands in it: it must be read late, and never be a default
    taken_in: bool = False  # the author did not tag its cell; a section needs something of it


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that become one function: one heading or one named step within a role."""

    number: int
    role: Role
    title: str | None  # the heading above, without its number
    step: str | None
    cells: tuple[int, ...]
    text: str = ""  # the first sentence below the heading


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole notebook's statements in order, and how they are grouped."""

    statements: tuple[Statement, ...]
    groups: tuple[Group, ...]
    bound_by: dict[str, tuple[int, ...]] = field(default_factory=dict)  # name -> statement numbers
    # what magics only measure, each with the number of the statement before which it ran
    timed: tuple[Statement, ...] = ()
