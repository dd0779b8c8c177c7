"""A request's row that training would have left out is answered, and the answer says so."""

import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from nb2prod.emit.contract import contract_module
from nb2prod.emit.documents import from_notebook, model_card
from nb2prod.emit.left_out import asked_choices, kept_function
from nb2prod.model.notebook import Place
from nb2prod.model.plan import LeftOutRows, Plan, ServingPlan
from nb2prod.model.proof import Proof
from tests.emit.modules import module_of
from tests.emit.plans import service_plan
from tests.serving_path.ways import IMPORTS, check_served, served

FEATURES = 'X = orders[["parcels", "weight"]].fillna(1.0)'


def told(serving: ServingPlan) -> list[str]:
    """What answers tell, in the notebook's words."""
    assert serving.rows is not None
    return [item.text for item in asked_choices(serving.rows)]


def kept(serving: ServingPlan, **columns: list[Any]) -> dict[str, list[int]]:
    """The numbers of the rows of a request that each choice keeps."""
    assert serving.rows is not None
    space: dict[str, Any] = {"pd": pd}
    exec(kept_function(serving, asked_choices(serving.rows)), space)
    given = space["kept_in_training"](pd.DataFrame(columns))
    return {words: list(table.index) for words, table in given.items()}


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ('orders = orders[orders["parcels"] > 2]', 'orders[orders["parcels"] > 2]'),
        ("orders = orders[orders.parcels.between(3, 99)].copy()", ""),
        ('orders = orders.query("parcels > 2")', 'orders.query("parcels > 2")'),
        ('orders = orders.loc[orders["parcels"] > 2]', 'orders.loc[orders["parcels"] > 2]'),
        (
            'orders.drop(orders[orders["parcels"] < 3].index, inplace=True)',
            'orders.drop(orders[orders["parcels"] < 3].index)',
        ),
        ("big = orders.parcels > 2\norders = orders[big]", "orders[big]"),
        ("LEAST = 3\norders = orders[orders.parcels >= LEAST]", ""),
        ("def busy(t):\n    return t[t.parcels > 2]\norders = busy(orders)", "busy(orders)"),
    ],
)
def test_an_answer_tells_of_a_row_that_a_condition_leaves_out(
    tmp_path: Path, choice: str, words: str
) -> None:
    lines = choice.replace("\n", "\n        ")
    serving = check_served(
        tmp_path,
        f"""
        # %% prep
        {lines}
        {FEATURES}
        """,
    )
    assert len(told(serving)) == 1
    assert not words or told(serving) == [words]
    if "busy(" not in words:
        assert list(kept(serving, parcels=[1, 5, 2, 9], weight=[1.0, 2, 3, 4]).values()) == [[1, 3]]


@pytest.mark.parametrize("inside", ["", "inplace=True"])
def test_an_answer_tells_of_a_gap_that_training_dropped(tmp_path: Path, inside: str) -> None:
    dropped = f'orders.dropna(subset=["weight"], {inside})'.replace(", )", ")")
    serving = check_served(
        tmp_path,
        f"""
        # %% prep
        {dropped if inside else f"orders = {dropped}"}
        X = orders[["parcels", "weight"]]
        """,
    )
    assert list(kept(serving, parcels=[1, 2], weight=[None, 2.0]).values()) == [[1]]


@pytest.mark.parametrize(
    "choice",
    [
        "orders = orders.drop_duplicates(subset=['parcels', 'weight'])",  # alone, none is one
        "orders = orders.sample(frac=0.8, random_state=3)",
        "orders = orders.head(100)",
        'orders = orders[orders["weight"] < orders["weight"].mean()]',  # of all rows
        'orders = orders[orders["minutes"] > 9]',  # no request has the label
        'orders = orders.sort_values("minutes")',
    ],
)
def test_nothing_is_told_where_a_row_alone_does_not_tell(tmp_path: Path, choice: str) -> None:
    serving = check_served(
        tmp_path,
        f"""
        # %% prep
        {choice}
        {FEATURES}
        """,
    )
    assert told(serving) == []


