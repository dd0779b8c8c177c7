"""Trains the model."""

from sklearn.linear_model import LogisticRegression


def train_model(X_train, y_train, *, C: float):
    """Fit the LogisticRegression `clf`."""
    clf = LogisticRegression(C=C, max_iter=500)
    clf.fit(X_train, y_train)
    return clf
