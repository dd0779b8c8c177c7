"""The state of one pass over one statement, in evaluation order."""

from dataclasses import dataclass, field

from .known import NOTHING, Known

_GATHERED = (
    *("reads", "maybe", "mutates", "deep", "uncertain", "deletes", "late", "calls", "mentions"),
    *("aliases", "holds", "parts", "twins", "outside", "captures"),
)


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
    holds: set[tuple[str, str]] = field(default_factory=set)
    parts: set[tuple[str, str]] = field(default_factory=set)  # (name, what its value came out of)
    twins: set[tuple[str, str]] = field(default_factory=set)  # bound to one value
    deep: set[str] = field(default_factory=set)  # of the changed ones: also what they hold
    outside: set[str] = field(default_factory=set)
    captures: set[str] = field(default_factory=set)
    leaves: bool = False  # it ends by going elsewhere

    def read(self, name: str) -> None:
        """Note that the name is needed, unless this statement has bound it."""
        if name in self.known.iterators:
            self.change({name, *self.known.touched.get(name, ())})
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

    def change(self, names: set[str], deep: bool = True) -> None:
        """Note that the names' objects are changed in place; `deep`: also what they hold."""
        self.mutates |= names
        if deep:
            self.deep |= names

    def share(self, name: str, others: set[str], kind: str = "same") -> None:
        """
        Note that the name and the others may be one object, or that one `holds` the other, or is
        a `part` of it.
        """
        pairs = {(name, other) for other in others if other != name}
        self.aliases |= pairs
        if kind == "holds":
            self.holds |= pairs
        elif kind == "part":
            self.parts |= pairs

    def branch(self) -> "Walk":
        """A walk of its own for a part that may not run."""
        return Walk(self.known, set(self.bound), set(self.maybe))

    def merge(self, *branches: "Walk", sure: bool) -> None:
        """
        Take over what the branches saw; what all of them bind is bound where one of them surely
        runs.
        """
        for branch in branches:
            for name in _GATHERED:
                getattr(self, name).update(getattr(branch, name))
        #   try: v = next(rows)
        #   except StopIteration: break       below it `v` is bound
        staying = [branch for branch in branches if not branch.leaves]
        if sure and staying:
            self.bound |= set.intersection(*(branch.bound for branch in staying))
