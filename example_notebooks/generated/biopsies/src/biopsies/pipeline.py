"""The notebook's sections, in their order."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from biopsies.evaluate import evaluate_model
from biopsies.load import load_data
from biopsies.parameters import Parameters, read_parameters
from biopsies.predict import predict_list
from biopsies.prep import Frozen, cap_outliers, drop_twins, new_columns, split_and_scale, tidy_up
from biopsies.train import train_threshold


class Result(NamedTuple):
    """What the sections give."""

    proba: np.ndarray
    worklist: pd.DataFrame
    found: float
    right: float
    ranking: float


class Execution(NamedTuple):
    """One run, with what the service needs of it."""

    result: Result
    table: pd.DataFrame  # as it was loaded
    requests: pd.DataFrame  # rows as a client would send them
    artifacts: dict[str, Any]
    metrics: dict[str, float]


def execute(parameters: Parameters) -> Execution:
    """One run from the data files to the answers."""
    df = load_data()
    loaded_df = df.copy()
    columns_replace, df = tidy_up(df)
    errors, limit_by_c, limit, df = cap_outliers(df)
    df, skewed = new_columns(df)
    to_drop, df = drop_twins(df)
    X_train, X_test, y_train, y_test, cols, scaler = split_and_scale(df)
    model, threshold = train_threshold(X_train, y_train)
    proba, worklist = predict_list(model, X_test, threshold)
    found, right, ranking = evaluate_model(y_test, worklist, proba)
    frozen = Frozen(
        columns_replace=columns_replace,
        errors=errors,
        limit_by_c=limit_by_c,
        limit=limit,
        skewed=skewed,
        to_drop=to_drop,
        scaler=scaler,
        cols=cols,
    )
    return Execution(
        result=Result(proba=proba, worklist=worklist, found=found, right=right, ranking=ranking),
        table=loaded_df,
        requests=loaded_df.loc[X_test.index],
        artifacts={"model": model, "threshold": threshold, "frozen": frozen},
        metrics={"found": float(found), "right": float(right), "ranking": float(ranking)},
    )


def run(**parameters: Any) -> Result:
    """Run every section in the notebook's order; nothing is written."""
    return execute(read_parameters(**parameters)).result


def train(
    parameters: Mapping[str, Any] | None = None,
    *,
    models: Path | None = None,
    validation: bool = True,
    force: bool = False,
) -> str:
    """Train a model, check its data and its metrics, and let it answer as a new version."""
    # imported here: a mere run needs none of it
    from biopsies import gate, lineage, releases

    settings = read_parameters(**(parameters or {}))
    execution = execute(settings)
    if validation:
        gate.require_valid(execution.table, training=True)
    if not force:
        gate.require_usual(execution.metrics, folder=models)
    return releases.release(
        execution.artifacts,
        requests=execution.requests,
        metrics=execution.metrics,
        lineage=lineage.lineage(execution.table, asdict(settings)),
        folder=models,
    )
