"""
Runs the project's functions on what was captured in the notebook, and compares what comes out.

`python start.py verify request.json` with the project's interpreter; answers go to a file.
"""

import json
import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .answers import NOT_CHECKED, PROVEN, REFUTED, Answer, Answers
from .boundary import captured, function_named, set_random, told
from .calls import Wrong, call_once, failure, field_of
from .clock import later
from .equality import NotComparable, compare
from .equality_models import captured_rows
from .independence import verify_independence
from .registered import verify_registered
from .sampled import compare_value, with_samples
from .settings import verify_settings
from .unseeded import unseeded_calls

# seconds since 1970 move by more than this between two runs, sums of threads do not
_STABLE = 1e-12
_DAY = 86_400


def main(path: str) -> None:
    """Do the task that the request names."""
    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    later(request)
    answers = Answers(request["answers"])
    task: Callable[[dict[str, Any], Answers], None] = _TASKS[request["task"]]
    task(request, answers)


def verify_chains(request: dict[str, Any], answers: Answers) -> None:
    """Each chain of calls, on fresh copies of its captured inputs."""
    folder = os.getcwd()
    for chain in request["chains"]:
        answers.begin(chain["id"])
        try:
            verify_chain(chain, request, answers)
        finally:
            os.chdir(folder)


def verify_chain(chain: dict[str, Any], request: dict[str, Any], answers: Answers) -> None:
    """One chain: the values it binds, and the arguments it must leave alone."""
    where = request["source"], request["package"]
    try:
        before = captured(chain["before"], *where)
        after = captured(chain["after"], *where)
    except Exception as error:
        return answers.give(chain["id"], _unreadable(error, request))
    given = {name: before["values"][name] for name in chain["inputs"]}
    names = dict(before["values"])
    try:
        returned = _called(chain, names, before)
    except Wrong as error:
        return answers.give(chain["id"], Answer(REFUTED, str(error)))
    except BaseException as error:
        return answers.give(chain["id"], failure(error, request["source"]))
    probes = captured_rows([*before["values"].values(), *after["values"].values()])
    expected = with_samples(after)
    pairs = {name: (expected[name], names[name]) for name in chain["compared"]}
    answer = values_answer(pairs, request["tolerance"], probes, chain["unseen"])
    if answer.status == REFUTED and request.get("twice"):
        answer = _after_another_call(answer, chain, names, request)
    answers.give(chain["id"], answer)
    if chain.get("unchanged"):
        answers.begin(chain["unchanged"])
        answer = arguments_answer(chain, given, returned, request)
        answers.give(chain["unchanged"], answer)


def _called(chain: dict[str, Any], names: dict[str, Any], before: dict[str, Any]) -> list[Any]:
    """All that the chain's functions return, called as the notebook stood at that boundary."""
    set_random(before.get("random"))
    return [value for call in chain["calls"] for value in call_once(call, names)]


def _after_another_call(
    answer: Answer, chain: dict[str, Any], names: Mapping[str, Any], request: dict[str, Any]
) -> Answer:
    """A refutation, unless the same call on the same values gives something else each time."""
    #   stamped = [(time.time(), stop) for stop in stops]      no run gives what another gave
    before = captured(chain["before"], request["source"], request["package"])
    others = dict(before["values"])
    later({"later": _DAY})
    try:
        _called(chain, others, before)
    except BaseException:
        return answer
    probes = captured_rows(before["values"].values())
    unstable = [name for name in chain["compared"] if _differs(names[name], others[name], probes)]
    if not unstable:
        return answer
    told_names = ", ".join(f"`{name}`" for name in unstable)
    cause = "it depends on the clock, or on randomness without a seed"
    return Answer(NOT_CHECKED, f"two calls of the same function differ in {told_names}: {cause}")


def values_answer(
    pairs: Mapping[str, tuple[Any, Any]],
    tolerance: float,
    probes: Sequence[Any],
    unseen: Mapping[str, str],
) -> Answer:
    """
    Whether all named values are equal; each pair holds the notebook's and the project's.

    `unseen` are values of the notebook that could not be captured: with one, nothing is proven.
    """
    doubts = [f"`{name}`: {note}" for name, note in unseen.items()]
    largest, rows = 0.0, None
    for name, (expected, actual) in pairs.items():
        try:
            found = compare_value(expected, actual, tolerance, probes)
        except NotComparable as error:
            doubts.append(f"`{name}`: {error}")
            continue
        if found.difference is not None:
            reason = f"`{name}`: {found.difference.message}"
            size = found.difference.max_difference
            return Answer(REFUTED, reason, rows_of(expected), tolerance, size)
        largest = max(largest, found.max_difference)
        count = rows_of(expected)
        rows = count if rows is None else max(rows, count or 0)
    if doubts:
        return Answer(NOT_CHECKED, "; ".join(doubts))
    if not pairs:
        return Answer(NOT_CHECKED, "it returns nothing that the notebook has a name for")
    return Answer(PROVEN, "", rows, tolerance, largest)


def rows_of(value: Any) -> int | None:
    """The length of a table, series or array, else None."""
    shape: tuple[int, ...] = getattr(value, "shape", None) or ()
    return int(shape[0]) if shape else None


