"""A right project is proven, each wrong one refuted; what was not run is never called proven."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nb2prod.errors import OptionsError
from nb2prod.model.proof import NOT_CHECKED, PROVEN, REFUTED, Claim, Proof
from nb2prod.model.run import Run
from nb2prod.proving.functions import Found, check_functions
from nb2prod.proving.prove import claims_of, place_of, planned_claims
from tests.proving.tiny import (
    CELLS,
    PROBES,
    Tiny,
    identified,
    run_cells,
    unpickled,
    write_project,
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(tmp_path_factory.mktemp("run"))


@pytest.fixture
def tiny(run: Run, tmp_path: Path) -> Tiny:
    return Tiny(write_project(tmp_path), run)


def claim_of(proof: Proof, name: str) -> Claim:
    return next(claim for claim in proof.claims if claim.id == name)


def check(proof: Proof, name: str, status: str, *words: str) -> None:
    claim = claim_of(proof, name)
    assert claim.status == status, claim
    for word in words:
        assert word in claim.reason, claim.reason


def test_a_right_project_is_proven_and_the_record_says_so(tiny: Tiny):
    proof = tiny.prove()
    assert {claim.status for claim in proof.claims} == {PROVEN}, proof.claims
    assert [claim.id for claim in proof.claims][:3] == [
        "project:independent",
        "function:load.read_stops",
        "unchanged:load.read_stops",
    ]
    mend = claim_of(proof, "function:prep.mend")
    assert (mend.rows, mend.tolerance, mend.max_difference) == (21, 1e-9, 0.0)
    record = json.loads((tiny.folder / ".nb2prod/proof.json").read_text())
    assert record["schema_version"] == 1
    assert record["rung"] == "function"
    assert record["claims"][3] == {
        "id": "function:prep.mend",
        "subject": "prep.mend gives the notebook's `stops`, `usual`",
        "status": "proven",
        "rows": 21,
        "tolerance": 1e-9,
        "max_difference": 0.0,
        "reason": "",
        "cell_index": 3,
        "line": None,
    }
    assert not list(tiny.folder.rglob("__pycache__"))


MUTANTS: dict[str, tuple[str, str, str, str]] = {
    "a wrong constant": ("prep.py", ">= 10", ">= 11", "prep.mend"),
    "another share": ("train.py", "frac=0.8", "frac=0.75", "train.fit"),
    "a strict comparison": ("prep.py", ">= 10", "> 10.5", "prep.mend"),
    "a dropped statement": (
        "prep.py",
        '    stops["weight"] = stops["weight"].fillna(usual)\n',
        "",
        "prep.mend",
    ),
    "another statistic": ("prep.py", ".median()", ".max()", "prep.mend"),
    "a statistic learnt too early": (
        "prep.py",
        '    stops = stops[~(stops["weight"] > limit)]\n    usual = stops["weight"].median()\n',
        '    usual = stops["weight"].median()\n    stops = stops[~(stops["weight"] > limit)]\n',
        "prep.mend",
    ),
    "rows without a weight dropped": (
        "prep.py",
        '~(stops["weight"] > limit)',
        'stops["weight"] <= limit',
        "prep.mend",
    ),
    "floats for whole numbers": ("prep.py", ".astype(int)", ".astype(float)", "prep.mend"),
    "texts for categories": ("prep.py", '.astype("category")', "", "prep.mend"),
    "swapped columns": (
        "train.py",
        'sample["weight"], sample["seconds"]',
        'sample["seconds"], sample["weight"]',
        "train.fit",
    ),
    "swapped results": ("train.py", "return sample, model", "return model, sample", "train.fit"),
    "swapped arguments": ("train.py", "Line(slope", "Line(intercept + 0 * slope", "train.fit"),
    "no seed": ("train.py", "    np.random.seed(seed)\n", "", "train.fit"),
    "another seed": ("train.py", "seed(seed)", "seed(seed + 1)", "train.fit"),
    "other rounding": ("train.py", ".round(3)", ".round(2)", "predict.seconds_at_the_door"),
    "squares for absolutes": ("evaluate.py", ".abs()", ".pow(2)", "evaluate.errors"),
    "a value too few": ("prep.py", "return stops, usual", "return stops", "prep.mend"),
    "rows turned round": ("load.py", '"stops.csv")', '"stops.csv")[::-1]', "load.read_stops"),
    "another file": ("load.py", '"stops.csv"', '"other.csv"', "load.read_stops"),
}  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS)
def test_each_wrong_function_is_refuted(tiny: Tiny, mutant: str):
    file, old, new, name = MUTANTS[mutant]
    tiny.edit(file, old, new)
    found = tiny.functions()
    assert found[f"function:{name}"] == REFUTED
    others = {claim: status for claim, status in found.items() if not claim.endswith(name)}
    assert set(others.values()) == {PROVEN}


def test_a_changed_argument_is_refuted_though_the_result_is_right(tiny: Tiny):
    tiny.edit("evaluate.py", "    mae =", '    stops["mark"] = 1\n    mae =')
    found = tiny.functions()
    assert found["function:evaluate.errors"] == PROVEN
    assert found["unchanged:evaluate.errors"] == REFUTED


def test_an_argument_that_is_returned_itself_may_be_changed(tiny: Tiny):
    tiny.edit("prep.py", "    stops = stops.copy()\n", "")
    tiny.edit(
        "prep.py",
        '    stops = stops[~(stops["weight"] > limit)]\n',
        '    stops.drop(stops.index[stops["weight"] > limit], inplace=True)\n',
    )
    assert set(tiny.functions().values()) == {PROVEN}


WRONG_PIPELINES = {
    "sections in another order": (
        "    stops, usual = prep.mend(stops, limit)\n    sample, model = train.fit(stops, seed)\n",
        "    sample, model = train.fit(stops.dropna(), seed)\n"
        "    stops, usual = prep.mend(stops, limit)\n",
    ),
    "another default": ("limit: float = 30.0", "limit: float = 20.0"),
    "results under each other's name": ("Result(mae, by_parking)", "Result(by_parking, mae)"),
}


@pytest.mark.parametrize("mutant", WRONG_PIPELINES)
def test_each_wrong_pipeline_is_refuted_though_its_functions_are_right(tiny: Tiny, mutant: str):
    tiny.edit("pipeline.py", *WRONG_PIPELINES[mutant])
    proof = tiny.prove()
    assert [claim.id for claim in proof.refuted] == ["pipeline:run"]


def test_a_refuted_claim_says_what_differs_and_where(tiny: Tiny):
    tiny.edit("prep.py", ">= 10", ">= 11")
    check(
        tiny.prove(),
        "function:prep.mend",
        REFUTED,
        "`stops`: 1 of 21 rows differ in `heavy`, first at row 7: 1 vs 0",
    )


def test_an_exception_is_told_in_one_line_with_its_place(tiny: Tiny):
    tiny.edit("prep.py", 'usual = stops["weight"]', 'usual = stops["wait"]')
    proof = tiny.prove()
    check(proof, "function:prep.mend", REFUTED, "KeyError: 'wait' (tiny/prep.py, line 7)")
    check(proof, "unchanged:prep.mend", NOT_CHECKED, "the function failed")
    check(proof, "function:train.fit", PROVEN)
    check(proof, "pipeline:run", REFUTED, "tiny/prep.py, line 7")


def test_a_process_that_dies_takes_no_other_claim_along(tiny: Tiny):
    tiny.edit("train.py", "    np.random.seed(seed)\n", "    import os\n    os._exit(7)\n")
    proof = tiny.prove()
    check(proof, "function:train.fit", REFUTED, "exit code 7")
    check(proof, "unchanged:train.fit", NOT_CHECKED)
    for name in ("function:load.read_stops", "function:prep.mend", "function:evaluate.errors"):
        check(proof, name, PROVEN)
    check(proof, "pipeline:run", REFUTED, "exit code 7")


def test_a_function_that_ends_the_program_is_refuted(tiny: Tiny):
    tiny.edit("predict.py", "    print(", "    raise SystemExit(")
    check(tiny.prove(), "function:predict.seconds_at_the_door", REFUTED, "SystemExit")


def test_a_value_that_was_not_pickled_is_named_and_nothing_is_proven_with_it(tiny: Tiny):
    run = unpickled(tiny.run, 5, "model", "it does not pickle: TypeError")
    proof = Tiny(tiny.folder, run).prove()
    check(proof, "function:train.fit", NOT_CHECKED, "`model` is not pickled: it does not pickle")
    check(proof, "function:predict.seconds_at_the_door", NOT_CHECKED, "`model` is not pickled")
    check(proof, "unchanged:predict.seconds_at_the_door", NOT_CHECKED, "`model`")
    check(proof, "function:prep.mend", PROVEN)


def test_what_was_not_captured_is_not_checked(tiny: Tiny):
    boundaries = tuple(item for item in tiny.run.boundaries if item.before != 4)
    proof = Tiny(tiny.folder, replace(tiny.run, boundaries=boundaries)).prove()
    check(proof, "function:prep.mend", NOT_CHECKED, "nothing was captured before cell 5")
    check(proof, "function:train.fit", NOT_CHECKED, "nothing was captured before cell 5")


def test_a_statistic_that_the_notebook_has_no_name_for_is_passed_on(tiny: Tiny):
    tiny.remap('outputs = ["stops", "usual"]', 'outputs = ["stops", "weight_median"]')
    assert tiny.functions()["function:prep.mend"] == PROVEN


def test_several_functions_between_two_probes_are_one_chain(tiny: Tiny):
    text = (tiny.folder / "pyproject.toml").read_text()
    start, end = (
        text.index('[[tool.nb2prod.chains]]\nid = "function:predict'),
        text.index("[tool.nb2prod.pipeline]"),
    )
    chain = """
