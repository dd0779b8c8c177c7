"""A lower rung always says which claims of the higher ones stopped it."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from nb2prod.api_models import told_failure
from nb2prod.api_project import stopped_by
from nb2prod.cli import show
from nb2prod.model.proof import Proof
from tests.emit.plans import report_plan, service_plan

RAW = ("raw rows", "the features differ: `weight`")


def test_nothing_was_stopped() -> None:
    assert stopped_by(service_plan(), []) == service_plan()


def test_a_service_names_the_claim_above_it() -> None:
    made = stopped_by(service_plan(), [RAW])
    assert made.serving is not None
    assert made.serving.stopped_by == "the features differ: `weight`"


def test_a_project_without_a_service_names_each_claim_that_took_it() -> None:
    alone = stopped_by(report_plan(), [RAW])
    assert alone.not_served == "the features differ: `weight`"
    both = stopped_by(report_plan(), [RAW, ("features", "training fails: no rows")])
    assert both.not_served == (
        "`features`: training fails: no rows; `raw rows`: the features differ: `weight`"
    )


def test_the_reason_stands_in_what_convert_prints() -> None:
    proof = Proof("function", (), "cell 4, line 2: it draws anew")
    done: Any = SimpleNamespace(
        folder="here", package="stops", rung="function", proof=proof,
        findings=(), files=(), changes=(), environment="",
    )  # fmt: skip
    shown = show.conversion(done)
    assert shown.document["rung_stopped_by"] == "cell 4, line 2: it draws anew"
    assert "Rung: function. Stopped by: cell 4, line 2: it draws anew" in shown.text
    done.proof = replace(proof, rung_stopped_by="")
    assert show.conversion(done).text.count("Stopped by") == 0


def test_what_is_odd_but_no_reason_to_stop_does_not_hide_the_reason() -> None:
    said = (
        "odd, but no reason to stop: `area`: 3 rows\nthe rows are not as expected:\n  - `seconds`"
    )
    assert told_failure(said) == "the rows are not as expected: - `seconds`"
