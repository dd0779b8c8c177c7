"""The state of a draft: what is learnt so far, and the changes of the step at hand."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model.replay import Learnt, Site, Step
from ..positions import Position, segment

FROZEN = "frozen"
OF_ROWS = ("row", "lazy")

Change = tuple[Position, Position, str]
Changes = Mapping[str, Sequence[int]]  # name -> steps that bind it or change its value


class NoWay(Exception):
    """This statement cannot be replayed on one row."""

    def __init__(self, step: int, expression: str, why: str) -> None:
        super().__init__(why)
        self.step, self.expression, self.why = step, expression, why


@dataclass
class Work:
    """One step while it is rewritten: for serving, and to name what training learns."""

    number: int
    step: Step
    sites: Sequence[Site]
    serve: list[Change] = field(default_factory=list)
    fit: list[Change] = field(default_factory=list)

    def text(self, site: Site) -> str:
        """The notebook's code of an expression."""
        return segment(self.step.code, site.start, site.end)

    def between(self, start: Position, end: Position) -> str:
        """The notebook's code between two positions."""
        return segment(self.step.code, start, end)

    def below(self, site: Site) -> list[Site]:
        """All expressions inside an expression."""
        found: list[Site] = []
        for child in site.children:
            found += [self.sites[child], *self.below(self.sites[child])]
        return found

    def receiver(self, site: Site) -> Site | None:
        """What the method of a call is called on."""
        called = ast.parse(self.text(site), mode="eval").body
        if (
            isinstance(called, ast.Call)
            and isinstance(called.func, ast.Attribute)
            and site.children
        ):
            return self.sites[site.children[0]]
        return None

    def refuse(self, site: Site, why: str) -> NoWay:
        """The exception that names the expression."""
        return NoWay(self.number, " ".join(self.text(site).split()), why)


Rule = Callable[["Drafting", Work, Site], bool]


@dataclass
class Drafting:
    """All steps while the way is drafted."""

    colours: Mapping[str, str]
    parameters: frozenset[str]
    taken: set[str]
    changes: Changes
    rules: Sequence[Rule] = ()
    learnt: dict[str, Learnt] = field(default_factory=dict)
    notes: list[tuple[int, str]] = field(default_factory=list)
    kept_now: dict[tuple[int, str], str] = field(default_factory=dict)

    def apart(self, work: Work, text: str, *names: str) -> str:
        """The text as an object of its own, where one of the names is changed later."""
        #   train, test = train_test_split(stops)     two tables of training
        #   train = stops.copy()                      are not one table in serving
        named = (text, *names)
        later = any(n > work.number for name in named for n in self.changes.get(name, ()))
        return f"{text}.copy()" if later and text.isidentifier() else text

    def learn(self, work: Work, name: str, text: str, new: bool) -> None:
        """Take a name into what training saves."""
        self.taken.add(name)
        self.learnt.setdefault(name, Learnt(name, text, work.step.place, work.number, new))
