"""Where we do not guess: what stops an outline, with the place and the one change to make."""

import re
from collections.abc import Iterable, Sequence

from ..errors import PlanRefused
from ..model.flow import Flow, Statement
from ..model.notebook import Role


def refused(code: str, message: str, remedy: str, statement: Statement) -> PlanRefused:
    """The refusal at a statement."""
    return PlanRefused(
        code,
        message,
        remedy,
        cell_index=statement.place.cell_index,
        line=statement.place.line,
        first_line=statement.code.splitlines()[0],
    )


def no_section() -> PlanRefused:
    """No cell carries a section tag."""
    return PlanRefused(
        "NB201",
        "no cell carries a section tag, so there is nothing to convert",
        "Tag the cells that load, prepare, train and predict "
        "with `load`, `prep`, `train`, `predict`.",
    )


def nothing_made(statement: Statement) -> PlanRefused:
    """The tagged cells bind no value that a project could give."""
    return refused(
        "NB201",
        "the tagged cells only show, import or define, so there is nothing to convert",
        "Tag the cells that make values: a table, a model, predictions, a metric with a name.",
        statement,
    )


class Untagged(PlanRefused):
    """An untagged cell does what a section needs; it can be taken in with this role."""

    role: Role = Role.PREP


def untagged(statement: Statement, kept: Iterable[Statement]) -> Untagged:
    """An untagged cell does what a section needs."""
    later = [s for s in kept if s.number > statement.number and s.group >= 0]
    effects = statement.effects
    bound = effects.binds | effects.may_bind | effects.mutates
    reader = next((s for s in later if s.effects.reads & bound), None)
    neighbour = reader or (later[0] if later else None)
    message = _needed(statement, reader)
    found = Untagged(
        "NB202",
        message,
        "Tag it with the section it belongs to"
        + (f", for example `{neighbour.role}`." if neighbour else "."),
        cell_index=statement.place.cell_index,
        line=statement.place.line,
        first_line=statement.code.splitlines()[0],
    )
    found.role = _role(statement, neighbour)
    return found


def fitted_meanwhile(statement: Statement, name: str, role: Role) -> Untagged:
    """An untagged cell fits what a section makes, before that section ends."""
    found = Untagged(
        "NB202",
        f"this untagged cell fits `{name}` between the cells of a section that gives it",
        f"Tag it `{role}`.",
        cell_index=statement.place.cell_index,
        line=statement.place.line,
        first_line=statement.code.splitlines()[0],
    )
    found.role = role
    return found


def _needed(statement: Statement, reader: Statement | None) -> str:
    effects = statement.effects
    if effects.outside & {"patches", "registers"} and reader is None:
        return "this untagged cell changes what a library does, and sections use it"
    if effects.outside & {"draw", "may draw", "seed"} and reader is None:
        return "this untagged cell draws random numbers, so what later cells draw depends on it"
    if "writes" in effects.outside and not effects.binds:
        file = sorted(statement.files)[0] if statement.files else "a file"
        return f"this untagged cell writes `{file}`, which a section reads later"
    bound = effects.binds | effects.may_bind | effects.mutates
    if reader is None:
        return f"this untagged cell makes `{sorted(bound or {'a value'})[0]}`"
    name = sorted(bound & reader.effects.reads)[0]
    place = f"cell {reader.place.cell_index + 1} (tagged `{reader.role}`)"
    return f"this untagged cell makes `{name}`, which {place} reads"


def _role(statement: Statement, neighbour: Statement | None) -> Role:
    """The role of an untagged statement, from what it does and who needs it."""
    role = neighbour.role if neighbour and neighbour.role else Role.PREP
    if role in (Role.LOAD, Role.PREP):
        return role
    if re.search(r"\.fit\([^()]*,", statement.code):
        return Role.TRAIN  # model.fit(X, y)
    return Role.EVALUATE if role is Role.EVALUATE else Role.PREP


def skipped(statement: Statement, names: Iterable[str]) -> PlanRefused:
    """A cell tagged `skip` does what a section needs."""
    name = sorted(names)[0]
    return refused(
        "NB209",
        f"this cell is tagged `skip`, but it makes or changes `{name}`, "
        "which a section reads later",
        "Tag it with the section it belongs to, or let it work on a copy.",
        statement,
    )


def measured(statement: Statement, names: Iterable[str]) -> PlanRefused:
    """Code that a magic runs to measure it changes what stays."""
    changed = sorted(names)
    what = (
        f"changes `{changed[0]}`, which a section reads later"
        if changed
        else "does more than compute: it draws random numbers, writes a file or sets an option"
    )
    magic = statement.text.splitlines()[0]
    return refused(
        "NB211",
        f"`{magic}` runs its code as often as it likes, and that {what}",
        "Measure a copy of the values, or measure it below the last section.",
        statement,
    )


def never_bound(name: str, statements: Sequence[Statement], flow: Flow) -> PlanRefused:
    """A section reads a name that nothing above it binds."""
    statement = next(
        (s for s in statements if name in s.effects.reads | s.effects.late), statements[0]
    )
    if name.strip("_0123456789i") == "" or name in ("In", "Out"):
        return refused(
            "NB205",
            f"`{name}` means what Jupyter showed last; a module has no such memory",
            "Give the value a name in the cell that makes it, and use that name here.",
            statement,
        )
    makers = [flow.statements[n] for n in flow.bound_by.get(name, ())]
    if not makers:
        return refused(
            "NB203",
            f"`{name}` is read here, but no cell binds it",
            "Add the cell that makes it; perhaps it was deleted, or it stood in another notebook.",
            statement,
        )
    cells = ", ".join(
        f"cell {number + 1}"
        for number in list(dict.fromkeys(s.place.cell_index for s in makers))[:3]
    )
    if all(s.role is Role.SKIP for s in makers):
        return skipped(makers[0], [name])
    return refused(
        "NB203",
        f"`{name}` is read here, but no section above binds it (it is bound in {cells})",
        "Put the cells in the order in which they must run, "
        'run "Restart kernel and run all", save, and convert again.',
        statement,
    )


def dynamic(statement: Statement) -> PlanRefused:
    """Code reaches names that cannot be seen in the text."""
    return refused(
        "NB206",
        "`exec`, `globals()`, `locals()` or `eval` of a variable reaches names "
        "that cannot be seen in the text",
        "Write the code itself, or keep the values in a dictionary of your own.",
        statement,
    )


def noted_end(statement: Statement) -> PlanRefused:
    """A class notes when one of its objects goes."""
    return refused(
        "NB212",
        "`__del__` changes what other cells see when an object of this class goes, "
        "and in functions objects go at other times than in a notebook",
        "Do it in a method such as `close()`, and call that where the object is done with.",
        statement,
    )


def bound_again(name: str, statement: Statement, later: Statement | None) -> PlanRefused:
    """A function that is kept reads a name that another section binds anew."""
    where = (
        f"cell {later.place.cell_index + 1} binds it anew"
        if later
        else "it is bound in a later section only"
    )
    return refused(
        "NB207",
        f"what is made here reads `{name}` when it is called, and {where}",
        f"Let it take `{name}` as an argument, or use another name for the later value.",
        statement,
    )
