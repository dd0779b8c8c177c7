"""Tables beside the request's: looked up, stacked, or looped over together with it."""

from pathlib import Path

from tests.serving_path.ways import check_refused, check_served

FILES = """
# %% imports
import pandas as pd
from sklearn.linear_model import LinearRegression
# %% load
train = pd.read_csv("orders.csv").iloc[:70]
test = pd.read_csv("orders.csv").iloc[70:].reset_index(drop=True)
cities = pd.read_csv("cities.csv")
"""
TESTED = """
# %% train
model = LinearRegression()
model.fit(X_train, train["minutes"])
# %% predict
answer = model.predict(X_test)
"""


def test_a_second_table_is_looked_up(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{FILES}
# %% prep
def joined(table):
    return table.merge(cities, on="city", how="left")[["people", "parcels"]].fillna(0)
X_train = joined(train)
X_test = joined(test)
{TESTED}""",
        "frozen.cities",
        learnt="cities",
    )


def test_a_loop_over_both_tables_is_a_loop_over_one(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{FILES}
# %% prep
middle = train["weight"].median()
for table in [train, test]:
    table["weight"] = table["weight"].fillna(middle)
    table["heavy"] = (table["weight"] > 10).astype(int)
features = ["weight", "heavy", "parcels"]
X_train, X_test = train[features], test[features]
{TESTED}""",
        "for table in [test]:",
        "fillna(frozen.middle)",
        learnt="middle",
    )


def test_each_table_is_filled_with_its_own_median(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{FILES}
# %% prep
both = [train, test]
for table in both:
    table["weight"] = table["weight"].fillna(table["weight"].median())
X_train, X_test = train[["weight"]], test[["weight"]]
{TESTED}""",
        "both = [test]",
        "fillna(frozen.weight_median)",
        learnt="weight_median",
    )


def test_tables_stacked_and_parted_again(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{FILES}
# %% prep
n = len(train)
data = pd.concat([train, test], ignore_index=True)
data["weight"] = data["weight"].fillna(data["weight"].mean())
data = pd.get_dummies(data[["weight", "kind"]])
X_train = data[:n]
X_test = data[n:]
{TESTED}""",
        "data = pd.concat([test], ignore_index=True)",
        learnt="weight_mean kind_levels",
    )


def test_stacked_tables_parted_by_a_mark(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{FILES}
# %% prep
train["part"] = "train"
test["part"] = "test"
data = pd.concat((train, test))
data["weight"] = data["weight"].fillna(data["weight"].mean())
X_train = data[data["part"] == "train"][["weight", "parcels"]]
X_test = data.loc[data["part"] == "test", ["weight", "parcels"]]
{TESTED}""",
        "data = pd.concat((test,))",
        learnt="weight_mean",
    )


def test_the_other_table_itself_is_no_statistic(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        f"""{FILES}
# %% prep
test["before"] = train["parcels"].iloc[:len(test)].values
train["before"] = train["parcels"]
X_train, X_test = train[["before"]], test[["before"]]
{TESTED}""",
    )
