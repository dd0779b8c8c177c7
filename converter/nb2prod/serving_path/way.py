"""Finds the way of one raw row: observe the statements, draft, rehearse; each step by a callable that runs the guest."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..model.flow import Effects
from ..model.replay import Draft, Rehearsal, Site, Step
from ..syntax import lift, without_pass
from .draft import FROZEN, Drafting, NoWay, draft
from ..positions import changed

Ask = Callable[[str, Mapping[str, Any]], dict[str, Any]]
EffectsOf = Callable[[ast.stmt], Effects]


@dataclass(frozen=True, slots=True)
class Question:
    """All that is needed to look for the way of one raw row."""

    root: str  # the loaded table
    target: str  # the table that predict takes
    steps: Sequence[Step]
    setup: Sequence[str]  # imports and definitions as the notebook has them
    serve_setup: Sequence[str]  # the same, with functions that take data as arguments
    boundaries: Sequence[Path]
    parameters: Mapping[str, str]  # name -> source
    lifted: Mapping[str, Sequence[str]]
    late: Mapping[str, frozenset[str]]  # definition -> globals that its body reads
    taken: frozenset[str]
    bound_often: frozenset[str]
    predict: Sequence[str]
    predict_boundaries: Sequence[Path]
    prediction: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """The draft and what rehearsing it showed; no draft where none could be made."""

    draft: Draft | None
    rehearsal: Rehearsal
    expression: str = ""


def find_way(question: Question, ask: Ask, effects_of: EffectsOf) -> Outcome:
    """The way of one raw row, rehearsed on rows of the table; or the expression that stopped it."""
    seen = ask("colours", _observing(question))
    stopped = _stopped(question, seen)
    if stopped is not None:
        return stopped
    sites = _sites(seen["sites"])
    try:
        drafted = draft(
            question.steps, sites, seen["colours"], frozenset(question.parameters), question.taken, question.bound_often
        )
        drafted = _finished(drafted, question, seen["colours"], effects_of)
    except NoWay as no:
        return Outcome(None, Rehearsal(False, no.why, no.step), no.expression)
    except SyntaxError as error:
        return Outcome(None, Rehearsal(False, f"no rule gives running code here ({error.msg})"))
    told = ask("rehearse", _rehearsing(question, drafted, seen["target_rows"], effects_of))
    rehearsal = Rehearsal(
        ok=bool(told.get("ok")),
        reason=_reason(told),
        step=told.get("step"),
        rows=told.get("rows", 0),
        used=tuple(told.get("used", ())),
        features=tuple(told.get("features", ())),
        all_columns=bool(told.get("all_columns")),
        by_label=bool(told.get("by_label")),
        types=told.get("types", {}),
        target_rows=tuple(seen["target_rows"]),
    )
    expression = ""
    big = next((item for item in drafted.learnt if item.name == told.get("learnt")), None)
    if big is not None:
        return Outcome(drafted, replace(rehearsal, step=big.step), " ".join(big.text.split()))
    if not rehearsal.ok and rehearsal.step is not None:
        expression = _suspect(sites.get(rehearsal.step, ()), question.steps[rehearsal.step])
    return Outcome(drafted, rehearsal, expression)


def _observing(question: Question) -> dict[str, Any]:
    return {
        "root": question.root,
        "target": question.target,
        "setup": [*question.setup, *(f"{name} = {source}" for name, source in question.parameters.items())],
        "boundaries": [str(path) for path in question.boundaries],
        "statements": [step.code for step in question.steps],
        "late": {name: sorted(names) for name, names in question.late.items()},
        "names": sorted({n for step in question.steps for n in _names(step.code)} | set(question.taken)),
        "folder": str(question.folder),
    }


def _names(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _stopped(question: Question, seen: Mapping[str, Any]) -> Outcome | None:
    error = seen.get("error")
    if error:
        step = error.get("statement")
        expression = question.steps[step].code.splitlines()[0] if step is not None else ""
        return Outcome(None, Rehearsal(False, f"the statement fails when it is watched: {error['text']}", step), expression)
    if not seen.get("target_rows"):
        return Outcome(
            None, Rehearsal(False, f"the rows of `{question.target}` cannot be followed back to the rows of `{question.root}`")
        )
    return None


def _sites(told: Sequence[Mapping[str, Any]]) -> dict[int, list[Site]]:
    found: dict[int, list[Site]] = {}
    for item in told:
        colours = item.get("colours", ["const"])
        rows = set(colours) - {"const"}
        colour = colours[0] if len(colours) == 1 else ("mixed" if len(rows) > 1 else rows.pop())
        found.setdefault(item["statement"], []).append(
            Site(
                step=item["statement"], kind=item["kind"], start=tuple(item["start"]), end=tuple(item["end"]),
                parent=item["parent"], children=tuple(item["children"]), colour=colour, method=item["method"],
                name=item["name"], arguments=tuple(item.get("arguments", ())), loop=tuple(item["loop"]),
                selects=bool(item.get("selects")), halves=bool(item.get("halves")),
                levels=tuple(item.get("levels") or ()), rows=item.get("length"),
            )
        )  # fmt: skip
    return found


def _finished(drafted: Draft, question: Question, colours: Mapping[str, str], effects_of: EffectsOf) -> Draft:
    """The draft with functions called as they will stand, and without what the target does not need."""
    data = {name for names in question.lifted.values() for name in names}
    serve = []
    learnt = {item.name: item for item in drafted.learnt}
    for number, text in drafted.serve:
        step = question.steps[number]
        lifted = lift(text, question.lifted, prefix=f"{FROZEN}.")
        if lifted != text:
            for name in sorted(data):
                if f"{FROZEN}.{name}" in lifted and name not in learnt:
                    if colours.get(name) in ("row", "lazy"):
                        raise NoWay(number, text.splitlines()[0], f"a function in it reads the table `{name}`")
                    learnt[name] = _by_name(name, step, number)
        text, more = _definition(lifted, question, colours)
        for name in more:
            learnt.setdefault(name, _by_name(name, step, number))
        serve.append((number, without_pass(text)))
    needed = _needed(serve, question.target, effects_of)
    used = "\n".join(text for _, text in needed)
    kept = tuple(item for item in learnt.values() if f"{FROZEN}.{item.name}" in used)
    dropped = {item.name for item in learnt.values()} - {item.name for item in kept}
    edits = tuple(e for e in drafted.edits if e.step in {n for n, _ in needed} or not dropped)
    return replace(drafted, serve=tuple(needed), learnt=kept, edits=edits)


def _by_name(name: str, step: Step, number: int) -> Any:
    from ..model.replay import Learnt

    return Learnt(name, name, step.place, number, False)


def _definition(text: str, question: Question, colours: Mapping[str, str]) -> tuple[str, list[str]]:
    """A nested function whose body reads learnt values: it reads the saved ones."""
    tree = ast.parse(text)
    if not tree.body or not isinstance(tree.body[0], ast.FunctionDef):
        return text, []
    node = tree.body[0]
    own = {a.arg for a in ast.walk(node) if isinstance(a, ast.arg)}
    own |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    found = []
    spans = []
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and part.id not in own:
            if colours.get(part.id) == "agg" or part.id in question.parameters:
                found.append(part.id)
                end = (part.end_lineno or 0, part.end_col_offset or 0)
                spans.append(((part.lineno, part.col_offset), end, f"{FROZEN}.{part.id}"))
    return changed(text, spans), sorted(set(found))


def _needed(serve: Sequence[tuple[int, str]], target: str, effects_of: EffectsOf) -> list[tuple[int, str]]:
    live = {target}
    kept: list[tuple[int, str]] = []
    for number, text in reversed(serve):
        lines = []
        for node in reversed(ast.parse(text).body):
            found = effects_of(node)
            made = found.binds | found.may_bind | found.mutates | found.uncertain
            if not made & live:
                continue
            if not (found.mutates | found.uncertain) & live:
                live -= found.binds
            live |= found.reads | found.late
            start = node.lineno
            lines.append("\n".join(text.splitlines()[start - 1 : node.end_lineno]))
        if lines:
            kept.append((number, "\n".join(reversed(lines))))
    return list(reversed(kept))


def _rehearsing(
    question: Question, drafted: Draft, target_rows: Sequence[int], effects_of: EffectsOf
) -> dict[str, Any]:
    return {
        "root": question.root,
        "target": question.target,
        "target_rows": list(target_rows),
        "setup": [*question.setup, *(f"{name} = {source}" for name, source in question.parameters.items())],
        "serve_setup": list(question.serve_setup),
        "parameters": sorted(question.parameters),
        "boundaries": [str(path) for path in question.boundaries],
        "fit": edited(question.steps, drafted),
        "bound": [sorted(_bound(step.code, effects_of)) for step in question.steps],
        "learnt": [item.name for item in drafted.learnt],
        "serve": [[number, text] for number, text in drafted.serve],
        "predict": list(question.predict),
        "predict_boundaries": [str(path) for path in question.predict_boundaries],
        "prediction": question.prediction,
        "folder": str(question.folder),
    }


def _bound(code: str, effects_of: EffectsOf) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(code).body:
        found = effects_of(node)
        names |= found.binds | found.may_bind | found.mutates
    return names


def edited(steps: Sequence[Step], drafted: Draft) -> list[str]:
    """The notebook's statements with names for what is learnt."""
    return [
        changed(step.code, [(e.start, e.end, e.text) for e in drafted.edits if e.step == number])
        for number, step in enumerate(steps)
    ]


def _reason(told: Mapping[str, Any]) -> str:
    error = told.get("error")
    if error:
        return f"the rehearsal ended: {error.get('text')}"
    return str(told.get("reason", ""))


_CROSSING = frozenset(
    """shift diff pct_change cumsum cumprod cummax cummin cumcount rank rolling expanding ewm ffill bfill
    interpolate qcut cut factorize duplicated ngroup transform resample""".split()
)


def _suspect(sites: Sequence[Site], step: Step) -> str:
    """The expression of a step that most probably needs other rows: the innermost call known to, else the statement."""
    from ..positions import segment

    crossing = [s for s in sites if s.method in _CROSSING]
    if crossing:
        whole = max(crossing, key=lambda s: (s.end[0] - s.start[0], s.end[1] - s.start[1]))
        return " ".join(segment(step.code, whole.start, whole.end).split())
    return step.code.splitlines()[0]


__all__ = ["Drafting", "Outcome", "Question", "edited", "find_way"]
