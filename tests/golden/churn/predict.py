"""Gives the answers."""


def predict_proba(clf, X_test):
    """The probabilities of `clf` for the rows of `X_test`."""
    proba = clf.predict_proba(X_test)[:, 1]
    return proba
