"""Levels, bins and groups are those of training."""

from pathlib import Path

from tests.serving_path.ways import check_refused, check_served


def test_a_statistic_of_the_group_is_looked_up(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["usual"] = orders.groupby("kind")["weight"].transform("mean")
        X = orders[["usual", "parcels"]]
        """,
        'orders["kind"].map(frozen.weight_mean_by_kind)'.replace('"', "'"),
        learnt="weight_mean_by_kind",
    )


def test_a_gap_is_filled_with_the_median_of_its_group(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["weight"] = orders.groupby("kind")["weight"].transform(
            lambda s: s.fillna(s.median())
        )
        X = orders[["weight", "parcels"]]
        """,
        "fillna(orders['kind'].map(frozen.",
        learnt="weight_median_by_kind",
    )


def test_a_value_is_set_against_its_group(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        grouped = orders.groupby(["kind"])["parcels"].transform(lambda s: (s - s.mean()) / s.std())
        X = pd.DataFrame({"z": grouped, "parcels": orders["parcels"]})
        """,
        learnt="parcels_mean_by_kind parcels_std_by_kind",
    )


def test_groups_of_two_keys(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["city"] = orders["city"].fillna("?")
        orders["usual"] = orders.groupby(["kind", "city"])["parcels"].transform("mean")
        X = orders[["usual", "parcels"]]
        """,
        learnt="parcels_mean_by_kind_city",
    )


def test_a_grouped_table_that_is_merged_back(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        usual = orders.groupby("kind", as_index=False)["parcels"].mean()
        orders = orders.merge(usual.rename(columns={"parcels": "usual"}), on="kind", how="left")
        X = orders[["usual", "parcels"]]
        """,
        "frozen.usual",
        learnt="usual",
    )


def test_ranks_within_a_group_are_refused(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        orders["place"] = orders.groupby("kind")["parcels"].transform("rank")
        X = orders[["place", "parcels"]]
        """,
        'transform("rank")',
        "other rows of its group",
    )


def test_a_group_lambda_that_looks_at_neighbours_is_refused(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        parcels = orders.groupby("kind")["parcels"]
        orders["before"] = parcels.transform(lambda s: s.shift(1).fillna(0))
        X = orders[["before", "parcels"]]
        """,
        "s.shift(1)",
    )


def test_codes_of_a_category(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["city"] = orders["city"].astype("category").cat.codes
        X = orders[["city", "parcels"]]
        """,
        'orders["city"].astype(frozen.city_levels).cat.codes',
        learnt="city_levels",
    )


def test_factorized_levels(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["kind"] = pd.factorize(orders["kind"])[0]
        orders["city"], cities = pd.factorize(orders["city"])
        X = orders[["kind", "city", "parcels"]]
        """,
        'frozen.kind_levels.get_indexer(orders["kind"])',
        learnt="kind_levels city_levels",
    )


def test_dummies_of_named_columns(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        X = pd.get_dummies(orders[["kind", "city", "parcels"]], columns=["kind", "city"])
        """,
        "astype(frozen.category_levels)",
        learnt="category_levels",
    )


def test_dummies_of_columns_in_a_list(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        texts = ["kind", "parcels"]
        X = pd.get_dummies(orders[["kind", "parcels"]], columns=texts, drop_first=True)
        """,
        "drop_first=True",
        learnt="category_levels",
    )


def test_dummies_of_a_whole_table(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        X = pd.get_dummies(orders[["kind", "city", "parcels"]], drop_first=True)
        """,
        "astype(frozen.category_levels)",
        learnt="category_levels",
    )


def test_dummies_of_a_column_beside_the_table(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        kinds = pd.get_dummies(orders["kind"], prefix="k", dtype=int)
        X = pd.concat([orders[["parcels"]], kinds], axis=1)
        """,
        'orders["kind"].astype(frozen.kind_levels)',
        learnt="kind_levels",
    )


def test_bins_of_equal_width(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["size"] = pd.cut(orders["parcels"], 4, labels=False)
        X = orders[["size", "parcels"]]
        """,
        "frozen.parcels_edges",
        learnt="parcels_edges",
    )


def test_bins_of_equal_counts_and_their_dummies(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["size"] = pd.qcut(orders["id"], q=3, labels=["s", "m", "l"])
        X = pd.get_dummies(orders[["size", "parcels"]])
        """,
        "include_lowest=True",
        learnt="id_edges size_levels",
    )


def test_bins_with_given_edges_learn_nothing(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["size"] = pd.cut(orders["parcels"], [0, 3, 6, 9], labels=[0, 1, 2]).astype(int)
        X = orders[["size", "parcels"]]
        """,
        "pd.cut(orders",
    )
