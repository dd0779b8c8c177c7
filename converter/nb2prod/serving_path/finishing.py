"""A draft made ready: functions are called as they will stand, and only what is needed stays."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model.replay import Draft, Learnt
from ..positions import Position, changed
from ..syntax import lift, without_pass
from .drafting import FROZEN, OF_ROWS, NoWay
from .question import EffectsOf, Question


def finished(
    drafted: Draft, question: Question, colours: Mapping[str, str], effects_of: EffectsOf
) -> Draft:
    """The draft without what the target does not need; raises NoWay for a function of a table."""
    learnt = {item.name: item for item in drafted.learnt}
    serve = []
    for number, text in drafted.serve:
        step = question.steps[number]
        called, passed = _with_arguments(text, number, question, colours)
        read, inside = _definition(called, question, colours)
        for name in (*passed, *inside):
            learnt.setdefault(name, Learnt(name, name, step.place, number, False))
        serve.append((number, without_pass(read)))
    needed = _needed(serve, question.target, effects_of)
    used = "\n".join(text for _, text in needed)
    kept = tuple(item for item in learnt.values() if f"{FROZEN}.{item.name}" in used)
    steps = {number for number, _ in needed}
    edits = tuple(e for e in drafted.edits if e.step in steps or len(kept) == len(learnt))
    return replace(drafted, serve=tuple(needed), learnt=kept, edits=edits)


def _with_arguments(
    text: str, number: int, question: Question, colours: Mapping[str, str]
) -> tuple[str, list[str]]:
    """The text with `f(x)` as `f(x, limit=frozen.limit)`, and the learnt names that it passes."""
    lifted = lift(text, question.lifted, prefix=f"{FROZEN}.")
    if lifted == text:
        return text, []
    data = sorted({name for names in question.lifted.values() for name in names})
    passed = [name for name in data if f"{FROZEN}.{name}" in lifted]
    for name in passed:
        if colours.get(name) in OF_ROWS:
            why = f"a function in it reads the table `{name}`"
            raise NoWay(number, text.splitlines()[0], why)
    return lifted, passed


def _definition(text: str, question: Question, colours: Mapping[str, str]) -> tuple[str, list[str]]:
    """A function defined on the way, whose body reads the saved values."""
    tree = ast.parse(text)
    if not tree.body or not isinstance(tree.body[0], ast.FunctionDef):
        return text, []
    node = tree.body[0]
    own = {a.arg for a in ast.walk(node) if isinstance(a, ast.arg)}
    named = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
    own |= {part.id for part in named if isinstance(part.ctx, ast.Store)}
    found: list[str] = []
    spans: list[tuple[Position, Position, str]] = []
    for part in named:
        learnt = colours.get(part.id) == "agg" or part.id in question.parameters
        if learnt and part.id not in own and isinstance(part.ctx, ast.Load):
            found.append(part.id)
            end = (part.end_lineno or 0, part.end_col_offset or 0)
            spans.append(((part.lineno, part.col_offset), end, f"{FROZEN}.{part.id}"))
    return changed(text, spans), sorted(set(found))


def _needed(
    serve: Sequence[tuple[int, str]], target: str, effects_of: EffectsOf
) -> list[tuple[int, str]]:
    """The statements that the target depends on, found from the last to the first."""
    lines = [(number, line) for number, text in serve for line in _statements(text)]
    told = [effects_of(node) for _, (node, _) in lines]
    same = [pair for found in told for pair in found.aliases]
    live = {target}
    kept: dict[int, list[str]] = {}
    for (number, (_, text)), found in reversed(list(zip(lines, told, strict=True))):
        changed_here = _with_aliases(found.mutates | found.uncertain, same)
        if not (found.binds | found.may_bind | changed_here) & live:
            continue
        if not changed_here & live:
            live -= found.binds
        live |= found.reads | found.late
        kept.setdefault(number, []).insert(0, text)
    return [(number, "\n".join(kept[number])) for number in sorted(kept)]


def _statements(text: str) -> list[tuple[ast.stmt, str]]:
    lines = text.split("\n")
    body = ast.parse(text).body
    return [(node, "\n".join(lines[node.lineno - 1 : node.end_lineno])) for node in body]


def _with_aliases(names: frozenset[str], same: Sequence[tuple[str, str]]) -> set[str]:
    """The names, and those whose objects they may be or hold."""
    #   tables = [train, test]
    #   for table in tables:
    #       table["a"] = 0             changes `test`
    found = set(names)
    while more := {old for new, old in same if new in found} - found:
        found |= more
    return found
