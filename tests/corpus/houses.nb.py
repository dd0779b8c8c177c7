# %% [markdown]
# # House prices
# ## Setup
# %% imports
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split

# %% parameters
csv_file = "houses.csv"
seed = 3
n_estimators = 120
sold_in = 2025
upper = 0.98  # larger lots are estates, priced by another market
# %% load
houses = pd.read_csv(csv_file)
# %%
houses.head()
# %%
houses.describe().T
# %% [markdown]
# ## Missing lots
# A lot was not always measured; lots of the same district are alike.
# %% prep:fill_lots
houses["lot_area"] = houses["lot_area"].fillna(
    houses.groupby("district")["lot_area"].transform("median")
)
houses["built"] = houses["built"].fillna(houses["built"].median())
houses["garage"] = houses["garage"].fillna("none")
# %% [markdown]
# ## Outliers
# %% prep:clip_lots
limit = houses["lot_area"].quantile(upper)
print((houses["lot_area"] > limit).sum(), "lots clipped to", limit)
houses["lot_area"] = houses["lot_area"].clip(upper=limit)
# %%
np.log1p(houses["price"]).skew()
# %% [markdown]
# ## Features
# %% prep:add_features
houses["age"] = sold_in - houses["built"]
houses["lot_per_area"] = houses["lot_area"] / houses["living_area"]
houses["against_district"] = houses["living_area"] / houses.groupby("district")[
    "living_area"
].transform("mean")
X = pd.get_dummies(houses.drop(columns=["id", "built", "price"]))
y = np.log1p(houses["price"])
X.columns.tolist()
# %% prep:split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=seed)
# %% [markdown]
# ## Model
# %% train
gbr = GradientBoostingRegressor(n_estimators=n_estimators, max_depth=3, random_state=seed)
gbr.fit(X_train, y_train);
# %%
pd.Series(gbr.feature_importances_, index=X.columns).nlargest(8)
# %% predict
price = np.expm1(gbr.predict(X_test))
# %% evaluate
mape = mean_absolute_percentage_error(np.expm1(y_test), price)
mape_median = mean_absolute_percentage_error(
    np.expm1(y_test), np.full(len(y_test), np.expm1(y_train.median()))
)
print(f"{mape:.1%} (always the median: {mape_median:.1%})")
