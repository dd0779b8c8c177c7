"""Asks the registered version without a service: its model, its features, the batch command."""

import copy
import importlib
import importlib.util
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from .answers import NOT_CHECKED, PROVEN, REFUTED, Answer, Answers
from .batched import NotThere, batch_command
from .boundary import captured, function_named, told
from .calls import failure
from .equality import NotComparable, compare
from .equality_models import captured_rows
from .frozen_mutants import unnoticed
from .observed_rows import Observed, Unusable, as_array, coverage, observed
from .tally import Tally
from .unseeded import unseeded_calls

PIECE = 5_000
MOST_ROWS = 3_000


def verify_registered(request: dict[str, Any], answers: Answers) -> None:
    """Decide the claims that the request names."""
    for name, claim in request["claims"].items():
        answers.begin(claim)
        answer = _decided(_QUESTIONS[name], request)
        wrong_model = name == "same model" and answer.status == REFUTED
        lacking = unseeded_calls(request["package"]) if wrong_model else []
        answers.give(claim, answer, lacking=lacking)


def _decided(
    question: Callable[[dict[str, Any], Observed], Answer], request: dict[str, Any]
) -> Answer:
    try:
        return question(request, observed(request))
    except (NotThere, Unusable) as error:
        return Answer(NOT_CHECKED, str(error))
    except ModuleNotFoundError as error:
        root = (error.name or "").partition(".")[0]
        if root == request["package"]:
            return Answer(REFUTED, told(error, request["source"]))
        return Answer(NOT_CHECKED, f"no environment: {root} is not installed here")
    except BaseException as error:
        return failure(error, request["source"])


def same_model(request: dict[str, Any], rows: Observed) -> Answer:
    """The registered parts equal the notebook's, and so do their predictions for all rows."""
    if request.get("predict_rows"):  # a project of other hands: its answers are what we can see
        answered = function_named(request["predict_rows"])
    else:
        artifacts = registered_artifacts(request["package"])
        wrong = _artifact_difference(request, artifacts)
        if wrong:
            return Answer(REFUTED, wrong, tolerance=request["tolerance"])
        predict = _module(request["package"], "predict")
        answered = partial(predict.predict_rows, artifacts=artifacts)
    tally = Tally(rows, request["table"]["name"], request["answer_tolerance"])
    positions = rows.positions()
    size = PIECE if request["row_wise"] else len(positions)
    for at in range(0, len(positions), size):
        piece = positions[at : at + size]
        tally.add(piece, list(answered(request_frame(request, rows, piece))))
    return tally.answer()


def request_frame(request: Mapping[str, Any], rows: Observed, positions: list[int]) -> Any:
    """The rows as the service makes a table of them: over JSON and through the contract."""
    if importlib.util.find_spec(f"{request['package']}.contract") is None:
        return rows.table[list(rows.columns)].iloc[positions].copy()
    contract = _module(request["package"], "contract")
    content = json.dumps([rows.record(position) for position in positions], allow_nan=False)
    from pydantic import TypeAdapter

    row: Any = contract.Row
    return contract.to_frame(TypeAdapter(list[row]).validate_json(content))


def registered_artifacts(package: str) -> Mapping[str, Any]:
    """What the current version holds, by the notebook's names."""
    for module, function in (("releases", "ready"), ("versions", "load")):
        if importlib.util.find_spec(f"{package}.{module}") is None:
            continue
        found = getattr(_module(package, module), function, None)
        if found is not None:
            artifacts: Mapping[str, Any] = found().artifacts
            return artifacts
    raise NotThere("the project registers no versions")


def _artifact_difference(request: Mapping[str, Any], artifacts: Mapping[str, Any]) -> str:
    """How a registered part differs from the notebook's value of that name; empty if none does."""
    where = request["source"], request["package"]
    homes = {name: path for name, path in request["captured"].items() if name in artifacts}
    opened = {path: captured(path, *where)["values"] for path in set(homes.values())}
    for name, path in sorted(homes.items()):
        probes = captured_rows(opened[path].values())
        try:
            pair = _answering(opened[path][name]), _answering(artifacts[name])
            found = compare(*pair, request["tolerance"], probes)
        except NotComparable:
            continue  # the predictions decide
        if found.difference is not None:
            return f"`{name}`: {found.difference.message}"
    return ""


def _answering(value: Any) -> Any:
    """A network set to answer: predict sets it itself, and its answers are compared."""
    #   model.eval()      stands in the predict section: before it the notebook's still trains
    return copy.deepcopy(value).eval() if hasattr(value, "named_parameters") else value


