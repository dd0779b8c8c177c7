"""Rows that are chosen where the model is asked are prepared before, so that any rows may come."""

from pathlib import Path

import pytest

from nb2prod.model.notebook import Role
from tests.checks import read

HEAD = (
    "# %% imports\nfrom data import read_table, Line, np\n# %% load\nX_test = read_table()\n"
    "# %% train\nmodel = Line().fit(X_test, X_test)\n# %% predict\n"
)


@pytest.mark.parametrize(
    "rows", ["X_test[0:10]", "X_test.iloc[:5]", "X_test.head(3)", "X_test.loc[[1, 2]]"]
)
def test_the_chosen_rows_are_the_request(tmp_path: Path, rows: str) -> None:
    source = read(f"{HEAD}# ask\ny_pred = model.predict({rows})\n", tmp_path)
    asking = source.outline.parts[-1]
    assert asking.group.role is Role.PREDICT
    assert set(asking.inputs) == {"model", "new_rows"}
    assert source.shown["new_rows"] == (3, rows)
    assert asking.statements[-1].place.line == 2  # where the author finds it


@pytest.mark.parametrize(
    "code",
    [
        "y_pred = model.predict(X_test)",
        'y_pred = model.predict(X_test["a"])',
        "part = X_test[1:]\ny_pred = model.predict(part[:5])",
        "y_pred = [model.predict(X_test[k:]) for k in range(2)]",
    ],
)
def test_other_questions_stay_as_they_are(tmp_path: Path, code: str) -> None:
    assert "new_rows" not in read(f"{HEAD}{code}\n", tmp_path).shown


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('rows = X_test.drop("price", axis=1)', 'truth = X_test["price"].copy()'),
        ('rows = X_test.drop(columns=["price"])', "truth = X_test.price"),
    ],
)
def test_the_label_is_taken_off_before_the_question(
    tmp_path: Path, first: str, second: str
) -> None:
    source = read(f"{HEAD}{first}\n{second}\ny_pred = model.predict(rows)\n", tmp_path)
    before, asking = source.outline.parts[-2:]
    assert (before.group.role, asking.group.role) == (Role.PREP, Role.PREDICT)
    assert set(asking.inputs) == {"model", "rows"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('rows = X_test.drop("number", axis=1)', 'truth = X_test["price"].copy()'),
        ('rows = X_test.drop("price", axis=1)', "truth = other.price"),
        ('rows = X_test.drop(["price", "number"], axis=1)', 'truth = X_test["price"]'),
    ],
)
def test_another_column_is_left_out_where_the_model_is_asked(
    tmp_path: Path, first: str, second: str
) -> None:
    head = HEAD.replace("X_test = read_table()", "X_test = read_table()\nother = X_test.copy()")
    source = read(f"{head}{first}\n{second}\ny_pred = model.predict(rows)\n", tmp_path)
    assert source.outline.parts[-1].group.role is Role.PREDICT
    assert "X_test" in source.outline.parts[-1].inputs


@pytest.mark.parametrize(
    ("rows", "made"),
    [
        ("[[5.1, -3.5]]", "np.array([[5.1, -3.5]])"),
        ('pd.DataFrame({"age": [30]})', "pd.DataFrame({'age': [30]})"),
        ("np.array([5.1, 3.5]).reshape(1, -1)", "np.array([5.1, 3.5]).reshape(1, -1)"),
    ],
)
def test_rows_that_stand_in_the_question_are_the_request(
    tmp_path: Path, rows: str, made: str
) -> None:
    head = HEAD.replace("from data import", "import numpy as np, pandas as pd\nfrom data import")
    head = head.replace(", np\n", "\n")
    source = read(f"{head}y_pred = model.predict(Line({rows}))\n", tmp_path)
    assert set(source.outline.parts[-1].inputs) == {"model", "new_rows"}
    assert source.shown["new_rows"][1] == made


def test_rows_that_stand_above_the_question_are_the_request(tmp_path: Path) -> None:
    code = "patient = (5, 166)\nrow = np.asarray(patient).reshape(1, -1)\n"
    source = read(f"{HEAD}{code}y_pred = model.predict(row)\nprint(y_pred)\n", tmp_path)
    assert [part.group.role for part in source.outline.parts][-2:] == [Role.PREP, Role.PREDICT]
    assert set(source.outline.parts[-1].inputs) == {"model", "row"}


def test_what_is_made_of_other_values_stays_in_the_question(tmp_path: Path) -> None:
    code = "row = np.asarray(X_test).reshape(1, -1)\ny_pred = model.predict(row)\n"
    assert read(f"{HEAD}{code}", tmp_path).outline.parts[-1].group.role is Role.PREDICT
