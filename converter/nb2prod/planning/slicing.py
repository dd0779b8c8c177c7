"""Which statements the results need, going back from the last one."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..model.flow import Flow, Statement
from ..model.notebook import SECTION_ROLES, Role
from ..trees import remembered, statements_of
from .refusals import measured, skipped

_FELT = frozenset({"seed", "draw", "writes", "folder", "patches", "registers"})


@dataclass(frozen=True, slots=True)
class Slice:
    """The statements to keep, and for each of them the names that are still read after it."""

    kept: tuple[int, ...]
    live_after: dict[int, frozenset[str]]
    live_at_start: frozenset[str]
    optional: frozenset[int] = (
        frozenset()
    )  # kept settings: left out where they stand in no section and need data


def results_of(flow: Flow, hidden: frozenset[str]) -> dict[str, int]:
    """
    Names that the project must give, each with the statement after which its value is meant.

    They are what the last section, and each predict and evaluate section, binds; an untagged
    recap that
    binds the same name later is none of the project's business.

    `hidden` are names that the run showed to be modules, figures and the like.
    """
    sections = [s for s in flow.statements if s.role in SECTION_ROLES]
    if not sections:
        return {}
    last = sections[-1].group
    wanted: dict[str, int] = {}
    made: set[str] = set()
    for statement in sections:
        if statement.kind in ("import", "definition") or statement.display_only:
            continue
        found = statement.effects
        if statement.taken_in:
            given = found.binds & frozenset(wanted)  # nobody said that it gives a result
        elif statement.group == last:
            changed = found.mutates & (found.reads | found.mentions)  # by this name, not another
            perhaps = changed | found.may_bind - loop_targets(statement)
            #   for name, model in models.items(): score = ...      `score` is for the loop alone
            given = found.binds | (perhaps & made if _is_loop(statement) else perhaps)
        elif statement.role in (Role.PREDICT, Role.EVALUATE):
            given = found.binds
        else:
            given = found.binds & frozenset(wanted)
        wanted.update(dict.fromkeys(given, statement.number))
        made |= found.binds | found.may_bind
    return {
        n: number
        for n, number in wanted.items()
        if n not in hidden and not n.startswith("_") and n != "*"
    }


def loop_targets(statement: Statement) -> frozenset[str]:
    """Names that a top-level `for` or `with` binds for itself only."""
    if not statement.code.lstrip().startswith(("for ", "async for ", "with ")):
        return frozenset()
    names: set[str] = set()
    for node in statements_of(statement.code):
        targets = [node.target] if isinstance(node, ast.For | ast.AsyncFor) else []
        if isinstance(node, ast.With | ast.AsyncWith):
            targets = [item.optional_vars for item in node.items if item.optional_vars is not None]
        for target in targets:
            names |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
    return frozenset(names)


def _is_loop(statement: Statement) -> bool:
    return statement.code.lstrip().startswith(("for ", "async for ", "while "))


def backward(
    flow: Flow, roots: Mapping[str, int], closure: Callable[[frozenset[str]], frozenset[str]]
) -> Slice:
    """
    The statements that `roots` need.

    `closure` adds to a set of names the globals that the functions among them read when they are
    called.
    """
    slicing = _Slicing(flow, closure)
    before: dict[int, list[Statement]] = {}
    for timed in flow.timed:
        before.setdefault(timed.number, []).append(timed)
    made: dict[int, set[str]] = {}
    for name, number in roots.items():
        made.setdefault(number, set()).add(name)
    for statement in reversed(flow.statements):
        slicing.live |= closure(frozenset(made.get(statement.number, ())))
        slicing.step(statement)
        for timed in before.get(statement.number, ()):
            slicing.leave_out(timed)
    return Slice(
        tuple(reversed(slicing.kept)),
        slicing.live_after,
        frozenset(slicing.live),
        frozenset(slicing.optional),
    )


class _Slicing:
    """What is needed below the statement that is looked at."""

    def __init__(self, flow: Flow, closure: Callable[[frozenset[str]], frozenset[str]]) -> None:
        self.closure = closure
        #   pd.DataFrame.tidy = tidy        whatever is kept may ask for what `tidy` reads
        patches = [s for s in flow.statements if "patches" in s.effects.outside]
        used = (s.effects.captures for s in patches if s.role is not Role.SKIP)
        self.patched = closure(frozenset[str]().union(*used))
        self.live: set[str] = set(self.patched)
        self.kept: list[int] = []
        self.optional: set[int] = set()
        self.live_after: dict[int, frozenset[str]] = {}
        self.seeded = any("seed" in s.effects.outside for s in flow.statements)
        self.warned = any(map(_takes_warnings, (s.code for s in flow.statements)))
        # something below draws numbers, may do so, reads a picture, prints a table
        self.draws = self.may_draw = self.pictures = self.texts = False
        self.files: set[str] = set()  # read below

    def step(self, statement: Statement) -> None:
        """Keep the statement where something below needs it."""
        found = statement.effects
        self.live_after[statement.number] = frozenset(self.live)
        wanted = (found.binds | found.may_bind | found.mutates | found.deletes) & self.live
        if statement.role is Role.SKIP:
            if wanted and statement.kind not in ("import", "definition"):
                raise skipped(statement, wanted)
            return
        if statement.kind == "import":
            if wanted:
                self.kept.append(statement.number)
            return
        if wanted or self._acts(statement):
            if not wanted and not statement.effects.outside & _FELT:
                self.optional.add(statement.number)
            self._keep(statement)

    def leave_out(self, timed: Statement) -> None:
        """Raise where code that is only measured does what is felt below."""
        found = timed.effects
        wanted = (found.may_bind | found.mutates) & self.live
        if timed.role is not Role.SKIP and (wanted or self._acts(timed)):
            raise measured(timed, wanted)

    def _acts(self, statement: Statement) -> bool:
        """Whether it does something besides binding names that is felt below."""
        outside = statement.effects.outside
        if not self.kept:
            return False
        if statement.kind == "definition":
            return "registers" in outside
        #   np.random.rand(3)      shifts what is drawn below, where a seed makes that matter
        random = outside & {"draw", "seed"} or ("may draw" in outside and statement.group >= 0)
        if random and self.seeded and (self.draws or (self.may_draw and statement.group >= 0)):
            return True
        if "seed" in outside and self.may_draw and not outside & {"draw", "may draw"}:
            return True
        if (
            "settings" in outside
            or "folder" in outside
            or ("printing settings" in outside and self.texts)
        ):
            return True
        if "warning filter" in outside and self.warned:
            return True
        if "log settings" in outside and statement.effects.reads & self.live:
            return True
        if "writes" in outside and statement.files & self.files:
            return True
        return self.pictures and "draws pictures" in outside

    def _keep(self, statement: Statement) -> None:
        found = statement.effects
        self.kept.append(statement.number)
        self.draws = self.draws or "draw" in found.outside
        self.may_draw = self.may_draw or "may draw" in found.outside
        self.pictures = self.pictures or "draws pictures" in found.outside
        self.texts = self.texts or _makes_texts(statement.code)
        self.files |= statement.files
        self.live -= found.binds - found.mutates
        late = found.late if statement.kind != "definition" else frozenset()
        self.live |= self.closure(found.reads | (found.mutates & self.live) | late)
        self.live |= self.patched


#   "%s" % df      f"{df}"      np.array2string(a)
_TEXTS = re.compile(
    r"\b(str|repr|format\w*|to_(string|html|markdown|latex)|array2string|array_(str|repr)|join)\b"
    r"|\b[fF][rR]?['\"]|['\"]\s*%"
)


def _takes_warnings(code: str) -> bool:
    #   warnings.showwarning = keep      with warnings.catch_warnings(record=True) as caught:
    return any(word in code for word in ("showwarning", "captureWarnings", "record=True"))


@remembered
def _makes_texts(code: str) -> bool:
    #   table = str(df)      depends on how pandas was told to print
    return bool(_TEXTS.search(code))
