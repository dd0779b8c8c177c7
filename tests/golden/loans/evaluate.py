"""Measures how good the result is."""

from sklearn.metrics import roc_auc_score


def evaluate_auc(y_test, decision):
    """Measure `auc`."""
    auc = roc_auc_score(y_test, decision["risk"])
    return auc
