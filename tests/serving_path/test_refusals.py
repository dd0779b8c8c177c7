"""What needs other rows, or what no request has, is refused with the expression named."""

from pathlib import Path

import pytest

from tests.serving_path.ways import IMPORTS, MODEL, check_refused, check_served, served

_CROSSING = (
    'orders["parcels"].shift(1).fillna(0)',
    'orders["parcels"].rolling(3).mean().fillna(0)',
    'orders["parcels"].rank()',
    'orders["parcels"].rank(pct=True)',
    'orders["parcels"].cumsum()',
    'orders["weight"].interpolate().fillna(0)',
    'orders["weight"].ffill().fillna(0)',
    'orders["weight"].bfill().fillna(0)',
    'orders["parcels"].diff().fillna(0)',
    'orders.groupby("kind").cumcount()',
    'orders.groupby("kind")["parcels"].rank()',
    'orders.groupby("kind").ngroup()',
    'orders["parcels"].expanding().max()',
    'orders["kind"].duplicated()',
    'orders["parcels"].pct_change().fillna(0)',
)


@pytest.mark.parametrize("expression", _CROSSING)
def test_an_expression_that_looks_at_other_rows_is_refused(tmp_path: Path, expression: str) -> None:
    check_refused(
        tmp_path,
        f"""
        # %% prep
        orders["new"] = {expression}
        X = orders[["new", "parcels"]]
        """,
        expression.split("(")[0].rsplit(".", 1)[-1],
    )


def test_random_imputation_is_refused(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        guesses = np.random.uniform(1, 30, size=len(orders))
        orders["weight"] = orders["weight"].fillna(pd.Series(guesses))
        X = orders[["weight", "parcels"]]
        """,
    )


def test_noise_on_each_value_is_refused(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        orders["weight"] = orders["weight"].apply(
            lambda w: np.random.uniform() if np.isnan(w) else w
        )
        X = orders[["weight", "parcels"]]
        """,
    )


def test_a_table_sized_value_is_no_statistic(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        ranks = orders["parcels"].rank().to_dict()
        orders["rank"] = orders["id"].map(ranks)
        X = orders[["rank", "parcels"]]
        """,
        "grows with the table",
    )


def test_a_feature_made_of_the_label_is_refused(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        orders["late"] = (orders["minutes"] > 30).astype(int)
        X = orders[["late", "parcels"]]
        """,
        "minutes",
        "label",
    )


def test_a_value_filled_by_the_label_of_its_row_is_refused(tmp_path: Path) -> None:
    check_refused(
        tmp_path,
        """
        # %% prep
        orders.loc[7, "parcels"] = 99
        X = orders[["parcels"]]
        """,
    )


def test_a_label_that_is_only_made_ready_is_not_asked_for(tmp_path: Path) -> None:
    serving = check_served(
        tmp_path,
        """
        # %% prep
        orders["minutes"] = orders["minutes"].astype(int) * 2
        X = orders.drop(columns=["minutes", "city", "kind", "day", "weight"])
        """,
    )
    assert serving.label == "minutes"
    assert [column.name for column in serving.columns] == ["id", "parcels"]


def test_a_statistic_of_the_label_is_learnt(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        usual = orders.groupby("kind")["minutes"].mean()
        orders["usual"] = orders["kind"].map(usual)
        X = orders[["usual", "parcels"]]
        """,
        "frozen.usual",
        learnt="usual",
    )


def test_a_table_that_was_too_large_to_be_kept_is_named(tmp_path: Path) -> None:
    prep = "# %% prep\nX = orders[['parcels', 'id']].head(9)\norders = orders.head(9)\n"
    text = IMPORTS + prep + MODEL
    serving = served(tmp_path, text, room=2_000)
    assert serving.rung == "features"
    assert "`orders` was not kept: 0.0 GB are too large" in serving.stopped_by
