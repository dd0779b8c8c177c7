"""Functions of the notebook on the way, with what they read and learn."""

from pathlib import Path
from textwrap import indent

from tests.serving_path.ways import IMPORTS, check_refused, check_served, served


def test_a_function_that_learns_nothing_is_called(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        def tidy(table):
            table = table.copy()
            table["weight"] = table["weight"].fillna(0)
            return table
        orders = tidy(orders)
        X = orders[["weight", "parcels"]]
        """,
        "orders = tidy(orders)",
    )


def test_a_function_that_learns_is_opened_up(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        def tidy(table):
            table = table.copy()
            table["weight"] = table["weight"].fillna(table["weight"].median())
            return table
        orders = tidy(orders)
        X = orders[["weight", "parcels"]]
        """,
        "fillna(frozen.weight_median)",
        learnt="weight_median",
    )


def test_a_function_that_changes_the_table_is_opened_in_the_loop_that_calls_it(
    tmp_path: Path,
) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        def cap(col, q=0.9):
            limit = orders[col].quantile(q)
            orders[col] = orders[col].clip(upper=limit)
            return limit
        for c in ["id", "parcels"]:
            cap(c)
        X = orders[["id", "parcels"]]
        """,
        "orders[c] = orders[c].clip(upper=frozen.limit_by_c[c])",
        learnt="limit_by_c",
    )


def test_a_function_that_changes_the_table_is_opened_at_each_of_its_calls(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        def cap(col, q=0.9):
            limit = orders[col].quantile(q)
            orders[col] = orders[col].clip(upper=limit)
        cap("id")
        cap("minutes", 0.8)
        X = orders[["id", "parcels"]].assign(longest=orders["id"])
        """,
        "orders['id'] = orders['id'].clip(upper=frozen.",
        learnt="limit",
    )


def test_a_function_of_one_column_is_opened_in_a_loop(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        def capped(col, q=0.9):
            return col.clip(upper=col.quantile(q))
        for c in ["id", "parcels"]:
            orders[c] = capped(orders[c])
        X = orders[["id", "parcels"]]
        """,
        "orders[c] = col.clip(upper=frozen.col_quantile[c])",
        learnt="col_quantile",
    )


def test_a_function_whose_names_others_use_is_not_opened(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        limit = 3
        def cap(col, q=0.9):
            limit = orders[col].quantile(q)
            orders[col] = orders[col].clip(upper=limit)
        cap("id")
        X = orders[["id", "parcels"]].assign(limit=limit)
        """,
        'cap("id")',
    )


def test_predict_asks_a_function_that_reads_what_training_learnt(tmp_path: Path) -> None:
    serving = served(
        tmp_path,
        f"""
        {indent(IMPORTS, " " * 8)}
        # %% train
        usual = orders.groupby("city")["minutes"].mean()
        # %% predict
        def minutes_for(rows):
            return rows["city"].map(usual).fillna(0) + rows["parcels"]
        answer = minutes_for(orders)
        """,
    )
    assert [column.name for column in serving.columns] == ["city", "parcels"]


def test_a_function_reads_a_learnt_value_of_the_notebook(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        limit = orders["parcels"].quantile(0.8)
        def is_large(n):
            return int(n > limit)
        orders["large"] = orders["parcels"].apply(lambda n: is_large(n))
        X = orders[["large", "parcels"]]
        """,
        learnt="limit",
    )


def test_a_function_applied_to_each_value(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        def month(text):
            return int(text.split("-")[1])
        orders["month"] = orders["day"].apply(month)
        X = orders[["month", "parcels"]]
        """,
        'orders["day"].apply(month)',
    )


def test_texts_and_dates_are_taken_apart(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["day"] = pd.to_datetime(orders["day"])
        orders["month"] = orders["day"].dt.month
        orders["long"] = orders["kind"].str.len()
        orders["heavy"] = np.where(orders["weight"] > 10, 1, 0)
        X = orders[["month", "long", "heavy"]]
        """,
        'orders["day"].dt.month',
        'orders["kind"].str.len()',
    )


def test_a_function_of_the_whole_table_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        def tidy(table):
            if len(table) > 5:
                return table.assign(weight=table["weight"].fillna(table["weight"].median()))
            return table
        orders = tidy(orders)
        orders["weight"] = orders["weight"].fillna(0)
        X = orders[["weight", "parcels"]]
        """,
        "tidy(orders)",
    )
