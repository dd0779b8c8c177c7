"""Which model the notebook is about: the statement that fits it, and the one that asks it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..model.flow import Statement
from ..model.notebook import Role
from .signs import Ask, Signs


@dataclass(frozen=True, slots=True)
class Target:
    """The model to serve; statements by number."""

    fit: int | None
    ask: int | None
    models: frozenset[str]  # the names that hold it when it is asked
    rivals: int  # how many other models are fitted


@dataclass(frozen=True, slots=True)
class _Question:
    """An answer asked of a fitted model."""

    number: int
    fit: int
    ask: Ask
    bound: bool
    fresh: bool  # on other rows than those it learnt from
    repeated: bool


def target_of(statements: Sequence[Statement], signs: Sequence[Signs]) -> Target:
    """The model that the notebook ends with, as far as the text tells."""
    fits = [n for n, sign in enumerate(signs) if sign.fits]
    asked = frozenset(name for sign in signs for ask in sign.asks for name in ask.models)
    real = [n for n in fits if _is_model(n, signs, asked)]
    questions = _questions(statements, signs)
    chosen = _chosen(questions, statements, signs)
    if chosen is None:
        return _without_question(real, statements, signs)
    return Target(chosen.fit, chosen.number, chosen.ask.models, max(len(set(real)) - 1, 0))


def _is_model(number: int, signs: Sequence[Signs], asked: frozenset[str]) -> bool:
    return any(fit.labelled or fit.models & asked for fit in signs[number].fits)


def _questions(statements: Sequence[Statement], signs: Sequence[Signs]) -> list[_Question]:
    """Each question with the fit that its model had last."""
    fitted: dict[str, int] = {}
    found = []
    for number, (statement, sign) in enumerate(zip(statements, signs, strict=True)):
        for fit in sign.fits:
            fitted.update(dict.fromkeys(fit.models, number))
        for ask in sign.asks:
            holders = [fitted[name] for name in sorted(ask.models) if name in fitted]
            if holders:
                found.append(_question(number, max(holders), ask, statement, signs))
        if not sign.fits:
            _rename(statement, fitted)
    return found


def _rename(statement: Statement, fitted: dict[str, int]) -> None:
    #   final_model = grid_search.best_estimator_       fitted where the search was
    #   model = RandomForestClassifier()                a new one, not fitted
    sources = [fitted[name] for name in sorted(statement.effects.reads) if name in fitted]
    for name in statement.effects.binds:
        if sources:
            fitted[name] = max(sources)
        else:
            fitted.pop(name, None)


def _question(
    number: int, fit: int, ask: Ask, statement: Statement, signs: Sequence[Signs]
) -> _Question:
    learnt = frozenset(name for made in signs[fit].fits for name in made.given)
    return _Question(
        number,
        fit,
        ask,
        bool(statement.effects.binds),
        not (ask.given - ask.models) or not ask.given - ask.models <= learnt,
        signs[number].repeated or signs[fit].repeated,
    )


def _chosen(
    questions: Sequence[_Question], statements: Sequence[Statement], signs: Sequence[Signs]
) -> _Question | None:
    tagged = [q for q in questions if statements[q.number].role is Role.PREDICT]
    trained = [q for q in questions if statements[q.fit].role is Role.TRAIN]
    single = [q for q in questions if not q.repeated]
    pool = tagged or trained or single
    if not pool:
        return None
    wanted = _kept_model(pool, statements, signs)
    same = [q for q in pool if q.fit == wanted]
    return max(same, key=_worth)


def _worth(question: _Question) -> tuple[bool, bool, bool, bool, int]:
    #   y_pred = model.predict(X_test)        the last one that is kept, on rows that are new
    #   model.predict([[2, 1, 0]])            the first one that is only shown
    rows = bool(question.ask.given - question.ask.models)
    kept = question.bound
    plain = question.ask.method == "predict"
    return (kept, question.fresh, rows, kept or plain, question.number * (1 if kept else -1))


def _kept_model(
    pool: Sequence[_Question], statements: Sequence[Statement], signs: Sequence[Signs]
) -> int:
    """The fit of the model that the notebook saves, or whose answers it hands in, or asks last."""
    #   pickle.dump((dv, lr), file)        lr, as it was fitted last
    #   forest.fit(X, y); joblib.dump(forest, ...)      fitted anew: the one asked before
    fitted: dict[str, int] = {}
    answers: dict[str, int] = {}
    asked = {question.number: question.fit for question in pool}
    found = pool[-1].fit
    for number, (statement, sign) in enumerate(zip(statements, signs, strict=True)):
        for name in sorted(sign.saves & fitted.keys()):
            same = [q.fit for q in pool if q.number < number and name in q.ask.models]
            found = fitted[name] if fitted[name] in asked.values() else (same or [found])[-1]
        for fit in sign.fits:
            fitted.update(dict.fromkeys(fit.models, number))
        effects = statement.effects
        used = [answers[name] for name in sorted(effects.reads) if name in answers]
        if number in asked:
            answers.update(dict.fromkeys(effects.binds, asked[number]))
        elif used and sign.writes_table:
            found = used[-1]
        elif used:
            answers.update(dict.fromkeys(effects.binds, used[-1]))
    return found


def _without_question(
    fits: Sequence[int], statements: Sequence[Statement], signs: Sequence[Signs]
) -> Target:
    tagged = [n for n in fits if statements[n].role is Role.TRAIN]
    single = [n for n in fits if not signs[n].repeated]
    pool = tagged or single or list(fits)
    if not pool:
        return Target(None, None, frozenset(), 0)
    models = frozenset(name for fit in signs[pool[-1]].fits for name in fit.models)
    return Target(pool[-1], None, models, len(set(fits)) - 1)
