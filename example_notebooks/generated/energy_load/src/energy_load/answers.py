"""Rows and their answers: recorded in training, so that a version is recognised wherever it is."""

import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from . import contract, predict


def recorded(artifacts: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's example rows with the answers of these artifacts."""
    return {"rows": contract.EXAMPLES, "answers": answered(contract.EXAMPLES, artifacts)}


def answered(rows: list[dict[str, Any]], artifacts: Mapping[str, Any]) -> list[Any]:
    """The answers for rows as a client would send them."""
    return predict.predict_rows(table(rows), artifacts)


def table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The table that such rows become."""
    return contract.to_frame(requested(rows))


def requested(rows: list[dict[str, Any]]) -> list[contract.Row]:
    """Such rows as a request brings them."""
    return contract.PredictRequest.model_validate_json(json.dumps({"rows": rows})).rows


def with_answers(rows: pd.DataFrame, answers: list[Any]) -> pd.DataFrame:
    """The table with its answers as further columns."""
    if answers and isinstance(answers[0], dict):
        given = {f"prediction.{name}": [answer[name] for answer in answers] for name in answers[0]}
        return rows.assign(**given)
    return rows.assign(prediction=answers)


def same(answer: Any, before: Any) -> bool:
    """Whether two answers are equal, but for the last digits that processors differ in."""
    if isinstance(before, float):
        number = isinstance(answer, int | float)
        return number and math.isclose(answer, before, rel_tol=1e-4, abs_tol=1e-5)
    if isinstance(before, dict) and isinstance(answer, dict):
        return answer.keys() == before.keys() and all(same(answer[k], before[k]) for k in before)
    if isinstance(before, list) and isinstance(answer, list):
        return len(answer) == len(before) and all(map(same, answer, before))
    return bool(answer == before)
