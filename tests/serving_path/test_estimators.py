"""Encoders and scalers are fitted in training, and only applied in serving."""

from pathlib import Path

from tests.serving_path.ways import IMPORTS, MODEL, check_served, decided


def test_a_named_scaler_is_applied(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        scaler = StandardScaler()
        X = scaler.fit_transform(orders[["parcels", "id"]])
        """,
        "X = frozen.scaler.transform(",
        learnt="scaler",
    )


def test_a_scaler_without_a_name_gets_one(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        X = MinMaxScaler().fit_transform(orders[["parcels", "id"]])
        """,
        "X = frozen.min_max_scaler.transform(",
        learnt="min_max_scaler",
    )


def test_an_encoder_fitted_again_for_each_column_is_kept_for_each(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        le = LabelEncoder()
        orders["city"] = orders["city"].fillna("?")
        for column in ["city", "kind"]:
            orders[column] = le.fit_transform(orders[column])
        X = orders[["city", "kind", "parcels"]]
        """,
        "frozen.le_by_column[column].transform(orders[column])",
        learnt="le_by_column",
    )


def test_a_fresh_encoder_in_each_pass_is_kept_for_each(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["city"] = orders["city"].fillna("?")
        for column in ["city", "kind"]:
            le = LabelEncoder()
            orders[column] = le.fit_transform(orders[column])
        X = orders[["city", "kind", "parcels"]]
        """,
        "frozen.le_by_column[column].transform(orders[column])",
        learnt="le_by_column",
    )


def test_fit_and_then_transform(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        scaler = StandardScaler()
        scaler.fit(orders[["parcels", "id"]])
        X = scaler.transform(orders[["parcels", "id"]])
        """,
        "frozen.scaler.transform(",
        learnt="scaler",
    )


def test_fit_and_transform_in_a_loop(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        le = LabelEncoder()
        orders["city"] = orders["city"].fillna("?")
        for column in ["city", "kind"]:
            le.fit(orders[column])
            orders[column] = le.transform(orders[column])
        X = orders[["city", "kind", "parcels"]]
        """,
        "frozen.le_by_column[column].transform(orders[column])",
        learnt="le_by_column",
    )


def test_one_encoder_for_two_columns_one_after_the_other(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        le = LabelEncoder()
        orders["city"] = le.fit_transform(orders["city"].fillna("?"))
        orders["kind"] = le.fit_transform(orders["kind"])
        X = orders[["city", "kind", "parcels"]]
        """,
        "frozen.le_fitted.transform(",
        "frozen.le.transform(",
        learnt="le le_fitted",
    )


def test_an_encoder_applied_to_columns(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        le = LabelEncoder()
        orders["city"] = orders["city"].fillna("?")
        texts = ["city", "kind"]
        orders[texts] = orders[texts].apply(le.fit_transform)
        X = orders[["city", "kind", "parcels"]]
        """,
        "frozen.le_by_column[column.name].transform(column)",
        learnt="le_by_column",
    )


def test_a_fresh_encoder_applied_to_columns_by_a_lambda(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% prep
        orders["city"] = orders["city"].fillna("?")
        X = orders[["city", "kind"]].apply(lambda c: LabelEncoder().fit_transform(c))
        """,
        "frozen.encoder_by_column[column.name].transform(column)",
        learnt="encoder_by_column",
    )


def test_a_scaler_fitted_on_the_training_half(tmp_path: Path) -> None:
    check_served(
        tmp_path,
        """
        # %% imports
        import pandas as pd
        from sklearn.linear_model import LinearRegression
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler
        # %% load
        orders = pd.read_csv("orders.csv")
        # %% prep
        X = orders[["parcels", "id"]]
        y = orders["minutes"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
        scaler = StandardScaler()
        X_train = scaler.fit_transform(X_train)
        X_test = scaler.transform(X_test)
        # %% train
        model = LinearRegression()
        model.fit(X_train, y_train)
        # %% predict
        answer = model.predict(X_test)
        """,
        "X_test = frozen.scaler.transform(X_test)",
        learnt="scaler",
    )


WORDS = """
# %% imports
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
# %% load
orders = pd.read_csv("orders.csv")
# %%
vect = CountVectorizer().fit(["only tried out"])
# %% prep
X = orders["kind"]
y = orders["minutes"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
# %% prep:vectorize
vect = CountVectorizer()
words = vect.fit_transform(X_train)
test_words = vect.transform(X_test)
# %% train
model = LinearRegression()
model.fit(words, y_train)
# %% predict
answer = model.predict(test_words)
"""


def test_texts_that_become_a_sparse_matrix(tmp_path: Path) -> None:
    plan = decided(tmp_path, WORDS)
    serving = plan.serving
    assert serving is not None
    assert (serving.rung, serving.table_kind) == ("raw rows", "sparse")
    assert serving.rows is not None
    assert [column.name for column in serving.columns] == ["kind"]
    assert "frozen.vect.transform(X_test)" in serving.rows.pieces[-1].text
    # the one that was tried out in a cell above is another one
    assert "vect" in next(call.outputs for call in plan.calls if call.function == "prep.vectorize")


def test_nobody_sends_a_sparse_matrix(tmp_path: Path) -> None:
    text = WORDS.replace('orders["kind"]', 'orders["kind"] + orders["kind"].shift().fillna("")')
    plan = decided(tmp_path, text)
    assert plan.serving is None
    assert "shift" in plan.not_served


def test_a_fitted_copy_is_made_by_the_function_that_the_module_imports(tmp_path: Path) -> None:
    plan = decided(
        tmp_path,
        IMPORTS
        + """
# %% prep
scaler = MinMaxScaler()
scaler.fit(orders[["parcels"]])
orders["parcels"] = scaler.transform(orders[["parcels"]])
scaler.fit(orders[["id"]])
orders["id"] = scaler.transform(orders[["id"]])
X = orders[["parcels", "id"]]
"""
        + MODEL,
    )
    assert plan.serving is not None
    assert plan.serving.rows is not None
    texts = [p.text for m in plan.modules for f in m.functions for p in f.pieces]
    assert [text for text in texts if "deepcopy(scaler)" in text]
    assert not [text for text in texts if "builtins" in text]
