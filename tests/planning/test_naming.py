"""Functions are named by their step, their heading, else by what they give."""

from pathlib import Path

from nb2prod.planning.package_names import package_name
from tests.planning.stories import names


def test_a_step_is_taken_at_its_word(tmp_path: Path) -> None:
    story = """
        # %% load:read_the_orders
        df = [1]
        # %% prep:mend_the_order
        df = df + [2]
    """
    assert names(story, tmp_path) == [
        "read_the_orders",
        "mend_the_order",
    ]


def test_a_step_named_like_pythons_or_the_pipelines_own_words_gets_another_name(
    tmp_path: Path,
) -> None:
    story = """
        # %% load:run
        df = [1]
        # %% prep:filter
        df = df + [2]
    """
    assert names(story, tmp_path) == ["load_data", "prepare_data"]


def test_measuring_is_named_after_the_metric_and_not_after_the_first_name(tmp_path: Path) -> None:
    story = """
        # %% load
        y = [1, 2]
        # %% [markdown]
        # ## Is it worth it?
        # %% evaluate
        average = sum(y) / 2
        mae = {"model": average}
    """
    assert names(story, tmp_path)[-1] == "evaluate_mae"


def test_many_metrics_measure_the_model(tmp_path: Path) -> None:
    story = """
        # %% load
        y = [1, 2]
        # %% evaluate
        accuracy = max(y)
        recall = min(y)
    """
    assert names(story, tmp_path)[-1] == "evaluate_model"


def test_a_short_name_is_told_by_the_function_that_made_it(tmp_path: Path) -> None:
    story = """
        # %%
        from sklearn.metrics import confusion_matrix
        # %% load
        y = [1, 2]
        # %% evaluate
        cm = confusion_matrix(y, y)
    """
    assert names(story, tmp_path)[-1] == "evaluate_confusion_matrix"


def test_two_loaded_tables_are_both_named_and_a_numbered_one_is_data(tmp_path: Path) -> None:
    both = """
        # %%
        import pandas as pd
        # %% load
        df_train = pd.read_csv("a.csv")
        df_test = pd.read_csv("b.csv")
        # %% predict
        p = len(df_train) + len(df_test)
    """
    assert names(both, tmp_path)[0] == "load_train_and_test"
    numbered = """
        # %%
        import pandas as pd
        # %% load
        df1 = pd.read_csv("a.csv")
        # %% predict
        p = len(df1)
    """
    assert names(numbered, tmp_path)[0] == "load_data"


def test_a_cell_that_does_one_thing_is_named_after_it(tmp_path: Path) -> None:
    story = """
        # %%
        import pandas as pd
        # %% load
        df = pd.read_csv("a.csv")
        # %% prep
        df = df.dropna()
        # %% predict
        p = len(df)
    """
    assert names(story, tmp_path)[1] == "drop_missing_rows"


def test_halves_that_are_only_changed_are_not_split(tmp_path: Path) -> None:
    story = """
        # %%
        import pandas as pd
        # %% load
        train = pd.read_csv("a.csv")
        test = pd.read_csv("b.csv")
        # %% prep
        train["age"] = 0
        test["age"] = 1
        # %% predict
        p = len(train) + len(test)
    """
    assert names(story, tmp_path)[1] == "prepare_train_and_test"


def test_a_later_heading_keeps_its_name(tmp_path: Path) -> None:
    story = """
        # %%
        import pandas as pd
        # %% load
        df = pd.read_csv("a.csv")
        # %% [markdown]
        # ## Some age is missing
        # %% prep
        df = df.fillna(0)
        # %% [markdown]
        # ## Filling missing values
        # %% prep
        df["port"] = 0
        # %% predict
        p = len(df)
    """
    assert names(story, tmp_path)[1:3] == ["prepare_data", "fill_missing_values"]


def test_a_heading_over_several_roles_names_the_first_unless_it_speaks_of_both(
    tmp_path: Path,
) -> None:
    story = """
        # %% [markdown]
        # ## {}
        # %% load
        df = list([1])
        # %% train
        forest = sum(df)
        # %% predict
        p = forest + 1
    """
    assert names(story.format("Read the orders"), tmp_path)[:2] == ["read_orders", "train_forest"]
    assert names(story.format("Read and fit"), tmp_path)[:2] == ["load_data", "train_forest"]


def test_one_verb_alone_takes_the_column_that_it_sets(tmp_path: Path) -> None:
    story = """
        # %%
        import pandas as pd
        # %% load
        df = pd.read_csv("a.csv")
        # %% [markdown]
        # ## Binning
        # %% prep
        df["Age"] = df["Age"] // 10
        # %% predict
        p = len(df)
    """
    assert names(story, tmp_path)[1] == "bin_age"


def test_training_is_named_after_the_model_and_not_after_what_comes_with_it(tmp_path: Path) -> None:
    story = """
        # %%
        from sklearn.svm import SVC
        # %% load
        rows = list([[1], [2]])
        # %% train
        booster = SVC()
        booster.fit(rows, [0, 1])
        leftover = rows[:1]
        # %% predict
        p = booster.predict(leftover)
    """
    assert names(story, tmp_path)[1] == "train_booster"


def test_a_package_keeps_away_from_keywords_and_modules() -> None:
    assert package_name("Untitled (1)") == "untitled_1"
    assert package_name("class") == "class_project"
    assert package_name("json") == "json_project"
    assert package_name("2024 sales") == "project_2024_sales"
    assert package_name("pandas", {"pandas"}) == "pandas_project"


def test_what_is_only_made_is_not_called_trained(tmp_path: Path) -> None:
    story = """
        # %% load
        rows = [1]
        # %% train
        from networks import Net, Adam
        model = Net(4)
        optimizer = Adam(model, rows)
        # %% train:fit_network
        for epoch in range(3):
            optimizer.step()
            model.learn(rows)
    """
    assert names(story, tmp_path)[1:] == ["build_model", "fit_network"]
