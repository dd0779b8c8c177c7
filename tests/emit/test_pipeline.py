"""`pipeline.py`: what the training gets beside the notebook's own results."""

import ast
from dataclasses import replace

from nb2prod.emit.pipeline import pipeline_module
from nb2prod.model.plan import Call, FunctionPlan, Plan
from tests.emit.plans import report_plan, service_plan


def pipeline(plan: Plan) -> str:
    text = pipeline_module(plan)
    ast.parse(text)
    return text


def changing(plan: Plan, function: str, name: str) -> Plan:
    """The plan, with a function that changes one of its inputs in place."""

    def changed(made: FunctionPlan) -> FunctionPlan:
        return replace(made, changes=(name,)) if made.name == function else made

    modules = (
        replace(module, functions=tuple(map(changed, module.functions))) for module in plan.modules
    )
    return replace(plan, modules=tuple(modules))


def test_a_table_whose_name_is_bound_anew_is_held_as_it_was_loaded() -> None:
    text = pipeline(service_plan())
    assert "    loaded_stops = stops\n" in text
    assert "table=loaded_stops," in text
    assert "requests=loaded_stops.loc[test.index]," in text


def test_a_table_that_is_changed_in_place_is_copied_as_it_was_loaded() -> None:
    text = pipeline(changing(service_plan(), "mend_the_order", "stops"))
    assert "    loaded_stops = stops.copy()\n" in text


def test_a_table_that_is_changed_through_the_list_that_holds_it_is_copied() -> None:
    #   both = drop_absurd_stops(stops)        a list with `stops` in it
    #   both = mend_the_order(both)            for stops in both: stops["weight_kg"] = ...
    made = changing(service_plan(), "mend_the_order", "both")
    load, _, _, *later = made.calls
    through = (
        Call("prep.drop_absurd_stops", ("stops",), ("both",)),
        Call("prep.mend_the_order", ("both",), ("both", "kg_per_item")),
    )
    text = pipeline(replace(made, calls=(load, *through, *later)))
    assert "    loaded_stops = stops.copy()\n" in text
    assert "table=loaded_stops," in text


def test_a_change_of_another_value_copies_no_table() -> None:
    made = changing(service_plan(), "mae", "predicted_before")
    assert ".copy()" not in pipeline(made)


def test_the_requests_are_rows_of_their_table_as_it_was_loaded() -> None:
    #   train, test = read()       training learns of `train`, the requests are rows of `test`
    made = service_plan()
    assert made.serving is not None
    asked = replace(made.serving, request_table="days")
    load, drop, *later = made.calls
    calls = (
        replace(load, outputs=("stops", "days")),
        replace(drop, inputs=("stops", "days"), outputs=("stops", "days")),
        *later,
    )
    text = pipeline(replace(made, serving=asked, calls=calls))
    assert "    loaded_days = days\n" in text
    assert "requests=loaded_days.loc[test.index]," in text


def test_without_a_service_nothing_is_held() -> None:
    assert "loaded_" not in pipeline(report_plan())
