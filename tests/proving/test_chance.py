"""What depends on chance is neither refuted nor proven, and the reason names the missing seed."""

from typing import Any

from nb2prod.proving.chance import missing_seeds, without_chance
from nb2prod.proving.claims import ALL_ROWS, FEATURES, PIPELINE, PROBES, SAME_MODEL, read_claims_map

SEED = "`Forest(...)` has no seed: write `Forest(..., random_state=0)` (train.py, line 3)"
CLAIMS = read_claims_map(
    {
        "package": "tiny",
        "service": {
            "request_table": "stops",
            "request_before": 1,
            "columns": [],
            "prediction": "y_pred",
            "prediction_after": 2,
        },
    }
)


def judged(pipeline: dict[str, Any], model: str, **more: Any) -> dict[str, str]:
    found = {
        PIPELINE: pipeline,
        SAME_MODEL: {"status": model, "reason": "`model`: trees differ", **more},
        ALL_ROWS: {"status": "proven", "reason": ""},
        FEATURES: {"status": "proven", "reason": ""},
        PROBES: {"status": "refuted", "reason": "a crash"},
    }
    return {name: what["status"] for name, what in without_chance(found, CLAIMS).items()}


def test_an_unstable_answer_decides_nothing_about_the_model() -> None:
    chance = {"status": "not checked", "unstable": ["y_pred"], "chance": "two runs differ"}
    assert judged(chance, "refuted") == {
        PIPELINE: "not checked",
        SAME_MODEL: "not checked",
        ALL_ROWS: "not checked",
        FEATURES: "proven",
        PROBES: "refuted",
    }


def test_an_unstable_figure_beside_the_answer_leaves_the_answer_proven() -> None:
    chance = {"status": "not checked", "unstable": ["bootstrap"], "chance": "two runs differ"}
    assert judged(chance, "proven")[ALL_ROWS] == "proven"


def test_a_model_that_differs_for_want_of_a_seed_is_not_refuted() -> None:
    steady = {"status": "proven", "reason": ""}
    assert judged(steady, "refuted", lacking=[SEED])[SAME_MODEL] == "not checked"
    assert judged(steady, "refuted", lacking=[])[SAME_MODEL] == "refuted"


def test_a_wrong_pipeline_stays_refuted() -> None:
    wrong = {"status": "refuted", "reason": "3 vs 4"}
    assert judged(wrong, "refuted", lacking=[SEED])[SAME_MODEL] == "refuted"


def test_the_reason_says_where_to_put_the_seed() -> None:
    assert "random_state=0" in missing_seeds([SEED])
    assert "and 2 more" in missing_seeds([SEED, "b", "c", "d", "e"])
    assert missing_seeds([]) == ""
