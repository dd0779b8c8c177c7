"""
Functions that are kept read their names when they are called: what that means once sections are
functions.
"""

from collections.abc import Iterable, Iterator, Sequence

from ..model.flow import Flow, Statement
from .common_names import HeldInCommon
from .definitions import Definitions
from .parts import Part
from .refusals import bound_again

#   scale = 2
#   f = lambda v: v * scale       prep
#   scale = 50                    train
#   f(1)                          predict: 50 in a notebook, but prep's own `scale` is 2


def check_late_binding(parts: Sequence[Part], flow: Flow, defined: Definitions) -> None:
    """Raise where a function that leaves its section reads a name that another section binds."""
    code = set(defined.imports) | set(defined.module_level) | set(defined.lifted) | defined.nested
    for position, part in enumerate(parts):
        here = {
            name for s in part.statements for name in s.effects.binds | s.effects.may_bind
        } | set(part.inputs)
        for statement, names in _leaving(part, defined):
            for name in sorted(names - code - defined.common):
                if name not in flow.bound_by:
                    continue
                later = next(_binding(name, parts[position + 1 :]), None)
                if later is not None or name not in here:
                    raise HeldInCommon([name], bound_again(name, statement, later))


def _leaving(part: Part, defined: Definitions) -> Iterator[tuple[Statement, frozenset[str]]]:
    """
    The statements that make something which is used outside, with the names that it reads when
    called.
    """
    outputs = set(part.outputs)
    own = {name for s in part.statements if s.effects.late for name in s.effects.binds} | set(
        defined.lifted
    )
    for statement in part.statements:
        effects = statement.effects
        made = effects.binds | effects.may_bind | effects.mutates
        #   pd.DataFrame.tidy = tidy        leaves with the library
        if not made & outputs and "patches" not in effects.outside:
            continue
        names = effects.captures | _makers(statement, defined)
        if names:
            #   pipe = Pipeline([("grow", grow)])   reads what `grow` reads, if that is made here
            yield statement, names | defined.closure(names & own)


def _makers(statement: Statement, defined: Definitions) -> frozenset[str]:
    # a function that hands out a function of its own, a class whose methods read names
    return statement.effects.calls & defined.handing


def _binding(name: str, parts: Iterable[Part]) -> Iterator[Statement]:
    for part in parts:
        for statement in part.statements:
            if name in statement.effects.binds | statement.effects.may_bind:
                yield statement
