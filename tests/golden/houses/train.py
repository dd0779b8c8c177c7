"""Trains the model."""

from sklearn.ensemble import GradientBoostingRegressor


def train_model(X_train, y_train, *, n_estimators: int, seed: int):
    """Fit the GradientBoostingRegressor `gbr`."""
    gbr = GradientBoostingRegressor(n_estimators=n_estimators, max_depth=3, random_state=seed)
    gbr.fit(X_train, y_train)
    return gbr