def arguments_answer(
    chain: dict[str, Any], given: Mapping[str, Any], returned: list[Any], request: dict[str, Any]
) -> Answer:
    """
    Whether the arguments are as they were.

    One that is returned itself may be changed, unless the notebook has made a new object there:
    whoever held the old one saw no change.
    """
    pristine = captured(chain["before"], request["source"], request["package"])["values"]
    handed_back = {id(value) for value in returned}
    looked_at = {
        name: (pristine[name], value)
        for name, value in given.items()
        if name not in chain.get("changes", ())  # the claims map says that it is changed in place
        and not _moves_by_itself(value)
    }
    replaced = chain.get("replaced", ())
    pairs = {
        name: pair
        for name, pair in looked_at.items()
        if id(pair[1]) not in handed_back or name in replaced
    }
    probes = captured_rows(pristine.values())
    told = [
        f"`{name}` is changed and handed back"
        for name, pair in looked_at.items()
        if name not in pairs and _differs(*pair, probes)
    ]
    if not pairs:
        return Answer(PROVEN, "; ".join(told), None, request["tolerance"], 0.0)
    answer = values_answer(pairs, request["tolerance"], probes, {})
    if answer.status == PROVEN and told:
        return replace(answer, reason="; ".join(told))
    if answer.status != REFUTED:
        return answer
    reason = f"an argument is changed in place: {answer.reason}"
    return Answer(REFUTED, reason, answer.rows, answer.tolerance, answer.max_difference)


def _moves_by_itself(value: Any) -> bool:
    """True for random generators and iterators: using them is changing them."""
    kind = f"{type(value).__module__}.{type(value).__name__}"
    random = kind.startswith("numpy.random.") or kind == "random.Random"
    return random or hasattr(value, "__next__")


def verify_pipeline(request: dict[str, Any], answers: Answers) -> None:
    """
    The whole pipeline, in this fresh process.

    The answer names the results that are wrong, and those that an earlier run gave otherwise.
    """
    where = request["source"], request["package"]
    answers.begin(request["id"])
    try:
        expected = with_samples(captured(request["after"], *where))
        for name, pickled in request.get("earlier", {}).items():
            expected[name] = captured(pickled, *where)["values"][name]
        set_random(_earliest_state(request))
    except Exception as error:
        return answers.give(request["id"], _unreadable(error, request))
    try:
        result = function_named(request["run"])()
        results = {name: field_of(result, name) for name in request["results"]}
    except Wrong as error:
        return answers.give(request["id"], Answer(REFUTED, str(error)))
    except BaseException as error:
        return answers.give(request["id"], failure(error, request["source"]))
    probes = captured_rows(expected.values())
    tolerance = request["tolerance"]
    pairs = {name: (expected[name], results[name]) for name in request["compared"]}
    answer = values_answer(pairs, tolerance, probes, request["unseen"])
    wrong = [
        name
        for name in pairs
        if values_answer({name: pairs[name]}, tolerance, probes, {}).status == REFUTED
    ]
    unstable = [
        name for name, earlier in _kept(request).items() if _differs(earlier, results[name], probes)
    ]
    _keep(request, {name: results[name] for name in wrong})
    lacking = unseeded_calls(request["package"]) if "first_results" in request else []
    answers.give(request["id"], answer, wrong=wrong, unstable=unstable, lacking=lacking)


def _earliest_state(request: dict[str, Any]) -> dict[str, Any] | None:
    """The random state at the notebook's first boundary that knows numpy's, if one is asked for."""
    #   In [1] is captured before numpy is imported, so its state says nothing about numpy
    first: dict[str, Any] | None = None
    for path in request.get("random", ()):
        state: dict[str, Any] = (
            captured(path, request["source"], request["package"])["random"] or {}
        )
        if state.get("numpy") is not None:
            return state
        first = first or state
    return first


def _differs(one: Any, two: Any, probes: Sequence[Any]) -> bool:
    try:
        return compare(one, two, _STABLE, probes).difference is not None
    except NotComparable:
        return False


def _keep(request: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Leave the wrong results for a second run to look at; one that does not pickle is left out."""
    if not request.get("keep"):
        return
    kept = {}
    for name, value in values.items():
        try:
            kept[name] = pickle.dumps(value)
        except Exception:
            continue
    with open(request["keep"], "wb") as file:
        pickle.dump(kept, file)


def _kept(request: dict[str, Any]) -> dict[str, Any]:
    path = request.get("first_results")
    if not path or not os.path.exists(path):
        return {}
    with open(path, "rb") as file:
        return {name: pickle.loads(data) for name, data in pickle.load(file).items()}


def _unreadable(error: Exception, request: dict[str, Any]) -> Answer:
    text = told(error, request["source"])
    if isinstance(error, SyntaxError):
        return Answer(REFUTED, text)
    return Answer(NOT_CHECKED, f"the captured values cannot be opened: {text}")


_TASKS: dict[str, Callable[[dict[str, Any], Answers], None]] = {
    "chains": verify_chains,
    "independent": verify_independence,
    "pipeline": verify_pipeline,
    "registered": verify_registered,
    "settings": verify_settings,
}
