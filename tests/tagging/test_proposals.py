"""Notebooks whose cells lost their tags get them back, and cells that need none get none."""

from dataclasses import replace
from pathlib import Path

import pytest

from nb2prod.api import tags_for
from nb2prod.model.tagging import Tagging
from nb2prod.reading.ipynb import read
from tests.notebooks import corpus_names, corpus_notebook, write_notebook


def check_tags(folder: Path, text: str) -> Tagging:
    """The tags that stand in the text are what is proposed once they are gone."""
    notebook = read(write_notebook(folder / "story.ipynb", text))
    bare = replace(notebook, cells=tuple(replace(cell, tags=()) for cell in notebook.cells))
    found = tags_for(bare)
    wanted = {cell.index: [tag.role.value for tag in cell.tags] for cell in notebook.code_cells}
    given = {cell.cell_index: [tag.role.value for tag in cell.proposed] for cell in found.cells}
    assert given == wanted, [(cell.cell_index, cell.reason) for cell in found.cells]
    return found


def test_a_plain_notebook_from_the_file_to_the_score(tmp_path: Path) -> None:
    found = check_tags(
        tmp_path,
        """
        # %% imports
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score
        pd.set_option("display.max_columns", 50)
        # %% load
        df = pd.read_csv("orders.csv")
        df.head()
        # %%
        df.describe()
        # %% prep
        df["late"] = df["minutes"] > 30
        # %%
        df.groupby("late").mean()
        # %% prep
        X_train, X_test = df[:80], df[80:]
        # %% train
        model = LogisticRegression()
        # %% train
        model.fit(X_train[["km"]], X_train["late"])
        # %% predict
        answers = model.predict(X_test[["km"]])
        # %% evaluate
        accuracy = accuracy_score(X_test["late"], answers)
        """,
    )
    assert found.refusal == ""
    assert all(0 < cell.confidence <= 1 and cell.reason for cell in found.cells)


def test_what_the_prediction_does_not_need_gets_no_tag(tmp_path: Path) -> None:
    check_tags(
        tmp_path,
        """
        # %% load
        df = pd.read_csv("orders.csv")
        # %%
        by_day = df.groupby("day").sum()
        # %%
        by_day["share"] = by_day["km"] / by_day["km"].sum()
        # %%
        plt.plot(by_day)
        # %%
        def shown(table):
            return table.head()
        # %%
        # %% train
        model = Ridge().fit(df[["km"]], df["minutes"])
        # %% predict
        model.predict(df[["km"]])
        """,
    )


def test_the_model_that_is_asked_last_wins_over_its_rivals(tmp_path: Path) -> None:
    found = check_tags(
        tmp_path,
        """
        # %% load
        df = pd.read_csv("orders.csv")
        # %%
        tree = DecisionTreeRegressor()
        tree.fit(df[["km"]], df["minutes"])
        # %%
        guessed = tree.predict(df[["km"]])
        # %%
        print(r2_score(df["minutes"], guessed))
        # %% train
        forest = RandomForestRegressor()
        forest.fit(df[["km"]], df["minutes"])
        # %% predict
        answers = forest.predict(df[["km"]])
        # %% evaluate
        print(r2_score(df["minutes"], answers))
        """,
    )
    assert "another model" in found.cells[2].reason


def test_the_model_that_is_saved_wins_over_one_that_is_asked_later(tmp_path: Path) -> None:
    check_tags(
        tmp_path,
        """
        # %% load
        df = pd.read_csv("orders.csv")
        # %% train predict
        model = LinearRegression()
        model.fit(df[["km"]], df["minutes"])
        answers = model.predict(df[["km", "late"]])
        # %%
        with open("model.bin", "wb") as file:
            pickle.dump((columns, model), file)
        # %%
        model = Lasso(0.1)
        model.fit(df[["km"]], df["minutes"])
        answers = model.predict(df[["km", "late"]])
        """,
    )


def test_a_transformer_prepares_and_a_grid_belongs_to_training(tmp_path: Path) -> None:
    check_tags(
        tmp_path,
        """
        # %% load
        df = pd.read_parquet("orders.parquet")
        # %% prep
        numbers = ["km", "items"]
        # %% prep
        scaler = StandardScaler()
        X = scaler.fit_transform(df[numbers])
        # %% train
        grid = {"alpha": [0.1, 1, 10]}
        # %% train
        search = GridSearchCV(Ridge(), grid)
        search.fit(X, df["minutes"])
        # %% train
        best = search.best_estimator_
        # %% predict
        answers = best.predict(scaler.transform(new))
        """,
    )


def test_functions_of_the_notebook_do_for_their_callers_what_their_bodies_do(
    tmp_path: Path,
) -> None:
    check_tags(
        tmp_path,
        """
        # %%
        def read_trips(name):
            table = pd.read_csv(name)
            return table.dropna()
        # %%
        def train(rows, truth):
            model = LogisticRegression()
            model.fit(rows, truth)
            return model
        # %%
        def answer(rows, model):
            return model.predict_proba(rows)[:, 1]
        # %% load
        trips = read_trips("march.csv")
        # %% train
        model = train(trips[["km"]], trips["late"])
        # %% predict
        y_pred = answer(trips[["km", "day"]], model)
        """,
    )


