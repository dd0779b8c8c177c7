"""What one statement does to names: reads, binds, changes in place, and effects on the outside."""

import ast

from ..model.flow import Effects
from ..trees import Memory
from .known import NOTHING, Known, Told
from .statements import execute
from .walk import Walk
from .words import words_of

_seen: Memory[tuple[ast.stmt, Told], Effects] = Memory(32_768)


def effects(statement: ast.stmt, known: Known = NOTHING) -> Effects:
    """The effects of one top-level statement, in a notebook of which so much is known."""
    key = (statement, known.told(words_of(statement)))
    found = _seen.get(key)
    return _seen.keep(key, anew(statement, known)) if found is None else found


def anew(statement: ast.stmt, known: Known) -> Effects:
    """The effects of a statement that is looked at once."""
    walk = Walk(known)
    execute(walk, statement)
    return Effects(
        reads=frozenset(walk.reads),
        binds=frozenset(walk.bound),
        may_bind=frozenset(walk.maybe - walk.bound),
        mutates=frozenset(walk.mutates),
        uncertain=frozenset(walk.uncertain - walk.mutates),
        deletes=frozenset(walk.deletes),
        late=frozenset(walk.late),
        calls=frozenset(walk.calls),
        mentions=frozenset(walk.mentions),
        aliases=frozenset(walk.aliases),
        holds=frozenset(walk.holds),
        parts=frozenset(walk.parts),
        twins=frozenset(walk.twins),
        shallow=frozenset(walk.mutates - walk.deep - walk.uncertain),
        outside=frozenset(walk.outside),
        captures=frozenset(walk.captures),
    )