@pytest.mark.parametrize(
    ("prep", "kept"),
    [
        # training learns from the others
        (
            "test = orders[orders.parcels > 2]\ntrain = orders[orders.parcels <= 2]",
            ["orders[orders.parcels <= 2]"],
        ),
        # only the test rows are chosen
        (
            "train, test = train_test_split(orders, random_state=1)\ntest = test[test.parcels > 2]",
            [],
        ),
    ],
)
def test_a_choice_of_test_rows_says_nothing_of_training(
    tmp_path: Path, prep: str, kept: list[str]
) -> None:
    serving = served(
        tmp_path,
        f"""{IMPORTS}
# %% prep
{prep}
X_train, X_test = train[["parcels", "id"]], test[["parcels", "id"]]
y_train = train["minutes"]
# %% train
model = LinearRegression()
model.fit(X_train, y_train)
# %% predict
answer = model.predict(X_test)
""",
    )
    assert serving.rows is not None, serving.stopped_by
    assert [item.text for item in serving.rows.left_out] == kept


def test_a_choice_before_the_split_is_one_of_training(tmp_path: Path) -> None:
    serving = served(
        tmp_path,
        f"""{IMPORTS}
# %% prep
good = orders[orders.parcels > 2]
train, test = train_test_split(good, random_state=1)
X_train, X_test = train[["parcels", "id"]], test[["parcels", "id"]]
y_train = train["minutes"]
# %% train
model = LinearRegression()
model.fit(X_train, y_train)
# %% predict
answer = model.predict(X_test)
""",
    )
    assert told(serving) == ["orders[orders.parcels > 2]"]


def test_a_condition_on_a_derived_column_is_only_documented(tmp_path: Path) -> None:
    serving = check_served(
        tmp_path,
        f"""
        # %% prep
        orders["heavy"] = orders["weight"] * 2
        orders = orders[orders["heavy"] < 30]
        {FEATURES}
        """,
    )
    assert serving.rows is not None
    assert [(item.text, item.code) for item in serving.rows.left_out] == [
        ('orders[orders["heavy"] < 30]', "")
    ]


CHOICES = (
    LeftOutRows('stops[stops["items"] > 2]', Place(5, "e", 2), 'stops[stops["items"] > 2]'),
    LeftOutRows("stops.drop_duplicates()", Place(6, "f", 1)),
)


def plan_with_choices() -> Plan:
    plan = service_plan()
    assert plan.serving is not None
    assert plan.serving.rows is not None
    rows = replace(plan.serving.rows, left_out=CHOICES)
    return replace(plan, serving=replace(plan.serving, rows=rows))


def test_the_answer_names_the_rows_and_the_notebooks_condition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prep = ModuleType("service_time.prep")
    prep.__dict__["kept_in_training"] = lambda stops: {CHOICES[0].text: stops[stops["items"] > 2]}
    monkeypatch.setitem(sys.modules, "service_time", ModuleType("service_time"))
    monkeypatch.setitem(sys.modules, "service_time.prep", prep)
    contract = module_of(contract_module(plan_with_choices()), "contract_with_choices")
    record = contract.EXAMPLES[0]
    rows = [contract.Row(**{**record, "items": items}) for items in (4, 2, 5, 1)]
    assert contract.warnings_for(rows) == [
        'rows[1], rows[3]: training kept only stops[stops["items"] > 2]',
    ]


def test_the_documents_name_every_choice() -> None:
    plan = plan_with_choices()
    proof = Proof("raw rows", ())
    page = from_notebook(plan, proof)
    assert '| 6, 2 | `stops[stops["items"] > 2]` | a warning |' in page
    assert "| 7, 1 | `stops.drop_duplicates()` | nothing: no request tells by itself |" in page
    card = model_card(plan, proof)
    assert '`stops[stops["items"] > 2]` (cell 6) leaves out' in card
    assert "`stops.drop_duplicates()` (cell 7) leaves out" in card
