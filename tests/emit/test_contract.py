"""The generated contract: what it takes, what it refuses, and the table it makes."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError

from nb2prod.emit.contract import contract_module, examples
from nb2prod.model.run import Column
from tests.emit.modules import complaints, formatted, module_of, type_errors
from tests.emit.plans import COLUMNS, SERVING, array_plan, service_plan


@pytest.fixture(scope="module")
def contract() -> ModuleType:
    return module_of(contract_module(service_plan()), "generated_contract")


def one(contract: ModuleType, **changes: Any) -> list[Any]:
    record = {**contract.EXAMPLES[0], **changes}
    return list(contract.PredictRequest.model_validate({"rows": [record]}).rows)


def contract_of(*columns: Column) -> ModuleType:
    plan = replace(service_plan(), serving=replace(SERVING, columns=columns, ignored=()))
    return module_of(contract_module(plan), "generated_contract_of")


def test_the_examples_are_taken_and_become_the_observed_dtypes(contract: ModuleType) -> None:
    request = contract.PredictRequest.model_validate({"rows": contract.EXAMPLES})
    frame = contract.to_frame(request.rows)
    assert tuple(frame.columns) == contract.COLUMNS
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        column.name: column.dtype for column in COLUMNS
    }
    assert frame["weight_kg"].isna().tolist() == [False, True, False]
    assert list(frame["parking"].cat.categories) == ["easy", "hard", "street"]
    assert contract.warnings_for(request.rows) == []


@pytest.mark.parametrize(
    "change",
    [
        {"items": "41"},
        {"items": 2.5},
        {"items": None},
        {"items": 2**63},
        {"items": True},
        {"weight_kg": "12.5"},
        {"weight_kg": "heavy"},
        {"weight_kg": float("nan")},
        {"weight_kg": float("inf")},
        {"weight_kg": 10**400},
        {"floor (0 = ground)": 2.5},
        {"area": None},
        {"area": 7},
        {"parking": 7},
        {"class": "maybe"},
        {"class": 1},
        {"arrived_at": "tomorrow"},
        {"arrived_at": 1736150820},
        {"arrived_at": "2025-01-06T08:07:00+02:00"},
        {"colour": "red"},
        {"floor_0_ground": 1},
    ],
)
def test_a_bad_value_is_refused(contract: ModuleType, change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        one(contract, **change)
    assert "input_value" not in str(caught.value)  # what was sent is not repeated in logs


def test_a_missing_column_is_refused_even_where_it_may_be_null(contract: ModuleType) -> None:
    record = {name: value for name, value in contract.EXAMPLES[0].items() if name != "weight_kg"}
    with pytest.raises(ValidationError):
        contract.PredictRequest.model_validate({"rows": [record]})


@pytest.mark.parametrize("rows", [[], [{}] * 10_001, {}, None])
def test_too_few_and_too_many_rows_are_refused(contract: ModuleType, rows: Any) -> None:
    with pytest.raises(ValidationError):
        contract.PredictRequest.model_validate({"rows": rows})


def test_whole_numbers_are_fine_in_a_number_column(contract: ModuleType) -> None:
    frame = contract.to_frame(one(contract, **{"weight_kg": 12, "floor (0 = ground)": 2.0}))
    assert frame["weight_kg"].tolist() == [12.0]
    assert frame["floor (0 = ground)"].tolist() == [2.0]


def test_the_label_may_be_sent_and_is_ignored_with_a_warning(contract: ModuleType) -> None:
    rows = one(contract, seconds="anything")
    assert contract.warnings_for(rows) == ["`seconds` is ignored"]
    assert "seconds" not in contract.to_frame(rows)


def test_a_new_level_and_a_far_value_are_answered_with_a_warning(contract: ModuleType) -> None:
    rows = one(contract, area="orbit", parking="roof", weight_kg=5000.0)
    assert contract.warnings_for(rows) == [
        "rows[0]: `weight_kg` is outside the trained 0.2 to 31.5",
        "rows[0]: `area` has a level that training never saw",
        "rows[0]: `parking` has a level that training never saw",
    ]
    frame = contract.to_frame(rows)
    assert frame["parking"].isna().tolist() == [True]
    assert frame["area"].tolist() == ["orbit"]


def test_many_strange_rows_make_one_warning(contract: ModuleType) -> None:
    rows = one(contract, weight_kg=5000.0) * 5
    assert contract.warnings_for(rows) == [
        "rows[0], rows[1], rows[2] and 2 more: `weight_kg` is outside the trained 0.2 to 31.5"
    ]


def test_columns_of_an_array_are_numbered() -> None:
    contract = module_of(contract_module(array_plan()), "generated_array_contract")
    assert contract.COLUMNS == ("f0", "f1")
    rows = contract.PredictRequest.model_validate({"rows": [{"f0": 1, "f1": 2}]}).rows
    assert contract.to_frame(rows).to_numpy().tolist() == [[1.0, 2.0]]


def test_names_that_are_no_identifiers_or_are_taken_get_an_alias() -> None:
    names = ("weight (kg)", "weight_kg", "1st", "_hidden", "json", "model_id", "str", "größe", "  ")
    columns = tuple(
        Column(name=name, family="number", dtype="float64", nulls=0, distinct=3, examples=(1.0,))
        for name in names
    )
    contract = contract_of(*columns)
    rows = contract.PredictRequest.model_validate({"rows": contract.EXAMPLES}).rows
    assert tuple(contract.to_frame(rows).columns) == names


@pytest.mark.parametrize(
    ("family", "dtype", "sent"),
    [
        ("integer", "int8", -128),
        ("integer", "uint64", 2**64 - 1),
        ("integer", "Int64", None),
        ("integer", "object", 7),
        ("number", "float32", 1.5),
        ("boolean", "boolean", None),
        ("boolean", "object", None),
        ("text", "object", None),
        ("text", "string", None),
        ("datetime", "datetime64[ns]", None),
        ("datetime", "datetime64[us, UTC]", "2025-01-06T08:07:00+02:00"),
        ("timedelta", "timedelta64[us]", 90.5),
        ("other", "object", [1, 2]),
    ],
)
def test_each_family_keeps_its_dtype(family: str, dtype: str, sent: Any) -> None:
    column = Column(name="x", family=family, dtype=dtype, nulls=int(sent is None), distinct=3)
    contract = contract_of(column)
    rows = contract.PredictRequest.model_validate({"rows": [{"x": sent}]}).rows
    frame = contract.to_frame(rows)
    assert str(frame["x"].dtype) == dtype
    assert bool(frame["x"].isna()[0]) == (sent is None)


def test_an_integer_beyond_its_dtype_is_refused() -> None:
    contract = contract_of(Column(name="x", family="integer", dtype="int8", nulls=0, distinct=3))
    with pytest.raises(ValidationError):
        contract.PredictRequest.model_validate({"rows": [{"x": 128}]})


def test_order_numbers_have_no_trained_range() -> None:
    number = Column("stop_id", "integer", "int64", 0, 2000, minimum=10_001, maximum=12_000)
    assert contract_of(number).RANGES == {}


def test_without_a_data_sample_no_record_shows() -> None:
    plan = service_plan()
    text = contract_module(plan, data_sample=False)
    for value in ("C040", "23.2", "31.5", "2025-07-05", "08:07"):
        assert value not in text
    contract = module_of(text, "generated_contract_without_sample")
    contract.to_frame(contract.PredictRequest.model_validate({"rows": contract.EXAMPLES}).rows)


def test_a_level_seen_once_may_be_a_person() -> None:
    lone = replace(COLUMNS[3], levels=("ann", "bob", "rural"), rare_levels=1, examples=("rural",))
    plan = replace(service_plan(), serving=replace(SERVING, columns=(lone,)))
    assert "bob" in contract_module(plan)
    assert "bob" not in contract_module(plan, data_sample=False)


def test_examples_are_what_a_caller_would_send() -> None:
    first = examples(service_plan())[0]
    assert first["arrived_at"] == "2025-01-06T08:07:00"
    assert first["weight_kg"] == 23.2


@pytest.mark.parametrize("plan", [service_plan(), array_plan()], ids=["frame", "array"])
def test_the_text_is_clean_and_the_same_each_time(plan: Any) -> None:
    text = contract_module(plan)
    assert text == contract_module(plan)
    assert formatted(text) == text
    assert complaints(text) == ""


@pytest.mark.slow
def test_it_is_strictly_typed(tmp_path: Path) -> None:
    assert type_errors(contract_module(service_plan()), tmp_path) == ""


def test_a_trained_range_has_few_digits_and_holds_every_row() -> None:
    column = Column("x", "number", "float64", 0, 9, minimum=-0.1 - 0.2, maximum=70.59299999999985)
    low, high = contract_of(column).RANGES["x"]
    assert (low, high) == (-0.300001, 70.593)
    assert low <= -0.1 - 0.2
    assert high >= 70.59299999999985


def test_a_raw_row_keeps_its_names_where_it_becomes_an_array() -> None:
    plan = array_plan()
    assert plan.serving is not None
    raw = replace(plan.serving, rows=SERVING.rows, columns=COLUMNS)
    contract = module_of(contract_module(replace(plan, serving=raw)), "generated_raw_array")
    assert "weight_kg" in contract.COLUMNS


WHEN = Column(
    name="when", family="text", dtype="str", nulls=0, distinct=900, maximum_length=16,
    examples=("2025-01-06 08:07", "2025-01-06 08:09", "2025-12-31 23:59"),
)  # fmt: skip


def test_a_text_that_is_a_time_stays_text_and_another_one_is_a_warning() -> None:
    contract = contract_of(WHEN)
    assert contract.TIMES == {"when": "%Y-%m-%d %H:%M"}
    rows = [contract.Row(when="2026-02-28 10:00"), contract.Row(when="2026-02-30 10:00")]
    assert contract.warnings_for(rows) == ["rows[1]: `when` is not a time like %Y-%m-%d %H:%M"]
    assert contract.to_frame(rows)["when"].tolist()[0] == "2026-02-28 10:00"


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (("06.01.2025", "31.12.2025"), "%d.%m.%Y"),
        (("12/31/2025 08:07:00",), "%m/%d/%Y %H:%M:%S"),
        (("31/12/2025", None), "%d/%m/%Y"),
        (("2025-01-06T08:07:00",), "%Y-%m-%dT%H:%M:%S"),
        (("C040", "C041"), None),
        (("2025-01-06", "unknown"), None),
        ((None,), None),
    ],
)
def test_times_are_known_by_their_examples(texts: tuple[str | None, ...], form: str | None) -> None:
    column = replace(WHEN, examples=texts, nulls=texts.count(None))
    assert getattr(contract_of(column), "TIMES", {"when": None}) == {"when": form}


def test_a_made_up_time_looks_like_those_of_training() -> None:
    plan = replace(service_plan(), serving=replace(SERVING, columns=(WHEN,), ignored=()))
    assert examples(plan, data_sample=False)[0] == {"when": "2025-01-06 08:00"}
    text = contract_module(plan)
    assert formatted(text) == text
    assert complaints(text) == ""


def test_amounts_that_all_differ_are_quantities() -> None:
    amount = Column("amount", "integer", "int64", 0, 1990, minimum=1249, maximum=95_308)
    plan = replace(service_plan(), serving=replace(SERVING, columns=(amount,), ignored=()))
    contract = module_of(contract_module(plan), "generated_contract_of_amounts")
    assert contract.RANGES == {"amount": (1249, 95_308)}
