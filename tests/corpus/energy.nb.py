# %% [markdown]
# # Energy: tomorrow's use of each meter
# What a meter uses depends on what it used yesterday and a week ago, so no row can be
# understood without the rows before it.
# %% imports
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

# %% parameters
path = "energy.csv"
first_test_day = "2025-06-01"
window = 7
seed = 0
# %% load
usage = pd.read_csv(path, parse_dates=["day"])
usage.tail()
# %%
usage.pivot(index="day", columns="meter", values="kwh").rolling(7).mean().plot(legend=False)
plt.show()
# %% [markdown]
# ## Gaps
# %% prep:fill_temperature
usage = usage.sort_values(["meter", "day"]).reset_index(drop=True)
usage["temperature"] = usage.groupby("meter")["temperature"].ffill()
usage["temperature"] = usage["temperature"].fillna(usage["temperature"].mean())
# %% [markdown]
# ## What was before
# %% prep:add_lags
by_meter = usage.groupby("meter")["kwh"]
usage["yesterday"] = by_meter.shift(1)
usage["week_ago"] = by_meter.shift(7)
usage["recent"] = by_meter.transform(lambda s: s.shift(1).rolling(window).mean())
usage["weekday"] = usage["day"].dt.day_of_week
usage["meter_code"] = usage["meter"].astype("category").cat.codes
usage = usage.dropna()
# %%
usage[["kwh", "yesterday", "week_ago", "recent", "temperature"]].corr().round(2)
# %% prep:split
features = ["temperature", "yesterday", "week_ago", "recent", "weekday", "meter_code"]
train = usage[usage["day"] < first_test_day]
test = usage[usage["day"] >= first_test_day]
# %% [markdown]
# ## Model
# %% train
forest = RandomForestRegressor(n_estimators=60, min_samples_leaf=3, random_state=seed)
forest.fit(train[features], train["kwh"])
# %% predict
forecast = forest.predict(test[features])
# %% evaluate
mae = mean_absolute_error(test["kwh"], forecast)
mae_naive = mean_absolute_error(test["kwh"], test["week_ago"])
print(f"forest {mae:.2f} kWh, same as a week ago {mae_naive:.2f} kWh")
# %%
plt.plot(np.sort(np.abs(test["kwh"] - forecast)))
plt.show()