[[tool.nb2prod.chains]]
id = "function:predict.seconds_at_the_door"
before = 5
after = 7

[[tool.nb2prod.chains.calls]]
function = "tiny.predict:seconds_at_the_door"
inputs = ["model", "stops"]
outputs = ["predictions"]

[[tool.nb2prod.chains.calls]]
function = "tiny.evaluate:errors"
inputs = ["stops", "predictions"]
outputs = ["mae", "by_parking"]

"""
    (tiny.folder / "pyproject.toml").write_text(text[:start] + chain + text[end:])
    assert tiny.functions()["function:predict.seconds_at_the_door"] == PROVEN


def test_an_argument_that_is_changed_and_handed_back_is_told(tiny: Tiny):
    tiny.edit("prep.py", "    stops = stops.copy()\n", "")
    tiny.edit(
        "prep.py",
        '    stops = stops[~(stops["weight"] > limit)]\n',
        '    stops.drop(stops.index[stops["weight"] > limit], inplace=True)\n',
    )
    proof = tiny.prove()
    check(proof, "unchanged:prep.mend", PROVEN, "`stops` is changed and handed back")
    assert claim_of(proof, "unchanged:train.fit").reason == ""


def test_for_want_of_memory_nothing_is_refuted(tiny: Tiny):
    tiny.edit("evaluate.py", "    mae =", "    raise MemoryError('none left')\n    mae =")
    found = tiny.functions()
    assert found["function:evaluate.errors"] == NOT_CHECKED
    assert found["function:train.fit"] == PROVEN


IN_PLACE = '    stops.drop(stops.index[stops["weight"] > limit], inplace=True)\n'


@pytest.mark.parametrize(
    ("new", "status"), [(frozenset({(4, "stops")}), REFUTED), (frozenset(), PROVEN)]
)
def test_an_argument_may_be_changed_where_the_notebook_changed_that_very_object(
    tiny: Tiny, new: frozenset[tuple[int, str]], status: str
):
    tiny.edit("prep.py", "    stops = stops.copy()\n", "")
    tiny.edit("prep.py", '    stops = stops[~(stops["weight"] > limit)]\n', IN_PLACE)
    found = replace(tiny, run=identified(tiny.run, new=new)).functions()
    assert found["unchanged:prep.mend"] == status
    assert found["function:prep.mend"] == PROVEN


@pytest.mark.parametrize(("limit", "status"), [("limit", PROVEN), ("limit + 1.5", REFUTED)])
def test_what_is_changed_on_purpose_is_compared_with_the_notebooks_object(
    tiny: Tiny, limit: str, status: str
):
    tiny.edit("prep.py", "    stops = stops.copy()\n", "")
    tiny.edit(
        "prep.py",
        '    stops = stops[~(stops["weight"] > limit)]\n',
        IN_PLACE.replace("> limit", f"> {limit}"),
    )
    tiny.edit("prep.py", "return stops, usual", "return usual")
    tiny.edit("prep.py", "tuple[pd.DataFrame, float]", "float")
    tiny.remap('outputs = ["stops", "usual"]', 'outputs = ["usual"]')
    tiny.remap("before = 3\nafter = 4\n", 'before = 3\nafter = 4\nchanges = ["stops"]\n')
    found = replace(tiny, run=identified(tiny.run)).functions()
    assert found["function:prep.mend"] == status
    assert found["unchanged:prep.mend"] == PROVEN


def test_a_module_with_conflict_marks_is_not_checked(tiny: Tiny):
    tiny.edit("prep.py", "    stops = stops.copy()\n", "<<<<<<< yours\n=======\n>>>>>>> ours\n")
    proof = tiny.prove()
    check(proof, "function:prep.mend", NOT_CHECKED, "conflict in tiny/prep.py")
    check(proof, "pipeline:run", NOT_CHECKED, "conflict in tiny/prep.py")
    check(proof, "project:independent", NOT_CHECKED, "conflict in tiny/prep.py")
    check(proof, "function:train.fit", PROVEN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import pandas as pd\n", "import nb2prod.errors\nimport pandas as pd\n"),
        (
            "    stops = stops.copy()\n",
            "    from nb2prod import errors\n    stops = stops.copy()\n",
        ),
        ("import pandas as pd\n", "__import__('nb2prod.errors')\nimport pandas as pd\n"),
    ],
)
def test_a_project_that_needs_the_converter_is_no_project(tiny: Tiny, old: str, new: str):
    tiny.edit("prep.py", old, new)
    check(tiny.prove(), "project:independent", REFUTED, "nb2prod")


def test_a_module_that_is_not_installed_is_no_environment(tiny: Tiny):
    tiny.edit(
        "load.py", "import pandas as pd\n", "import pandas as pd\nimport not_installed_here\n"
    )
    check(tiny.prove(), "project:independent", NOT_CHECKED, "no environment", "not_installed_here")


def test_an_unseeded_notebook_is_told_from_a_wrong_project(tmp_path: Path):
    cells = tuple(cell.replace("np.random.seed(seed)", "pass") for cell in CELLS)
    run = run_cells(tmp_path, cells, {**PROBES, 1: ()})
    tiny = Tiny(write_project(tmp_path), run)
    tiny.edit("train.py", "    np.random.seed(seed)\n", "")
    proof = tiny.prove()
    check(proof, "function:train.fit", PROVEN)  # from the notebook's random state
    check(proof, "pipeline:run", NOT_CHECKED, "unstable between runs", "seed", "`mae`")


def test_a_pipeline_that_reads_the_clock_is_unstable(tiny: Tiny):
    tiny.edit("evaluate.py", ".abs().mean())", ".abs().mean()) + __import__('time').time()")
    check(tiny.prove(), "pipeline:run", NOT_CHECKED, "unstable between runs", "clock")


def test_a_result_that_depends_on_the_order_of_a_set_is_unstable(tiny: Tiny):
    tiny.edit(
        "evaluate.py",
        "return mae",
        'by_parking = {"a": list({"x", "y", "z", "u"})[0]}\n    return mae',
    )
    proof = tiny.prove()
    assert claim_of(proof, "pipeline:run").status != PROVEN


def test_a_wrong_result_beside_an_unstable_one_is_wrong(tiny: Tiny):
    tiny.edit("evaluate.py", ".abs().mean())", ".abs().mean()) + __import__('time').time()")
    tiny.edit("evaluate.py", 'part["seconds"].mean()', 'part["seconds"].median()')
    check(tiny.prove(), "pipeline:run", REFUTED, "wrong in two runs alike")


def test_settings_of_the_surroundings_do_not_reach_the_project(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TINY_DATA_DIR", "/nowhere")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert not tiny.prove().refuted


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('package = "tiny"', "", "'package' is missing"),
        ('package = "tiny"', 'package = "ti-ny"', "no Python name"),
        ('rung = "function"', 'rung = "heaven"', "heaven"),
        ("before = 2", "", "'before' is missing"),
        ('"tiny.load:read_stops"', '"tiny.load.read_stops"', "package.module:function"),
        ('id = "function:load.read_stops"', 'id = "function:prep.mend"', "same id"),
        ("[tool.nb2prod]", "[tool.other]", "is missing"),
        ("[tool.nb2prod]", "[tool.nb2prod", "cannot be read"),
    ],
)
def test_a_claims_map_that_cannot_be_used_is_refused_with_the_place(
    tiny: Tiny, old: str, new: str, word: str
):
    tiny.remap(old, new)
    with pytest.raises(OptionsError, match=r"NB60") as caught:
        tiny.prove()
    assert word in str(caught.value)


def test_a_folder_without_a_project_is_refused(run: Run, tmp_path: Path):
    with pytest.raises(OptionsError, match=r"no pyproject\.toml"):
        Tiny(tmp_path, run).prove()


def test_the_plan_lists_every_claim_before_anything_runs():
    call = {"function": "tiny.prep:mend", "inputs": ["stops"], "outputs": ["stops"]}
    table = {
        "package": "tiny",
        "rung": "raw rows",
        "chains": [{"id": "function:prep.mend", "before": 3, "after": 4, "calls": [call]}],
        "pipeline": {"run": "tiny.pipeline:run", "results": ["mae"], "after": 7},
        "features": {"table": "X_test", "before": 5},
        "settings": {"read": "tiny.parameters:read", "variables": {"seed": "TINY_SEED"}},
        "service": {
            "request_table": "stops",
            "request_before": 3,
            "columns": ["weight"],
            "prediction": "predictions",
            "prediction_after": 7,
            "row_ids": "index",
            "label": "seconds",
        },
    }  # fmt: skip
    planned = planned_claims(table)
    assert [claim.id for claim in planned] == [
        "project:independent",
        "function:prep.mend",
        "unchanged:prep.mend",
        "pipeline:run",
        "settings:environment",
        "train:same model",
        "rows:features",
        "service:one row",
        "service:all rows in shuffled batches",
        "service:without the label",
        "service:probes",
        "batch:all rows",
    ]
    assert {(claim.status, claim.reason) for claim in planned} == {(NOT_CHECKED, "not run")}


def test_a_result_that_is_only_captured_before_the_end_is_compared_there(
    tiny: Tiny, tmp_path: Path
):
    probes = {**PROBES, 6: ("stops", "predictions"), 7: ("mae",)}
    run = run_cells(tmp_path / "other", CELLS, probes)
    tiny.remap('results = ["mae", "by_parking"]', 'results = ["mae", "predictions"]')
    tiny.edit("pipeline.py", "    by_parking: dict[str, float]\n", "    predictions: Any\n")
    tiny.edit("pipeline.py", "Result(mae, by_parking)", "Result(mae, predictions)")
    tiny = Tiny(tiny.folder, run)
    check(tiny.prove(), "pipeline:run", PROVEN)
    tiny.edit("pipeline.py", "Result(mae, predictions)", "Result(mae, predictions + 1)")
    check(tiny.prove(), "pipeline:run", REFUTED, "`predictions`", "wrong in two runs alike")


def test_where_one_refuted_claim_is_enough_nothing_more_is_looked_at(tiny: Tiny, tmp_path: Path):
    tiny.edit("prep.py", ".median()", ".max()")
    tiny.edit("evaluate.py", "    mae = ", "    while True:\n        pass\n    mae = ")
    claims = claims_of(tiny.folder)
    place = place_of(tiny.folder, claims, tiny.run, sys.executable, tmp_path)

    def enough(found: Found) -> bool:
        return any(answer["status"] == REFUTED for answer in found.values())

    found = check_functions(claims, tiny.run, place, (), lambda claim: None, enough=enough)
    refuted = [claim for claim, answer in found.items() if answer["status"] == REFUTED]
    assert refuted == ["function:prep.mend"]
    assert "function:evaluate.errors" not in found
