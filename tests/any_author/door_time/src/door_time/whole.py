"""All of it, from the file to the errors; and what is kept of it for answering."""

import os
from pathlib import Path
from typing import Any

import joblib
import pandas as pd

from door_time import learning, stops


def everything() -> dict[str, Any]:
    halves = learning.halves(stops.believable(stops.read("data/stops.csv"), 20, 3600), 0.25, 11)
    model = learning.learn(halves.learn_from, 11, 8)
    predicted = learning.seconds(model, halves.ask_about)
    errors = learning.errors(halves, predicted)
    return {"halves": halves, "model": model, "predicted": predicted, "mae": errors}


def keep() -> None:
    made = everything()
    _kept().parent.mkdir(parents=True, exist_ok=True)
    joblib.dump((made["halves"].encoder, made["halves"].customers, made["model"]), _kept())


def features(rows: pd.DataFrame) -> pd.DataFrame:
    encoder, customers, _ = joblib.load(_kept())
    return customers.add_to(encoder.encode(rows))


def answers(rows: pd.DataFrame) -> list[float]:
    *_, model = joblib.load(_kept())
    return learning.seconds(model, features(rows)).tolist()


def _kept() -> Path:
    return Path(os.environ.get("DOOR_TIME_MODELS", "models")) / "kept.joblib"
