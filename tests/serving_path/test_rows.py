"""Choices of rows are for training; what serving gets is one row, and it stays."""

from pathlib import Path

import pytest

from tests.serving_path.ways import check_refused, check_served

_CHOICES = (
    'orders = orders[orders["parcels"] > 2]',
    'orders = orders.query("parcels > 2")',
    'orders = orders.dropna(subset=["weight"])',
    'orders.dropna(subset=["weight"], inplace=True)',
    "orders = orders.drop_duplicates()",
    'orders = orders.sort_values("minutes")',
    'orders.sort_values("minutes", inplace=True)',
    'orders = orders.loc[orders["parcels"] > 2]',
    'orders = orders.loc[orders["parcels"] > 2, ["weight", "parcels", "minutes"]]',
    "orders = orders.iloc[5:100]",
    "orders = orders[:100]",
    "orders = orders.sample(frac=1, random_state=3)",
    "orders = orders.drop([3, 4])",
    'orders = orders[orders["minutes"] < orders["minutes"].quantile(0.9)]',
    'orders = orders.drop(orders[orders["parcels"] > 8].index)',
    'orders.drop(orders[orders["parcels"] > 8].index, inplace=True)',
    "orders = orders.head(90).reset_index(drop=True)",
)


@pytest.mark.parametrize("choice", _CHOICES)
def test_a_choice_of_rows_is_for_training(tmp_path: Path, choice: str) -> None:
    check_served(
        tmp_path,
        f"""
        # %% prep
        {choice}
        X = orders[["parcels"]]
        """,
    )


def test_columns_dropped_in_place_stay_dropped(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        X = orders[["parcels", "id", "kind"]].copy()
        X.drop(columns=["kind"], inplace=True)
        """,
        'X.drop(columns=["kind"], inplace=True)',
    )


SPLIT = """
# %% imports
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
# %% load
orders = pd.read_csv("orders.csv")
"""
TESTED = """
# %% train
model = LinearRegression()
model.fit(X_train, y_train)
# %% predict
answer = model.predict(X_test)
"""


def test_tables_are_dealt_out(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{SPLIT}
# %% prep
X = orders[["parcels", "id"]]
X_train, X_test, y_train, y_test = train_test_split(X, orders["minutes"], random_state=1)
{TESTED}""",
        "X_test = X",
    )


def test_arrays_are_dealt_out(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{SPLIT}
# %% prep
X = orders[["parcels", "id"]].values
y = orders["minutes"].values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
{TESTED}""",
        "X_test = X",
    )


def test_one_table_is_dealt_out_before_prep(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{SPLIT}
# %% prep
train, test = train_test_split(orders, random_state=1)
middle = train["weight"].median()
for table in [train, test]:
    table["weight"] = table["weight"].fillna(middle)
X_train, y_train = train[["weight", "parcels"]], train["minutes"]
X_test = test[["weight", "parcels"]]
{TESTED}""",
        "fillna(frozen.middle)",
        learnt="middle",
    )


def test_rows_are_split_by_position(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{SPLIT}
# %% prep
n = int(0.8 * len(orders))
X_train, X_test = orders[["parcels"]].iloc[:n], orders[["parcels"]].iloc[n:]
y_train = orders["minutes"].iloc[:n]
{TESTED}""",
    )


def test_a_list_made_row_by_row(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        months = []
        for i in range(len(orders)):
            months.append(int(orders["day"].iloc[i].split("-")[1]))
        orders["month"] = months
        X = orders[["month", "parcels"]]
        """,
        "for i in range(len(orders)):",
    )


def test_rows_that_are_walked_by_iterrows(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        for i, row in orders.iterrows():
            orders.loc[i, "double"] = row["parcels"] * 2
        X = orders[["double", "parcels"]]
        """,
        "for i, row in orders.iterrows():",
    )


def test_a_neighbour_in_a_row_loop_is_refused(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        before = [0]
        for i in range(1, len(orders)):
            before.append(orders["parcels"].iloc[i - 1])
        orders["before"] = before
        X = orders[["before", "parcels"]]
        """,
    )


def test_halves_that_are_changed_in_place_are_two_tables(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        f"""{SPLIT}
# %% prep
train, test = train_test_split(orders, random_state=1)
for table in (train, test):
    table["parcels"] = table["parcels"] * 2
    table.drop("kind", axis=1, inplace=True)
X_train, y_train = train[["parcels"]], train["minutes"]
X_test = test[["parcels"]]
{TESTED}""",
        "test = orders.copy()",
    )


def test_texts_that_no_answer_needs_may_be_missing(tmp_path: Path) -> None:
    serving = check_served(
        tmp_path,
        """
        # %% prep
        for column in ["city", "kind"]:
            orders[column] = orders[column].str.upper()
        X = pd.get_dummies(orders[["kind", "parcels"]])
        """,
        learnt="kind_levels",
    )
    assert serving.rows is not None
    assert serving.rows.text_blanks == ("city", "day")


def test_columns_that_are_numbered_stay_numbers(tmp_path: Path) -> None:
    serving = check_served(
        tmp_path,
        """
        # %% imports
        import pandas as pd
        from sklearn.linear_model import LinearRegression
        # %% load
        orders = pd.read_csv("orders.csv", header=None, skiprows=1)
        # %% prep
        X = orders.loc[:, 4:4].values
        y = orders[6].values
        # %% train
        model = LinearRegression().fit(X, y)
        # %% predict
        answer = model.predict(X)
        """,
    )
    assert serving.rows is not None
    assert serving.rows.integer_columns


def test_leaving_out_rows_is_for_training_though_this_table_had_none_to_leave_out(
    tmp_path: Path,
) -> None:
    serving = check_served(
        tmp_path,
        """
        # %% prep
        orders.drop_duplicates(inplace=True)
        orders = orders.dropna(subset=["parcels"])
        X = orders[["parcels", "id"]]
        """,
    )
    assert serving.rows is not None
    assert not any("drop" in piece.text for piece in serving.rows.pieces)


def test_a_label_that_is_taken_off_beside_the_question_is_asked_of_nobody(tmp_path: Path) -> None:
    serving = check_served(
        tmp_path,
        """
        # %% imports
        import pandas as pd
        from sklearn.linear_model import LinearRegression
        from sklearn.model_selection import train_test_split
        # %% load
        orders = pd.read_csv("orders.csv")
        # %% prep
        train_set, test_set = train_test_split(orders[["parcels", "minutes"]], random_state=1)
        # %% train
        model = LinearRegression()
        model.fit(train_set.drop("minutes", axis=1), train_set["minutes"])
        # %% predict
        X_test = test_set.drop("minutes", axis=1)
        y_test = test_set["minutes"].copy()
        answer = model.predict(X_test)
        """,
    )
    assert [column.name for column in serving.columns] == ["parcels"]
