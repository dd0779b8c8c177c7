"""Trains the model."""

from sklearn.ensemble import RandomForestRegressor

features = ["temperature", "yesterday", "week_ago", "recent", "weekday", "meter_code"]


def train_forest(train, *, seed: int):
    """Fit the RandomForestRegressor `forest`."""
    forest = RandomForestRegressor(n_estimators=60, min_samples_leaf=3, random_state=seed)
    forest.fit(train[features], train["kwh"])
    return forest
