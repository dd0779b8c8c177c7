"""Finds the way of one raw row: observe the statements, draft, rehearse."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..model.replay import Draft, Rehearsal, Site
from .draft import draft
from .drafting import FROZEN, NoWay
from .finishing import finished
from .question import Ask, EffectsOf, Question, changed_in, observing, rehearsing
from .seen import sites_of
from .suspect import label_step, suspect


@dataclass(frozen=True, slots=True)
class Outcome:
    """The draft and what rehearsing it showed; no draft where none could be made."""

    draft: Draft | None
    rehearsal: Rehearsal
    expression: str = ""
    followed: bool = True  # the target's rows are rows of the root


def find_way(question: Question, ask: Ask, effects_of: EffectsOf) -> Outcome:
    """The way of one raw row, rehearsed on rows of the table; or the expression that stopped it."""
    seen = ask("colours", observing(question))
    stopped = _stopped(question, seen)
    if stopped is not None:
        return stopped
    sites = sites_of(seen["sites"])
    try:
        drafted = _drafted(question, sites, seen["colours"], effects_of)
    except NoWay as no:
        return Outcome(None, Rehearsal(False, no.why, no.step), no.expression)
    except SyntaxError as error:
        return _nothing(f"no rule gives running code here ({error.msg})")
    told = ask("rehearse", rehearsing(question, drafted, seen["target_rows"], effects_of))
    return _judged(question, drafted, sites, told, seen["target_rows"])


def _drafted(
    question: Question,
    sites: Mapping[int, Sequence[Site]],
    colours: Mapping[str, str],
    effects_of: EffectsOf,
) -> Draft:
    settings = frozenset(question.parameters)
    changes = changed_in(question.steps, effects_of)
    drafted = draft(
        question.steps, sites, colours, settings, question.taken, changes, question.root
    )
    return finished(drafted, question, colours, effects_of)


def _stopped(question: Question, seen: Mapping[str, Any]) -> Outcome | None:
    """Why nothing can be drafted: a statement failed, or the target's rows are not known."""
    error = seen.get("error")
    if error:
        step = error.get("statement")
        line = question.steps[step].code.splitlines()[0] if step is not None else ""
        why = f"the statement fails when it is watched: {error['text']}"
        return Outcome(None, Rehearsal(False, why, step), line)
    if not seen.get("target_rows"):
        target, root = question.target, question.root
        why = f"the rows of `{target}` cannot be followed back to the rows of `{root}`"
        return replace(_nothing(why), followed=False)
    return None


def _nothing(why: str) -> Outcome:
    return Outcome(None, Rehearsal(False, why))


def _judged(
    question: Question,
    drafted: Draft,
    sites: Mapping[int, Sequence[Site]],
    told: Mapping[str, Any],
    target_rows: Sequence[int],
) -> Outcome:
    rehearsal = _rehearsal(told, target_rows)
    drafted = _without(drafted, told.get("dead", ()))
    big = next((item for item in drafted.learnt if item.name == told.get("learnt")), None)
    if big is not None:
        return Outcome(drafted, replace(rehearsal, step=big.step), " ".join(big.text.split()))
    if rehearsal.ok and question.label in rehearsal.used:
        why = f"it is made of the label `{question.label}`, which no request has"
        number = label_step(question.steps, question.label or "")
        line = question.steps[number].code.splitlines()[0] if number is not None else ""
        return Outcome(drafted, replace(rehearsal, ok=False, reason=why, step=number), line)
    if rehearsal.ok or rehearsal.step is None:
        return Outcome(drafted, rehearsal)
    step = question.steps[rehearsal.step]
    return Outcome(drafted, rehearsal, suspect(sites.get(rehearsal.step, ()), step))


def _without(drafted: Draft, dead: Collection[int]) -> Draft:
    """The draft without serving statements that no answer depends on."""
    serve = tuple(item for at, item in enumerate(drafted.serve) if at not in dead)
    text = "\n".join(line for _, line in serve)
    learnt = tuple(item for item in drafted.learnt if f"{FROZEN}.{item.name}" in text)
    return replace(drafted, serve=serve, learnt=learnt)


def _rehearsal(told: Mapping[str, Any], target_rows: Sequence[int]) -> Rehearsal:
    error = told.get("error")
    reason = f"the rehearsal ended: {error.get('text')}" if error else str(told.get("reason", ""))
    return Rehearsal(
        ok=bool(told.get("ok")),
        reason=reason,
        step=told.get("step"),
        rows=told.get("rows", 0),
        used=tuple(told.get("used", ())),
        features=tuple(told.get("features", ())),
        all_columns=bool(told.get("all_columns")),
        by_label=bool(told.get("by_label")),
        text_blanks=bool(told.get("text_blanks")),
        integer_columns=bool(told.get("integer_columns")),
        types=told.get("types", {}),
        target_rows=tuple(target_rows),
        left_out=tuple(told.get("left_out", ())),
        choices=tuple(told.get("choices", ())),
    )
