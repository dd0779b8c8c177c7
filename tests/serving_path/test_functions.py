"""Functions of the notebook on the way, with what they read and learn."""

from pathlib import Path

from tests.serving_path.ways import check_refused, check_served


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
