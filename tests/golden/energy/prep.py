"""Prepares the data."""


def fill_temperature(usage):
    """Gaps: set `temperature`."""
    usage = usage.sort_values(["meter", "day"]).reset_index(drop=True)
    usage["temperature"] = usage.groupby("meter")["temperature"].ffill()
    usage["temperature"] = usage["temperature"].fillna(usage["temperature"].mean())
    return usage


def add_lags(usage, *, window: int):
    """Set `yesterday`, `week_ago`, `recent`, `weekday` and `meter_code`."""
    by_meter = usage.groupby("meter")["kwh"]
    usage["yesterday"] = by_meter.shift(1)
    usage["week_ago"] = by_meter.shift(7)
    usage["recent"] = by_meter.transform(lambda s: s.shift(1).rolling(window).mean())
    usage["weekday"] = usage["day"].dt.day_of_week
    usage["meter_code"] = usage["meter"].astype("category").cat.codes
    usage = usage.dropna()
    return usage


def split(usage, *, first_test_day: str):
    """Make `train` and `test` from `usage`."""
    train = usage[usage["day"] < first_test_day]
    test = usage[usage["day"] >= first_test_day]
    return train, test