def same_features(request: dict[str, Any], rows: Observed) -> Answer:
    """Single rows, then all in small shuffled batches, become the notebook's feature rows."""
    package, features = request["package"], request["features"]
    learnt: list[Any] = []
    if features.get("rows"):
        prep_rows = function_named(features["rows"])
    else:
        prep = _module(package, "prep")
        artifacts = registered_artifacts(package)
        if not hasattr(prep, "prep_rows"):
            raise NotThere("the project has no prep.prep_rows")
        prep_rows = prep.prep_rows
        if "frozen" in artifacts:  # nothing to learn is fine too
            learnt = [artifacts["frozen"]]
    where = request["source"], package
    table = captured(features["pickle"], *where)["values"][features["name"]]
    order = {position: at for at, position in enumerate(rows.order)}
    count = table.shape[0]
    if len(order) != count:
        raise NotThere(f"`{features['name']}` has {count:,} rows, not one for each prediction")
    batches = [[position] for position in coverage(rows)]
    rest = rows.positions()
    random.Random(2).shuffle(rest)
    batches += [rest[at : at + 12] for at in range(0, min(len(rest), MOST_ROWS), 12)]
    answer = _features_answer(
        request,
        rows,
        batches,
        lambda frame: _as_frame(prep_rows(frame, *learnt)),
        table,
        order,
    )
    if answer.status != PROVEN or not learnt:
        return answer
    frame = request_frame(request, rows, rows.positions()[:MOST_ROWS])
    #   vect.transform(rows)      thousands of words for each row: it stays the sparse matrix it is
    sparse = hasattr(table, "tocsr")
    idle = unnoticed(
        learnt[0],
        lambda frozen: prep_rows(frame, frozen) if sparse else _as_frame(prep_rows(frame, frozen)),
    )
    notes = [answer.reason] if answer.reason else []
    if idle:
        notes.append(f"no row here depends on {', '.join(f'`{name}`' for name in idle)}")
    return replace(answer, reason="; ".join(notes))


def _features_answer(
    request: dict[str, Any],
    rows: Observed,
    batches: list[list[int]],
    made: Callable[[Any], Any],
    table: Any,
    order: Mapping[int, int],
) -> Answer:
    checked, notes, largest = 0, set[str](), 0.0
    wanted = request["features"].get("columns") or []
    for batch in batches:
        got = made(request_frame(request, rows, batch))
        expected = _rows_at(table, [order[position] for position in batch])
        if len(got) != len(batch):
            return Answer(REFUTED, f"{len(batch)} raw rows become {len(got)} feature rows", checked)
        # columns that no answer needs (the label, say) may be left out; an answer would miss others
        names = wanted or [name for name in expected.columns if name in got.columns]
        lost = [name for name in names if name not in got.columns]
        if lost:
            return Answer(REFUTED, f"raw rows do not get the column {lost[0]!r}", checked)
        if not names:
            raise NotThere("the rows that become of raw rows share no column with the notebook's")
        size = _difference_of_numbers(expected, got, names, request["tolerance"])
        if size is not None:
            largest, checked = max(largest, size), checked + len(batch)
            continue
        for name in names:
            one, two = _plain(expected[name]), _plain(got[name])
            if str(expected[name].dtype) != str(got[name].dtype):
                notes.add(f"`{name}` is {got[name].dtype}, {expected[name].dtype} in the notebook")
            found = compare(one, two, request["tolerance"])
            if found.difference is not None:
                message = found.difference.message
                return Answer(REFUTED, f"`{name}`, {len(batch)} rows at once: {message}", checked)
            largest = max(largest, found.max_difference)
        checked += len(batch)
    reason = f"types differ, values do not: {'; '.join(sorted(notes)[:3])}" if notes else ""
    return Answer(PROVEN, reason, checked, request["tolerance"], largest)


def _difference_of_numbers(
    expected: Any, got: Any, names: list[Any], tolerance: float
) -> float | None:
    """
    The largest difference, where all are numbers of the same types and none is too large.

    Looked at as one array: of thousands of columns each by itself takes minutes.
    """
    one, two = expected[names], got[names]
    types = list(one.dtypes)
    plain = all(
        getattr(kind, "kind", "") in "biuf" and not hasattr(kind, "na_value") for kind in types
    )
    if not plain or types != list(two.dtypes) or one.shape != two.shape:
        return None
    found = compare(one.to_numpy(dtype=float), two.to_numpy(dtype=float), tolerance)
    return None if found.difference is not None else found.max_difference


def _rows_at(table: Any, places: list[int]) -> Any:
    """Some rows as a frame: of a sparse matrix only these become ordinary numbers."""
    if hasattr(table, "iloc"):
        return table.iloc[places]
    return _as_frame((table.tocsr() if hasattr(table, "tocsr") else table)[places])


def _as_frame(table: Any) -> Any:
    """The table as a frame; the columns of an array are its numbers."""
    if hasattr(table, "iloc"):
        return table
    import pandas

    return pandas.DataFrame(as_array(table))


def _plain(column: Any) -> list[Any]:
    """The column's values as plain numbers, texts and None: single rows have types of their own."""
    missing = column.isna().tolist()
    values = column.astype(object).tolist()
    return [
        None if empty else float(value) if isinstance(value, int | float) else value
        for value, empty in zip(values, missing, strict=True)
    ]


def _module(package: str, name: str) -> Any:
    return importlib.import_module(f"{package}.{name}")


_QUESTIONS: dict[str, Callable[[dict[str, Any], Observed], Answer]] = {
    "same model": same_model,
    "features": same_features,
    "batch": batch_command,
}
