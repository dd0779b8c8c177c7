"""How two fitted models differ: in parameters, in what they learnt, else in what they answer."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from .differences import Compare, Difference, NotComparable, first_difference, shown, type_name

_FEW = 50  # entries of a container that is looked into for tables
ANSWERS = ("predict_proba", "decision_function", "transform", "predict")
# wall clock: it differs between two equal fits
_TIMINGS = ("refit_time_", "_sklearn_version", "_sklearn_output_config")


def is_estimator(value: Any) -> bool:
    """True for what has parameters and can be fitted, in the manner of scikit-learn."""
    return (
        not isinstance(value, type)
        and callable(getattr(value, "get_params", None))
        and callable(getattr(value, "fit", None))
    )


def estimator_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """
    Parameters, then what was learnt.

    What a model keeps in private attributes decides only where no captured rows can be asked.
    """
    if type_name(expected) != type_name(actual):
        return Difference(f"a {type_name(actual)} instead of a {type_name(expected)}")
    found = _parameters_difference(expected, actual, compare)
    if found is not None:
        return found
    states = _state(expected), _state(actual)
    for name in _addresses(actual):
        for state in states:
            state.pop(name, None)
    learnt = [
        {name: value for name, value in state.items() if _is_learnt(name)} for state in states
    ]
    doubt: Difference | NotComparable | None = None
    try:
        found = attributes_difference(learnt[0], learnt[1], compare)
        if found is None:
            hidden = attributes_difference(states[0], states[1], compare)
            if hidden is None:
                return None
            doubt = hidden
    except NotComparable as error:
        doubt = error
    if found is not None:
        return found
    asked, found = answers_difference(expected, actual, compare)
    if asked or not isinstance(doubt, Difference):
        if not asked and isinstance(doubt, NotComparable):
            raise doubt
        return found
    return doubt


def answers_difference(
    expected: Any, actual: Any, compare: Compare
) -> tuple[bool, Difference | None]:
    """Whether both models could be asked about captured rows, and how their answers differ."""
    asked = False
    for rows in compare.probes:
        for name in ANSWERS:
            ask = getattr(expected, name, None)
            if not callable(ask):
                continue
            try:
                answer = ask(rows)
            except Exception:
                continue  # these rows are not this model's input
            try:
                other = getattr(actual, name)(rows)
            except Exception as error:
                return True, Difference(f"{name}: {type(error).__name__}: {error}")
            asked = True
            found = compare(answer, other)
            if found is not None:
                return True, found.at(name)
    return asked, None


def booster_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    """How two boosters of LightGBM or XGBoost differ, told by the models they write."""
    one, two = _written(expected), _written(actual)
    if one == two:
        return None
    for at, (left, right) in enumerate(zip(one, two, strict=False)):
        if left != right:
            return Difference(f"the written models differ at line {at + 1}: {left} vs {right}")
    return Difference(f"the written model has {len(two):,} lines instead of {len(one):,}")


def is_booster(value: Any) -> bool:
    """True for the raw boosters of LightGBM and XGBoost."""
    return type(value).__name__ == "Booster" and type(value).__module__.partition(".")[0] in (
        "lightgbm",
        "xgboost",
    )


def _written(booster: Any) -> list[str]:
    if hasattr(booster, "model_to_string"):
        text: str = booster.model_to_string(num_iteration=-1)
        # the parameters at the end name threads and files, the trees stand before
        return [shown(line) if len(line) > 4000 else line for line in text.splitlines()]
    raw: list[str] = (
        booster.save_raw(raw_format="json")
        .decode("utf-8", "replace")
        .replace(",", ",\n")
        .split("\n")
    )
    return raw


def attributes_difference(
    expected: Mapping[str, Any], actual: Mapping[str, Any], compare: Compare
) -> Difference | None:
    """The first attribute that is missing, new or different."""
    for name in expected:
        if name not in actual:
            return Difference(f"`{name}` is missing")
    for name in actual:
        if name not in expected:
            return Difference(f"`{name}` is new")
    return first_difference(
        (f"`{name}`", partial(compare, value, actual[name]))
        for name, value in sorted(expected.items())
        if name not in _TIMINGS
    )


def _parameters_difference(expected: Any, actual: Any, compare: Compare) -> Difference | None:
    found = attributes_difference(
        expected.get_params(deep=False), actual.get_params(deep=False), compare
    )
    return found.at("parameters") if found else None


def _state(estimator: Any) -> dict[str, Any]:
    """The attributes that do not repeat the parameters."""
    parameters = set(estimator.get_params(deep=False))
    state = getattr(estimator, "__dict__", {})
    return {
        name: _without_timings(name, value)
        for name, value in state.items()
        if name not in parameters
    }


def _addresses(estimator: Any) -> list[str]:
    """The attributes that hold where another attribute lies in memory: no content, no two alike."""
    #   CountVectorizer, once it was asked:  _stop_words_id = id(self.stop_words)
    state = getattr(estimator, "__dict__", {})
    places = {id(value) for value in state.values()}
    return [name for name, value in state.items() if type(value) is int and value in places]


def _is_learnt(name: str) -> bool:
    return name.endswith("_") and not name.startswith("_")


def _without_timings(name: str, value: Any) -> Any:
    """A search's results without the seconds that its fits took."""
    if name == "cv_results_" and isinstance(value, Mapping):
        return {key: item for key, item in value.items() if not key.endswith("_time")}
    return value


def _laid_open(values: Iterable[Any]) -> Iterator[Any]:
    """The values, and what lies in containers among them: data = sm.datasets.star98.load()."""
    for value in values:
        yield value
        held = value.values() if isinstance(value, Mapping) else value
        if isinstance(value, Mapping | list | tuple) and len(value) <= _FEW:
            yield from held


def captured_rows(values: Iterable[Any], most: int = 200) -> tuple[Any, ...]:
    """The tables and arrays among captured values, cut to a few rows: what to ask a model about."""
    found = []
    for value in _laid_open(values):
        kind = type(value).__name__
        if kind == "DataFrame":
            found.append(value.iloc[:most])
        elif kind == "ndarray" and value.ndim in (1, 2):
            found.append(value[:most])
        elif kind == "Series":
            found.append(value.iloc[:most])
    return tuple(found)
