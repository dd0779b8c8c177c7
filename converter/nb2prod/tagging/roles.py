"""The role of each statement that the notebook's prediction needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model.flow import Statement
from ..model.notebook import Role
from .needs import derived, from_data, late_names, needed
from .signs import Signs
from .target import Target


@dataclass(frozen=True, slots=True)
class Roles:
    """What was found out about the notebook as a whole."""

    target: Target
    of: Mapping[int, Role]  # statement number -> role; those that nothing needs are absent
    data: frozenset[int]  # statements whose values depend on the data


def roles_of(statements: Sequence[Statement], signs: Sequence[Signs], target: Target) -> Roles:
    """The roles, from the model backwards."""
    late = late_names(statements)
    asks = _same_model(signs, target)
    measured = _measured(statements, signs, target, asks)
    ends = {n for n in (target.fit, target.ask) if n is not None} or _last_results(
        statements, signs
    )
    core = needed(statements, signs, ends, late)
    kept = needed(statements, signs, ends | measured, late)
    data = from_data(statements, signs)
    answers = derived(statements, signs, asks)
    asked = frozenset(name for sign in signs for ask in sign.asks for name in ask.models)
    found: dict[int, Role] = {}
    readers: dict[str, set[Role]] = {}  # the roles of the later statements that read a name
    for number in sorted(kept, reverse=True):
        statement, effects = statements[number], statements[number].effects
        if statement.kind in ("import", "definition"):
            continue
        if number == target.ask:
            found[number] = Role.PREDICT
        elif number in asks and number not in core:
            found[number] = Role.PREDICT if _fresh(signs, target, number) else Role.EVALUATE
        elif signs[number].reads_data:
            found[number] = Role.LOAD
        elif number in measured or (number in answers and number not in core):
            found[number] = Role.EVALUATE
        else:
            made = effects.binds | effects.may_bind | effects.mutates
            later = {role for name in made for role in readers.get(name, ())}
            trains = number == target.fit or any(
                fit.labelled and fit.models & asked for fit in signs[number].fits
            )
            if trains or number in data:
                found[number] = Role.TRAIN if trains or made & target.models else Role.PREP
            else:
                #   forest = RandomForestClassifier()      read by the fit alone: train
                #   numerical = ["age", "income"]          read by what prepares: prep
                found[number] = _first(later)
        for name in effects.reads | effects.late:
            readers.setdefault(name, set()).add(found[number])
    return Roles(target, found, data)


def _same_model(signs: Sequence[Signs], target: Target) -> frozenset[int]:
    """The statements that ask the model as it was fitted, the chosen one among them."""
    if target.ask is None or target.fit is None:
        return frozenset()
    refits = [
        n
        for n, sign in enumerate(signs)
        if n > target.fit and any(fit.models & target.models for fit in sign.fits)
    ]
    end = next((n for n in refits if n > target.ask), len(signs))
    return frozenset(
        n
        for n in range(target.fit, end)
        if any(ask.models & target.models for ask in signs[n].asks)
    ) | {target.ask}


def _fresh(signs: Sequence[Signs], target: Target, number: int) -> bool:
    learnt = {name for fit in signs[target.fit or 0].fits for name in fit.given}
    return any(not ask.given - ask.models <= learnt for ask in signs[number].asks)


def _measured(
    statements: Sequence[Statement], signs: Sequence[Signs], target: Target, asks: frozenset[int]
) -> frozenset[int]:
    """The statements that say how good the model's answers are."""
    #   accuracy_score(y_test, y_pred)       y_pred is an answer
    #   model.score(X_test, y_test)          the model itself
    if target.fit is None:
        return frozenset()
    answers = derived(statements, signs, asks)
    found: set[int] = set()
    crossed: set[int] = set()
    models = set(target.models)
    for number in range(target.fit, len(statements)):
        statement, sign = statements[number], signs[number]
        if number > target.fit and sign.fits and models & {n for f in sign.fits for n in f.models}:
            break
        if number in asks or number == target.fit or sign.fits or sign.repeated:
            continue
        if sign.crosses:
            crossed |= {number} if statement.effects.reads & models else set()
        elif (sign.measures and statement.effects.reads & models) or (
            number in answers and _compares(statement, sign)
        ):
            found.add(number)
    found = found or crossed
    return frozenset(found | _side_by_side(statements, signs, answers, found))


def _side_by_side(
    statements: Sequence[Statement],
    signs: Sequence[Signs],
    answers: frozenset[int],
    measured: set[int],
) -> set[int]:
    """The statements that put answers beside the truth, which another one measures them by."""
    #   mean_squared_error(y_test, y_pred)
    #   pd.DataFrame({"actual": y_test, "predicted": y_pred})
    truth = {name for n in measured for name in statements[n].effects.reads}
    made = {name for n in answers for name in statements[n].effects.binds}
    return {
        n
        for n in answers
        if signs[n].tables
        and not (signs[n].writes_table or signs[n].fits or statements[n].display_only)
        and len(statements[n].effects.reads & (truth - made)) > 1
    }


def _compares(statement: Statement, sign: Signs) -> bool:
    if sign.writes_table or statement.display_only:
        return False
    return sign.measures or any(f"){mean}" in statement.code for mean in (".mean()", ".sum()"))


def _last_results(statements: Sequence[Statement], signs: Sequence[Signs]) -> set[int]:
    """Where there is no model: the last table that is written, else the last one that is made."""
    data = from_data(statements, signs)
    written = [n for n, sign in enumerate(signs) if sign.writes_table and n in data]
    if written:
        return {written[-1]}
    made = [
        n
        for n in sorted(data)
        if (statements[n].effects.binds or statements[n].effects.mutates)
        and not statements[n].display_only
        and not signs[n].repeated
    ]
    return {made[-1]} if made else set()


def _first(readers: Iterable[Role]) -> Role:
    order = (Role.PREP, Role.TRAIN, Role.LOAD, Role.PREDICT, Role.EVALUATE)
    given = set(readers)
    return next((role for role in order if role in given), Role.PREP)
