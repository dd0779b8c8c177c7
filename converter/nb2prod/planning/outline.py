"""The project's functions: which statements, in which order, with which names going in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model.flow import Flow, Statement
from ..model.notebook import SECTION_ROLES, Role
from .bodies import declared_global
from .common_names import MODULE, HeldInCommon, read_when_gone
from .definitions import Definitions, definitions
from .fits_between import check_fits
from .late_binding import check_late_binding
from .parts import Part, parts_of
from .placing import placed
from .refusals import dynamic, never_bound, no_section, noted_end, nothing_made
from .slicing import Slice, backward, results_of

__all__ = ["Outline", "Part", "outline"]

HOOKED = "hooked"  # logger.info("fitted"), where a handler of the notebook takes note
NOTED_END = "noted end"  # def __del__(self): closed.append(self)


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of the project, known without a run."""

    parts: tuple[Part, ...]
    parameters: tuple[str, ...]
    results: tuple[str, ...]  # what the last part gives
    wanted: frozenset[str]  # all names that the project must give
    definitions: Definitions
    slice: Slice

    @property
    def moves(self) -> bool:
        """Whether a section changes the working folder."""
        return any("folder" in s.effects.outside for part in self.parts for s in part.statements)

    @property
    def remembers(self) -> bool:
        """Whether a section leaves something behind that is in none of the values it gives."""
        #   logger.addHandler(Keep())         class Price: shown = 0 ... Price.shown += 1
        #   forest = Forest(random_state=SEED); forest.fit(X, y)      leaves SEED what it is
        made = self.definitions.module_level.keys() & self.definitions.late.keys()
        return any(
            HOOKED in s.effects.outside or s.effects.mutates & made
            for part in self.parts
            for s in part.statements
        )

    @property
    def crossing(self) -> frozenset[str]:
        """All names that go in or out of a part."""
        return frozenset(name for part in self.parts for name in (*part.inputs, *part.outputs))

    def module_of(self, part: Part) -> str:
        """The module of the part's function: its role's, or one for all where names are shared."""
        return MODULE if self.definitions.common else part.group.role.value


def outline(
    flow: Flow, hidden: frozenset[str] = frozenset(), extra: Mapping[str, int] | None = None
) -> Outline:
    """
    The outline of a tagged notebook; raises PlanRefused where an untagged cell does what a
    section needs.

    `hidden` are names that are no results (the run showed figures, modules); `extra` are names to
    give besides.
    """
    sections = [s for s in flow.statements if s.role in SECTION_ROLES]
    if not sections:
        raise no_section()
    for statement in sections:
        if statement.effects.outside & {"dynamic", "own names"}:
            raise dynamic(statement)
    common: frozenset[str] = frozenset()
    while True:
        try:
            return _outline(flow, hidden, extra or {}, definitions(flow, common))
        except HeldInCommon as found:
            #   a parameter comes from outside on each run: it is nobody's own name
            if found.names <= common or found.names & set(_parameters(flow)):
                raise found.refusal from None
            common |= found.names | _written_in_functions(flow)


def _outline(
    flow: Flow, hidden: frozenset[str], extra: Mapping[str, int], defined: Definitions
) -> Outline:
    roots = results_of(flow, hidden | _no_data(defined))
    wanted = {**roots, **extra}
    cut = backward(flow, wanted, defined.closure)
    kept = [flow.statements[number] for number in cut.kept]
    read = frozenset[str]().union(*(s.effects.reads for s in kept))
    for statement in flow.statements:
        if NOTED_END in statement.effects.outside and statement.effects.late & read:
            raise noted_end(statement)
    gone = read_when_gone(kept, defined) - defined.common
    if gone:
        raise HeldInCommon(gone, never_bound(sorted(gone)[0], kept, flow))
    parameters = _parameters(flow)
    body = placed(kept, flow, defined, parameters, cut.optional)
    parts = parts_of(flow, body, defined, parameters, wanted, cut)
    if not parts:
        raise nothing_made([s for s in flow.statements if s.role in SECTION_ROLES][-1])
    check_late_binding(parts, flow, defined)
    check_fits(parts, flow)
    return Outline(
        parts, parameters, _results(parts, roots, flow, kept), frozenset(wanted), defined, cut
    )


def _written_in_functions(flow: Flow) -> frozenset[str]:
    # what one function binds for all, the sections bind for all too
    return frozenset().union(
        *(declared_global(s.code) for s in flow.statements if s.kind == "definition")
    )


def _results(
    parts: Sequence[Part], roots: Mapping[str, int], flow: Flow, kept: Sequence[Statement]
) -> tuple[str, ...]:
    """
    What the pipeline gives: all results whose value no left-out cell changes before the last
    section ends.
    """
    numbers = {statement.number for statement in kept}
    end = max((s.number for part in parts for s in part.statements), default=0)
    last = set(parts[-1].outputs) if parts else set()

    def stays(name: str) -> bool:
        later = (s for s in flow.statements[roots[name] + 1 : end + 1] if s.number not in numbers)
        return not any(
            name in s.effects.binds | s.effects.may_bind | s.effects.mutates for s in later
        )

    names = [
        name
        for part in parts
        for name in part.outputs
        if name in roots and (name in last or stays(name))
    ]
    return tuple(dict.fromkeys(names))


def _no_data(defined: Definitions) -> frozenset[str]:
    return (
        frozenset(defined.imports)
        | frozenset(defined.module_level)
        | frozenset(defined.lifted)
        | defined.nested
    )


def _parameters(flow: Flow) -> tuple[str, ...]:
    names: list[str] = []
    for statement in flow.statements:
        if statement.secret or statement.role is not Role.PARAMETERS:
            continue
        if statement.kind == "constant":
            names += [name for name in sorted(statement.effects.binds) if name not in names]
    return tuple(names)
