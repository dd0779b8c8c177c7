"""
What the whole notebook tells about a name: an import, a function of its own, an iterator, a
picture.
"""

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from .knowledge import SHOWING_LIBRARIES, dotted

BUILTINS = frozenset(dir(builtins)) | {
    "display",
    "get_ipython",
    "__name__",
    "__file__",
    "__builtins__",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a call of a function of the notebook does to its arguments and to globals."""

    parameters: tuple[str, ...] = ()
    positional: int = 0  # so many of them may be given by position
    rest: str = ""  # the one that takes further positional arguments
    changes: frozenset[str] = frozenset()  # parameters and globals
    uncertain: frozenset[str] = frozenset()  # changed if an unknown method does so
    returns: frozenset[str] = frozenset()  # parameters and globals whose object may come back
    outside: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()  # globals that it binds
    steady: frozenset[str] = frozenset()  # parameters whose default nobody can change: a number

    @property
    def reaches(self) -> frozenset[str]:
        """Names of outside that a call of it does something to."""
        return (self.changes | self.uncertain | self.returns | self.writes) - {*self.parameters}

    def united(self, other: "Summary | None") -> "Summary":
        """Both, for a name with two definitions."""
        if other is None:
            return self
        longer = self if len(self.parameters) >= len(other.parameters) else other
        return replace(
            longer,
            changes=self.changes | other.changes,
            uncertain=self.uncertain | other.uncertain,
            returns=self.returns | other.returns,
            outside=self.outside | other.outside,
            writes=self.writes | other.writes,
            steady=(self.steady | other.steady) - self._open - other._open,
        )

    @property
    def _open(self) -> frozenset[str]:
        return frozenset(self.parameters) - self.steady


Told = frozenset[tuple[str, tuple[object, ...]]]
_ASKED = frozenset({"query", "eval", "exec"})
_OF_NAMES = (
    *("classes", "only_functions", "properties", "bound", "queried", "selectors"),
    *(
        "changers",
        "iterators",
        "pictures",
        "changing",
        "sharing",
        "defaulting",
        "moving",
        "keeping",
    ),
)


@dataclass(frozen=True)
class Known:
    """The notebook's names, as far as their kind can be told from its text."""

    origins: Mapping[str, str] = field(
        default_factory=dict
    )  # np -> numpy, rand -> numpy.random.rand
    functions: Mapping[str, Summary] = field(default_factory=dict)
    methods: Mapping[str, Summary] = field(
        default_factory=dict
    )  # of the notebook's classes, by name
    classes: frozenset[str] = frozenset()
    only_functions: frozenset[str] = frozenset()  # bound by `def` and `lambda` alone: no data
    properties: frozenset[str] = frozenset()  # methods that run where an attribute is read
    bound: frozenset[str] = frozenset()
    queried: frozenset[str] = frozenset()  # names after an @ in any text
    selectors: frozenset[str] = (
        frozenset()
    )  # lists of columns, masks: indexing with one makes a new table
    changers: frozenset[str] = frozenset()  # add = items.append: calling it changes the list
    iterators: frozenset[str] = frozenset()  # reading one changes it
    keeping: frozenset[str] = frozenset()  # instances that keep what a first look at them gave
    moving: frozenset[str] = frozenset()  # attributes that hold such a value
    defaulting: frozenset[str] = frozenset()  # reading a key of one may add it
    handed: frozenset[tuple[str, str]] = frozenset()  # (function, parameter) given such a value
    touched: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # instances that note each look, with the globals they note it in
    pictures: frozenset[str] = frozenset()  # any method changes one
    changing: frozenset[str] = frozenset()  # own classes that are changed after they were made
    sharing: frozenset[str] = frozenset()  # own functions of whose results one reaches another
    hooks: Mapping[int, frozenset[str]] = field(
        default_factory=dict
    )  # statement number -> names that any call of a library may change from there on
    tees: Mapping[int, frozenset[str]] = field(
        default_factory=dict
    )  # statement number -> names that take in what is printed from there on
    remembering: frozenset[str] = (
        frozenset()
    )  # functions of files beside the notebook that change their own module
    hook_writes: frozenset[str] = frozenset()  # names that functions bind by `global`
    acting: frozenset[int] = frozenset()  # statements from which on libraries change settings too

    def called(self, function: ast.expr) -> str:
        """The full name of what is called: `np.random.rand` as numpy.random.rand."""
        name = dotted(function)
        root, dot, rest = name.partition(".")
        return self.origins.get(root, root) + dot + rest

    def is_library(self, function: ast.expr) -> bool:
        """Whether the call goes to something imported: a function, a class, a module's function."""
        node = function
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self.origins

    def shows(self, function: ast.expr) -> bool:
        """Whether the call goes to a library that draws."""
        return (
            self.is_library(function) and self.called(function).split(".")[0] in SHOWING_LIBRARIES
        )

    def is_builtin(self, name: str) -> bool:
        """Whether the name means Python's own function: no statement of the notebook binds it."""
        return name in BUILTINS and name not in self.bound

    @cached_property
    def _facts(self) -> Mapping[str, tuple[object, ...]]:
        """Each name with all that is known of it."""
        found: dict[str, list[object]] = {}
        for name, origin in self.origins.items():
            kept = sorted(item for item in self.remembering if item.startswith(origin))
            found.setdefault(name, []).extend((origin, tuple(kept)))
        for kind, summaries in (("function", self.functions), ("method", self.methods)):
            for name, summary in summaries.items():
                found.setdefault(name, []).extend((kind, summary))
        for name, noted in self.touched.items():
            found.setdefault(name, []).append(noted)
        for function, name in sorted(self.handed):
            found.setdefault(name, []).append(function)
        for number, field_name in enumerate(_OF_NAMES):
            for name in getattr(self, field_name):
                found.setdefault(name, []).append(number)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def _told(self) -> dict[frozenset[str], Told]:
        return {}

    def told(self, words: frozenset[str]) -> Told:
        """
        All that is known of a text with these words; for two texts' worth of knowledge that are
        equal here, the text does the same.
        """
        facts = self._facts
        if not facts:
            return frozenset()
        found = self._told.get(words)
        if found is None:
            found = frozenset((name, facts[name]) for name in self._reached(words))
            self._told[words] = found
        return found

    def about(self, words: frozenset[str]) -> "Known":
        """What is known of a text with these words, and nothing besides."""
        names = self._reached(words)
        return Known(
            **{
                kind: {n: kept[n] for n in names if n in kept}
                for kind, kept in (
                    ("origins", self.origins),
                    ("functions", self.functions),
                    ("methods", self.methods),
                )
            },  # type: ignore[arg-type]
            **{kind: getattr(self, kind) & names for kind in _OF_NAMES},
            remembering=self.remembering,
            touched={n: self.touched[n] for n in names if n in self.touched},
            handed=frozenset(pair for pair in self.handed if pair[1] in names),
        )

    def _reached(self, words: frozenset[str]) -> set[str]:
        """The known ones of the words, and of what the functions among them do it to."""
        if words & _ASKED:
            words |= self.queried
        facts = self._facts
        found = facts.keys() & words
        waiting = [name for name in found if name in self.functions or name in self.methods]
        while waiting:
            name = waiting.pop()
            for summary in (self.functions.get(name), self.methods.get(name)):
                if summary is not None:
                    more = [n for n in summary.reaches if n in facts and n not in found]
                    waiting += more
                    found.update(more)
        return found


NOTHING = Known()
