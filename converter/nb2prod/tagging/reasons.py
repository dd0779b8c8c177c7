"""Why a cell should have its tags, in a sentence, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..model.flow import Statement
from ..model.notebook import Cell, Role
from .roles import Roles
from .signs import Signs


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence about a cell, and how often cells of that kind were tagged so by people."""

    text: str
    confidence: float


def reason_of(
    cell: Cell,
    statements: Sequence[Statement],
    roles: Sequence[Role],
    signs: Sequence[Signs],
    found: Roles,
) -> Reason:
    """The reason for these roles, or for none."""
    if cell.tags:
        return Reason("tagged already", 1.0)
    if not cell.source.strip():
        return Reason("the cell is empty", 1.0)
    if not statements:
        return Reason("no statement in it could be read", 0.9)
    if not roles:
        return _untagged(statements, signs, found)
    texts = [_because(role, statements, found) for role in roles]
    doubt = 0.1 if found.target.rivals and roles[0] in (Role.TRAIN, Role.PREDICT) else 0.0
    sure = min(_SURE[role] for role in roles) - doubt - (0.15 if len(roles) > 1 else 0.0)
    return Reason("; ".join(texts) + _advice(statements, roles, found), round(sure, 2))


_SURE = {
    Role.PARAMETERS: 0.7,
    Role.IMPORTS: 0.95,
    Role.LOAD: 0.95,
    Role.PREP: 0.9,
    Role.TRAIN: 0.95,
    Role.EVALUATE: 0.85,
    Role.PREDICT: 0.95,
}


def _because(role: Role, statements: Sequence[Statement], found: Roles) -> str:
    own = [s for s in statements if found.of.get(s.number) is role]
    names = _listed({n for s in own for n in s.effects.binds | s.effects.mutates})
    model = _listed(found.target.models) or "the model"
    match role:
        case Role.PARAMETERS:
            return f"sets plain values that a run may change: {names or 'constants'}"
        case Role.IMPORTS:
            return "only imports and settings"
        case Role.LOAD:
            return f"reads data{f' into {names}' if names else ''}"
        case Role.PREP:
            return f"makes {names or 'values'} on the way to what {model} is given"
        case Role.TRAIN:
            return f"makes or fits {model}"
        case Role.PREDICT:
            return f"asks {model}{f' for {names}' if names else ''}"
        case Role.EVALUATE:
            return f"says how good the answers of {model} are"
    return ""


def _advice(statements: Sequence[Statement], roles: Sequence[Role], found: Roles) -> str:
    held = {found.of[s.number] for s in statements if s.number in found.of}
    if tuple(roles) == (Role.LOAD,) and Role.PREP in held:
        return "; it also prepares: split it there, so that a request goes through that too"
    if len(held - {Role.EVALUATE}) > 2:
        return f"; it does {len(held)} things: split the cell for a better project"
    return ""


def _untagged(statements: Sequence[Statement], signs: Sequence[Signs], found: Roles) -> Reason:
    if all(s.kind in ("definition", "import") for s in statements):
        return Reason("only defines: it comes along where it is called", 0.85)
    if any(signs[s.number].fits or signs[s.number].asks for s in statements):
        return Reason("another model than the one the notebook ends with, or a search", 0.75)
    if all(s.display_only or s.kind in ("expression", "import", "definition") for s in statements):
        return Reason("only shows values or pictures", 0.95)
    return Reason("nothing that the prediction needs", 0.8)


def _listed(names: set[str] | frozenset[str]) -> str:
    shown = [f"`{name}`" for name in sorted(names)[:3]]
    return ", ".join(shown) + (" ..." if len(names) > 3 else "")
