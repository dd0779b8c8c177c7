"""How the model is learnt, measured and asked."""

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
import optuna
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

from door_time.encoder import AREAS, Customers, StopEncoder

optuna.logging.set_verbosity(optuna.logging.WARNING)
INPUTS = [
    *["items", "boxes", "trips", "weight_kg", "weekday", "hour", "rush", "parking"],
    *["floor", "elevator", "stairs", "usual_seconds"],
    *(f"area_{name}" for name in AREAS),
]


@dataclass(frozen=True)
class Halves:
    learn_from: pd.DataFrame
    ask_about: pd.DataFrame
    encoder: StopEncoder
    customers: Customers


def halves(stops: pd.DataFrame, share: float, seed: int) -> Halves:
    encoder = StopEncoder.learn(stops)
    learn_from, ask_about = train_test_split(
        encoder.encode(stops), test_size=share, random_state=seed
    )
    customers = Customers.learn(learn_from)
    return Halves(customers.add_to(learn_from), customers.add_to(ask_about), encoder, customers)


def learn(table: pd.DataFrame, seed: int, trials: int) -> lgb.LGBMRegressor:
    X, y = table[INPUTS], table["seconds"]
    X_fit, X_valid, y_fit, y_valid = train_test_split(X, y, test_size=0.2, random_state=seed)
    fixed = {
        "objective": "mae",
        "random_state": seed,
        "n_jobs": 1,
        "num_threads": 1,
        "deterministic": True,
        "verbosity": -1,
    }

    def error(trial: optuna.Trial) -> float:
        tried = lgb.LGBMRegressor(
            **fixed,
            n_estimators=trial.suggest_int("n_estimators", 100, 400, step=50),
            learning_rate=trial.suggest_float("learning_rate", 0.03, 0.2, log=True),
            num_leaves=trial.suggest_int("num_leaves", 7, 63),
            min_child_samples=trial.suggest_int("min_child_samples", 5, 60),
            colsample_bytree=trial.suggest_float("colsample_bytree", 0.5, 1.0),
        )
        return mean_absolute_error(y_valid, tried.fit(X_fit, y_fit).predict(X_valid))

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(error, n_trials=trials)
    return lgb.LGBMRegressor(**fixed, **study.best_params).fit(X, y)


def seconds(model: lgb.LGBMRegressor, table: pd.DataFrame) -> np.ndarray:
    return np.clip(model.predict(table[INPUTS]), 20, 3600).round()


def errors(halves_: Halves, predicted: np.ndarray, rule: int = 420) -> dict[str, float]:
    truth = halves_.ask_about["seconds"]
    past = halves_.learn_from.groupby("customer_id")["seconds"].mean()
    averages = halves_.ask_about["customer_id"].map(past).fillna(halves_.customers.everybody)
    return {
        "seven minutes": mean_absolute_error(truth, np.full(len(truth), rule)),
        "customer's average": mean_absolute_error(truth, averages),
        "model": mean_absolute_error(truth, predicted),
    }
