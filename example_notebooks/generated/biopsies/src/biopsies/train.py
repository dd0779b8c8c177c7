"""Trains the model."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_predict

from biopsies.prep import SEED


def train_threshold(X_train: pd.DataFrame, y_train: pd.Series) -> tuple[LogisticRegression, float]:
    """Logistic regression, and the risk from which on a sample is seen first."""
    grid = GridSearchCV(
        LogisticRegression(max_iter=1000, random_state=SEED),
        {"C": [0.1, 0.3, 1, 3]},
        cv=5,
        scoring="roc_auc",
    )
    grid.fit(X_train, y_train)
    model = grid.best_estimator_

    # a cancer that waits is worse than a few healthy samples that are seen early: find 98 of 100
    oof = cross_val_predict(model, X_train, y_train, cv=5, method="predict_proba")[:, 1]
    threshold = np.quantile(oof[y_train == 1], 0.02)
    return model, threshold
