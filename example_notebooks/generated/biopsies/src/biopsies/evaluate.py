"""Measures how good the result is."""

import numpy as np
import pandas as pd
from sklearn.metrics import precision_score, recall_score, roc_auc_score


def evaluate_model(
    y_test: pd.Series, worklist: pd.DataFrame, proba: np.ndarray
) -> tuple[float, float, float]:
    """Measure `found`, `right` and `ranking`."""
    found = recall_score(y_test, worklist["first"])
    right = precision_score(y_test, worklist["first"])
    ranking = roc_auc_score(y_test, proba)
    return found, right, ranking
