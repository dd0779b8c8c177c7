"""Measures how good the result is."""

from sklearn.metrics import accuracy_score, roc_auc_score


def evaluate_model(y_test, proba):
    """Measure `auc` and `accuracy`."""
    auc = roc_auc_score(y_test, proba)
    accuracy = accuracy_score(y_test, proba > 0.5)
    return auc, accuracy
