"""Trains the model."""

import lightgbm as lgb
import optuna
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split


def train_model(
    train: pd.DataFrame, *, seed: int, n_trials: int
) -> tuple[list[str], LGBMRegressor]:
    """
    LightGBM on the absolute error (that is what a planner feels), a few trials of Optuna on a
    part of the training rows that is kept aside.
    """
    features = [
        "items",
        "boxes",
        "trips",
        "weight_kg",
        "weekday",
        "hour",
        "rush",
        "parking",
        "floor",
        "elevator",
        "stairs",
        "usual_seconds",
    ]
    features += [column for column in train.columns if column.startswith("area_")]

    X_train, y_train = train[features], train["seconds"]
    X_fit, X_valid, y_fit, y_valid = train_test_split(
        X_train, y_train, test_size=0.2, random_state=seed
    )

    fixed = {
        "objective": "mae",
        "random_state": seed,
        "n_jobs": 1,
        "num_threads": 1,
        "deterministic": True,
        "verbosity": -1,
    }
    optuna.logging.set_verbosity(optuna.logging.WARNING)

    study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=seed))

    def objective(trial):
        params = {
            "n_estimators": trial.suggest_int("n_estimators", 100, 400, step=50),
            "learning_rate": trial.suggest_float("learning_rate", 0.03, 0.2, log=True),
            "num_leaves": trial.suggest_int("num_leaves", 7, 63),
            "min_child_samples": trial.suggest_int("min_child_samples", 5, 60),
            "colsample_bytree": trial.suggest_float("colsample_bytree", 0.5, 1.0),
        }
        candidate = lgb.LGBMRegressor(**fixed, **params).fit(X_fit, y_fit)
        return mean_absolute_error(y_valid, candidate.predict(X_valid))

    study.optimize(objective, n_trials=n_trials)

    model = lgb.LGBMRegressor(**fixed, **study.best_params)
    model.fit(X_train, y_train)
    return features, model
