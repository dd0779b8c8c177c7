"""Statistics of the whole table are learnt in training and read from what was saved."""

from pathlib import Path

from tests.serving_path.ways import check_served


def test_a_median_is_learnt(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["weight"] = orders["weight"].fillna(orders["weight"].median())
        X = orders[["weight", "parcels"]]
        """,
        'orders["weight"].fillna(frozen.weight_median)',
        learnt="weight_median",
    )


def test_the_largest_expression_without_rows_is_learnt(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        weight = orders["weight"]
        orders["weight"] = weight.fillna(weight.mean() + 2 * weight.std())
        X = orders[["weight", "parcels"]]
        """,
        "weight.fillna(frozen.",
        learnt="weight_mean",
    )


def test_in_a_loop_a_statistic_is_kept_once_for_each_column(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        for column in ["weight", "parcels"]:
            orders[column] = orders[column].fillna(orders[column].median())
        X = orders[["weight", "parcels"]]
        """,
        "fillna(frozen.median_by_column[column])",
        learnt="median_by_column",
    )


def test_a_statistic_bound_in_a_loop_is_kept_once_for_each_pass(tmp_path: Path) -> None:
    serving = check_served(
        tmp_path,
        """
        # %% prep
        for column in ["weight", "parcels"]:
            middle = orders[column].median()
            orders[column] = orders[column].fillna(middle)
        X = orders[["weight", "parcels"]]
        """,
        "fillna(frozen.middle_by_column[column])",
        learnt="middle_by_column",
    )
    assert serving.rows is not None
    assert "median()" not in "".join(piece.text for piece in serving.rows.pieces)


def test_a_name_that_is_bound_again_is_kept_as_it_was(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        m = orders["weight"].mean()
        orders["weight"] = orders["weight"].fillna(m)
        m = orders["parcels"].mean()
        orders["parcels"] = orders["parcels"] - m
        X = orders[["weight", "parcels"]]
        """,
        "fillna(frozen.earlier_m)",
        "- frozen.m",
        learnt="earlier_m m",
    )


def test_a_map_of_counts_is_learnt(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["seen"] = orders["kind"].map(orders["kind"].value_counts())
        X = orders[["seen", "parcels"]]
        """,
        'orders["kind"].map(frozen.kind_value_counts)',
        learnt="kind_value_counts",
    )


def test_a_lambda_reads_a_learnt_value(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        limit = orders["parcels"].quantile(0.9)
        orders["many"] = orders["parcels"].apply(lambda n: 1 if n > limit else 0)
        X = orders[["many", "parcels"]]
        """,
        "lambda n: 1 if n > frozen.limit else 0",
        learnt="limit",
    )


def test_columns_found_by_their_types_are_learnt(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders = orders.drop(columns=["id", "minutes"]).assign(minutes=orders["minutes"])
        orders["weight"] = orders["weight"].fillna(0)
        numbers = orders.select_dtypes("number").columns.drop("minutes")
        X = orders[numbers]
        """,
        "[frozen.numbers]",
        learnt="numbers",
    )


def test_a_table_of_chosen_columns_is_chosen_again(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["weight"] = orders["weight"].fillna(0)
        X = orders.drop(columns=["id", "minutes"]).select_dtypes("number")
        """,
        "[frozen.chosen_columns]",
        learnt="chosen_columns",
    )


def test_columns_with_too_many_gaps_are_those_of_training(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        X = orders[["weight", "parcels", "id"]].dropna(axis=1)
        """,
        "[frozen.chosen_columns]",
        learnt="chosen_columns",
    )


def test_parameters_are_saved_with_the_model(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% imports
        import pandas as pd
        from sklearn.linear_model import LinearRegression
        # %% parameters
        heavy = 20
        # %% load
        orders = pd.read_csv("orders.csv")
        # %% prep
        orders["heavy"] = orders["weight"] > heavy
        X = orders[["heavy", "parcels"]]
        # %% train
        model = LinearRegression()
        model.fit(X, orders["minutes"])
        # %% predict
        answer = model.predict(X)
        """,
        'orders["weight"] > frozen.heavy',
        learnt="heavy",
    )
