"""The state of one pass over one statement, in evaluation order."""

from dataclasses import dataclass, field

from .known import NOTHING, Known

_GATHERED = "reads maybe mutates uncertain deletes late calls mentions aliases outside captures".split()


@dataclass
class Walk:
    """What was seen so far: names read, bound, changed."""

    known: Known = NOTHING
    bound: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    mutates: set[str] = field(default_factory=set)
    uncertain: set[str] = field(default_factory=set)
    deletes: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)
    aliases: set[tuple[str, str]] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    captures: set[str] = field(default_factory=set)

    def read(self, name: str) -> None:
        """Note that the name is needed, unless this statement has bound it."""
        if name in self.known.iterators:
            self.mutates.add(name)
        if name not in self.bound and not self.known.is_builtin(name):
            self.reads.add(name)

    def mention(self, name: str) -> None:
        """Note that the name is read other than by a direct call."""
        self.read(name)
        self.mentions.add(name)

    def bind(self, name: str) -> None:
        """Note that the name is surely bound from here on."""
        self.bound.add(name)
        self.maybe.add(name)

    def share(self, name: str, others: set[str]) -> None:
        """Note that the name and the others may be one object."""
        self.aliases |= {(name, other) for other in others if other != name}

    def branch(self) -> "Walk":
        """A walk of its own for a part that may not run."""
        return Walk(self.known, set(self.bound), set(self.maybe))

    def merge(self, *branches: "Walk", sure: bool) -> None:
        """Take over what the branches saw; what all of them bind is bound where one of them surely runs."""
        for branch in branches:
            for name in _GATHERED:
                getattr(self, name).update(getattr(branch, name))
        if sure and branches:
            self.bound |= set.intersection(*(branch.bound for branch in branches))