def test_a_fit_that_a_later_one_undoes_is_left_out(tmp_path: Path) -> None:
    check_tags(
        tmp_path,
        """
        # %% load
        X, y = load_iris(return_X_y=True)
        # %% train
        model = RandomForestClassifier(random_state=1)
        # %%
        model.fit(X, y)
        # %% prep
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
        # %% train
        model.fit(X_train, y_train)
        # %% predict
        print(model.predict(X_test))
        # %% evaluate
        print(model.score(X_test, y_test))
        """,
    )


def test_plain_values_are_parameters_and_lists_of_columns_are_not(tmp_path: Path) -> None:
    check_tags(
        tmp_path,
        """
        # %% parameters
        data_file = "orders.csv"
        share = 0.2
        # %% load
        df = pd.read_csv(data_file)
        # %% prep
        columns = ["km", "items"]
        # %% prep
        X = df[columns].sample(frac=share, random_state=1)
        # %% train
        model = Ridge().fit(X, df["minutes"])
        """,
    )


def test_without_a_model_the_last_table_is_what_counts(tmp_path: Path) -> None:
    check_tags(
        tmp_path,
        """
        # %% load
        df = pd.read_csv("orders.csv")
        # %% prep
        daily = df.groupby("day").sum()
        # %%
        weekly = df.groupby("week").sum()
        # %%
        weekly.plot()
        # %% prep
        daily.to_csv("daily.csv")
        """,
    )


def test_a_model_that_is_only_fitted_in_a_loop_is_still_trained(tmp_path: Path) -> None:
    check_tags(
        tmp_path,
        """
        # %% load
        df = pd.read_csv("orders.csv")
        # %% train
        for depth in range(3):
            model = DecisionTreeClassifier(max_depth=depth)
            model.fit(df[["km"]], df["late"])
            print(model.score(df[["km"]], df["late"]))
        """,
    )


def test_tags_that_are_there_stay_and_decide_which_model_it_is(tmp_path: Path) -> None:
    path = write_notebook(
        tmp_path / "a.ipynb",
        """
        # %%
        df = pd.read_csv("orders.csv")
        # %% train:tree
        tree = DecisionTreeRegressor().fit(df[["km"]], df["minutes"])
        # %% predict
        tree.predict(df[["km", "late"]])
        # %%
        forest = RandomForestRegressor().fit(df[["km"]], df["minutes"])
        # %%
        answers = forest.predict(df[["km", "late"]])
        """,
    )
    found = tags_for(read(path))
    assert [[tag.role.value for tag in cell.proposed] for cell in found.cells] == [
        ["load"], [], [], [], []
    ]  # fmt: skip
    assert [tag.name for tag in found.cells[1].present] == ["tree"]


def test_a_cell_that_the_plan_misses_is_tagged_with_what_comes_after_it(tmp_path: Path) -> None:
    found = check_tags(
        tmp_path,
        """
        # %% imports
        import numpy as np
        import pandas as pd
        from sklearn.linear_model import Ridge
        # %% load
        df = pd.read_csv("orders.csv")
        # %% prep
        np.random.seed(1)
        few = df.sample(3)
        # %% prep
        df["km"] = df["km"] + np.random.rand(len(df))
        # %% train
        model = Ridge().fit(df[["km"]], df["minutes"])
        # %% predict
        answers = model.predict(df[["km", "late"]])
        """,
    )
    assert found.refusal == ""
    assert "random numbers" in found.cells[2].reason


def test_what_still_stops_a_conversion_is_told(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "df = pd.read_csv(name)\nX = df[(")
    found = tags_for(read(path))
    assert "not valid Python" in found.refusal
    assert not found.proposed
    path = write_notebook(tmp_path / "b.ipynb", "import pandas as pd\ndf = pd.read_csv(name)")
    found = tags_for(read(path))
    assert "`name` is read here, but no cell binds it" in found.refusal


def test_a_notebook_without_data_and_model_gets_nothing(tmp_path: Path) -> None:
    check_tags(tmp_path, "# %%\nprint('hello')\n# %%\nx = 1\n# %%\nclass A:\n    pass")


@pytest.mark.parametrize("name", corpus_names())
def test_the_corpus_can_be_planned_with_the_proposed_tags(tmp_path: Path, name: str) -> None:
    notebook = read(corpus_notebook(name, tmp_path))
    bare = replace(notebook, cells=tuple(replace(cell, tags=()) for cell in notebook.cells))
    found = tags_for(bare)
    assert found.refusal == ""
    assert "predict" in {tag.role.value for cell in found.proposed for tag in cell.proposed}
