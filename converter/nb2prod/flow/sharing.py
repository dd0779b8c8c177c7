"""Which names share an object as the statements go by."""

from collections.abc import Iterable

from ..model.flow import Effects


class Sharing:
    """
    Which names may stand for one object, or for parts of each other, as of the statement that is
    looked at.
    """

    #   both = [train, test]     both holds train;  X = df     X and df are the same
    def __init__(self) -> None:
        self._near: dict[str, dict[str, str]] = {}  # name -> neighbour -> same | holds | part

    def join(self, one: str, other: str, holder: str | None) -> None:
        """
        Both names may be one object from here on; where one is the holder, it holds the other.
        """
        if one == other:
            return
        if holder is None or self._near.get(one, {}).get(other, holder) == "same":
            kinds = ("same", "same")
        else:
            kinds = ("holds", "part") if holder == one else ("part", "holds")
        self._near.setdefault(one, {})[other] = kinds[0]
        self._near.setdefault(other, {})[one] = kinds[1]

    def leave(self, name: str) -> None:
        """The name stands for another object from here on; what it joined stays joined."""
        near = sorted(self._near.pop(name, {}).items())
        for other, _ in near:
            self._near[other].pop(name, None)
        for position, (one, first) in enumerate(near):
            for other, second in near[position + 1 :]:
                #   d = both[0]; both = [train, test] is gone: d may be train
                if first != "part" or second != "part":
                    self.join(one, other, None)

    def take_out(self, name: str, source: str) -> None:
        """The name's object came out of the source: it may be the same, or anything it holds."""
        for other in sorted(self._held(source)):
            self.join(name, other, None)
        self.join(name, source, None)

    def _held(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            here = waiting.pop()
            for other, kind in self._near.get(here, {}).items():
                if other not in found and other != name and (kind == "holds" or kind == "same"):
                    found.add(other)
                    waiting.append(other)
        return found

    def rebind(self, names: Iterable[str], found: Effects) -> None:
        """The names stand for other objects: those that the statement's aliases tell."""
        #   xs, ys = ys, xs       `ys` is now whatever was `xs`, and so is all that was joined to it
        gone = set(names)
        pairs = sorted(found.aliases - found.twins)
        before = {old: self.changed_with(old, deep=True) for _, old in pairs}
        for name in sorted(gone):
            self.leave(name)
        for new, old in pairs:
            if old not in gone:
                self.follow(new, old, found)
                continue
            for other in sorted(before[old] - gone):
                self.join(new, other, None)
            for other, of in pairs:
                if other != new and before[of] & before[old]:
                    self.join(new, other, None)
        for one, other in sorted(found.twins):
            self.join(one, other, None)

    def follow(self, new: str, old: str, found: Effects) -> None:
        """Take in one pair of a statement's aliases."""
        if (new, old) in found.parts:
            self.take_out(new, old)
        else:
            self.join(new, old, new if (new, old) in found.holds else None)

    def changed_with(self, name: str, deep: bool) -> frozenset[str]:
        """
        The name, and all whose object changes with its object; `deep`: what it holds changes too.
        """
        found = {name}
        waiting = [name]
        while waiting:
            here = waiting.pop()
            for other, kind in self._near.get(here, {}).items():
                if other not in found and (deep or kind != "holds"):
                    found.add(other)
                    waiting.append(other)
        return frozenset(found)
