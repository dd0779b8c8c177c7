"""
Sends the notebook's own rows to the running service and compares the answers with its predictions.

`python start.py ask request.json`; nothing but http.client talks to the service.
"""

import http.client
import json
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Any

from .answers import NOT_CHECKED, PROVEN, REFUTED, Answer, Answers
from .observed_rows import Observed, Unusable, coverage, observed, to_json
from .odd_requests import odd_requests
from .tally import Tally

MOST_ROWS = 3_000
CLIENTS = 4  # at once: requests that wait together are answered together


class NoAnswer(Exception):
    """The service refused or failed; the text says how."""


class Client:
    """One connection to the service."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def post(self, body: bytes) -> tuple[int, bytes]:
        """The status and the body of one answer."""
        headers = {"Content-Type": "application/json"}
        try:
            self._connection.request("POST", "/predict", body, headers)
            with self._connection.getresponse() as response:
                return response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise NoAnswer(f"no answer: {type(error).__name__}: {error}") from None

    def predictions(self, rows: Sequence[dict[str, Any]]) -> list[Any]:
        """The predictions for these rows."""
        status, content = self.post(json.dumps({"rows": rows}, allow_nan=False).encode())
        if status != 200:
            raise NoAnswer(f"{status} {' '.join(content.decode('utf-8', 'replace').split())[:200]}")
        return predictions_in(content, len(rows))


def predictions_in(content: bytes, count: int) -> list[Any]:
    """The predictions of an answer, one for each row and all of them finite."""
    try:
        given = json.loads(content, parse_constant=_refuse)["predictions"]
    except (ValueError, KeyError, TypeError) as error:
        raise NoAnswer(f"an answer without predictions: {error}") from None
    if not isinstance(given, list) or len(given) != count:
        raise NoAnswer(f"another number of predictions than rows ({count})")
    return given


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def main(path: str) -> None:
    """Decide the claims that the request names, by asking the service."""
    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    answers = Answers(request["answers"])
    try:
        rows = observed(request)
    except Unusable as error:
        for claim in request["claims"].values():
            answers.give(claim, Answer(NOT_CHECKED, str(error)))
        return
    for name, claim in request["claims"].items():
        answers.begin(claim)
        answers.give(claim, _QUESTIONS[name](request, rows))


def ask_single_rows(request: dict[str, Any], rows: Observed) -> Answer:
    """Coverage-chosen rows, each in a request of its own."""
    return _asked(request, rows, [[position] for position in coverage(rows)])


def ask_shuffled_batches(request: dict[str, Any], rows: Observed) -> Answer:
    """All rows, shuffled, in requests of 8 to 16: what reaches across rows shows itself."""
    positions = rows.positions()
    chance = random.Random(1)
    chance.shuffle(positions)
    positions = positions[:MOST_ROWS]
    batches = []
    while positions:
        size = chance.randint(8, 16)
        batches.append(positions[:size])
        positions = positions[size:]
    return _asked(request, rows, batches)


def ask_without_label(request: dict[str, Any], rows: Observed) -> Answer:
    """The same answers without the label, and with the label of another row."""
    label = request["label"]
    positions = coverage(rows)
    columns = tuple(name for name in rows.columns if name != label)
    without = replace(rows, columns=columns)
    answer = _asked(request, without, [[position] for position in positions])
    if answer.status != PROVEN:
        return _with_reason(answer, f"without `{label}`: {answer.reason}")
    if label not in rows.table.columns:
        return answer
    others = positions[1:] + positions[:1]
    foreign = {
        position: to_json(rows.table[label].iloc[other])
        for position, other in zip(positions, others, strict=True)
    }

    def record(position: int) -> dict[str, Any]:
        return without.record(position, **{label: foreign[position]})

    batches = [positions[at : at + 8] for at in range(0, len(positions), 8)]
    answer = _asked(request, rows, batches, record)
    if answer.status == PROVEN:
        return answer
    return _with_reason(answer, f"with `{label}` of another row: {answer.reason}")


def ask_oddly(request: dict[str, Any], rows: Observed) -> Answer:
    """Odd requests: each is refused or answered, and the service answers as before."""
    counts = {"refused": 0, "answered": 0}
    usual = json.dumps({"rows": [rows.record(rows.positions()[0])]}, allow_nan=False).encode()
    with closing(Client(request["port"])) as client:
        try:
            before = predictions_in(client.post(usual)[1], 1)
        except NoAnswer as error:
            return Answer(REFUTED, f"one row: {error}")
        for what, body, sent in odd_requests(rows):
            try:
                status, content = client.post(body)
                if status == 200:
                    predictions_in(content, sent)
            except NoAnswer as error:
                return Answer(REFUTED, f"{what}: {error}")
            if status != 200 and not 400 <= status < 500:
                said = " ".join(content.decode("utf-8", "replace").split())[:200]
                return Answer(REFUTED, f"{what}: {status} {said}")
            counts["answered" if status == 200 else "refused"] += 1
        try:
            after = predictions_in(client.post(usual)[1], 1)
        except NoAnswer as error:
            return Answer(REFUTED, f"after odd requests: {error}")
    if after != before:
        return Answer(
            REFUTED, f"after odd requests one row is answered {after[0]}, not {before[0]}"
        )
    total = sum(counts.values())
    told = f"{total} odd requests: {counts['refused']} refused, {counts['answered']} answered"
    return Answer(PROVEN, told, total)


def _asked(
    request: dict[str, Any],
    rows: Observed,
    batches: Sequence[list[int]],
    record: Callable[[int], dict[str, Any]] | None = None,
) -> Answer:
    """Whether the service gives the notebook's predictions for these batches."""
    made = record or rows.record
    shares = [batches[at::CLIENTS] for at in range(CLIENTS)]

    def ask(share: Sequence[list[int]]) -> list[list[Any] | NoAnswer]:
        given: list[list[Any] | NoAnswer] = []
        with closing(Client(request["port"])) as client:
            for batch in share:
                try:
                    given.append(client.predictions([made(position) for position in batch]))
                except NoAnswer as error:
                    given.append(error)
        return given

    tally = Tally(rows, request["table"]["name"], request["answer_tolerance"])
    with ThreadPoolExecutor(CLIENTS) as threads:
        for share, given in zip(shares, threads.map(ask, shares), strict=True):
            for batch, predictions in zip(share, given, strict=True):
                if isinstance(predictions, NoAnswer):
                    tally.refuse(batch, str(predictions))
                else:
                    tally.add(batch, predictions)
    return tally.answer()


def _with_reason(answer: Answer, reason: str) -> Answer:
    return replace(answer, reason=reason)


_QUESTIONS: dict[str, Callable[[dict[str, Any], Observed], Answer]] = {
    "one row": ask_single_rows,
    "all rows": ask_shuffled_batches,
    "no label": ask_without_label,
    "probes": ask_oddly,
}
