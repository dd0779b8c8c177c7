"""What the project does not take over from the notebook, each with its reason."""

from collections.abc import Iterable

from ..model.flow import Effects, Flow, Statement
from ..model.notebook import SECTION_ROLES, Role
from ..model.plan import LeftOut
from .outline import Outline


def left_out(flow: Flow, outline: Outline) -> tuple[LeftOut, ...]:
    """The statements that did not move, in the notebook's order."""
    moved = {s.number for part in outline.parts for s in part.statements}
    moved |= {
        flow.bound_by[name][0]
        for name in (*outline.definitions.module_level, *outline.definitions.lifted)
        if flow.bound_by[name][0] in outline.slice.kept
    }
    kept = set(outline.slice.kept)
    return tuple(_left(flow.statements, moved, kept))


def _left(statements: Iterable[Statement], moved: set[int], kept: set[int]) -> Iterable[LeftOut]:
    for statement in statements:
        if statement.number in moved or (statement.kind == "import" and statement.number in kept):
            continue
        if statement.role is Role.PARAMETERS and statement.kind == "constant":
            continue
        yield LeftOut(statement.place, statement.code.splitlines()[0][:100], _reason(statement))


def _reason(statement: Statement) -> str:
    effects = statement.effects
    if statement.role is Role.SKIP:
        return "the cell is tagged `skip`"
    if statement.kind == "definition" and statement.effects == Effects():
        return "it is defined word for word in an earlier cell"
    if statement.kind == "import":
        return "nothing in the project uses it"
    if "writes" in effects.outside:
        return "it writes a file; the project returns the value instead"
    if statement.display_only:
        return "it draws a picture"
    if "filterwarnings" in statement.code or "simplefilter" in statement.code:
        return "it hides warnings, which a service shall see"
    if (
        effects.outside & {"settings", "display settings", "log settings"}
        and statement.kind == "expression"
    ):
        return "it changes how things are shown or logged, and the results do not depend on it"
    if statement.kind == "expression" or "shows" in effects.outside:
        return "it shows a value"
    if statement.role not in SECTION_ROLES:
        return "exploration: no section reads what it makes"
    return "no result depends on it"
