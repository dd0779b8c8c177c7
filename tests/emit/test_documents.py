"""The pages for people: they say what is there, and nothing that is not."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from nb2prod.emit.contract import contract_module
from nb2prod.emit.documents import from_notebook, model_card, readme, runbook
from nb2prod.model.findings import Finding, Severity
from nb2prod.model.notebook import Place
from nb2prod.model.plan import LeftOut, Parameter, Plan
from nb2prod.model.proof import REFUTED
from tests.emit.modules import module_of
from tests.emit.plans import TEXT, array_plan, proof_of, report_plan, service_plan
from tests.emit.seed import SEED

Page = Callable[..., str]
PAGES: list[tuple[Page, Plan]] = [
    *((page, service_plan()) for page in (readme, runbook, model_card, from_notebook)),
    *((page, array_plan()) for page in (readme, runbook, model_card, from_notebook)),
    *((page, report_plan()) for page in (readme, runbook, from_notebook)),
]
every_page = pytest.mark.parametrize(
    ("page", "plan"), PAGES, ids=[f"{page.__name__}-{plan.package}" for page, plan in PAGES]
)


@every_page
def test_pages_are_well_formed_and_the_same_each_time(page: Page, plan: Plan) -> None:
    text = page(plan, proof_of(plan))
    assert text == page(plan, proof_of(plan))
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    assert not re.search(r"\bNone\b(?!\.)|\{\{|\}\}|[ \t]\n", text.replace("{}", ""))
    assert text.count("```") % 2 == 0
    check_tables(text)


def check_tables(text: str) -> None:
    """Each row of a table has as many cells as the row above it."""
    rows = [re.sub(r"\\\||`+[^`]*`+", "", line) for line in text.splitlines()]
    for above, row in pairwise(rows):
        if above.lstrip().startswith("|") and row.lstrip().startswith("|"):
            assert above.count("|") == row.count("|"), row


@pytest.mark.parametrize("plan", [service_plan(), array_plan()], ids=["frame", "array"])
def test_the_request_in_the_readme_is_one_that_the_contract_takes(plan: Plan) -> None:
    contract = module_of(contract_module(plan), "generated_contract_for_readme")
    for page in (readme, runbook):
        body = re.search(r"<<'END'\n(.*?)\nEND\n", page(plan, proof_of(plan)), re.S)
        assert body is not None
        contract.PredictRequest.model_validate(json.loads(body[1]))


def test_without_a_data_sample_no_page_shows_a_record() -> None:
    plan = service_plan()
    for page in (readme, runbook, model_card, from_notebook):
        text = page(plan, proof_of(plan), data_sample=False)
        for value in ("C040", "23.2", "31.5", "2025-07-05"):
            assert value not in text


def test_a_project_without_a_service_does_not_speak_of_one() -> None:
    plan = report_plan()
    for page in (readme, runbook, from_notebook):
        text = page(plan, proof_of(plan)).replace("It has no service", "")
        for word in ("serve", "service", "/predict", "contract", "models/", "drift", "model_card"):
            assert word not in text.lower(), word


def test_claims_that_failed_are_said_first_and_are_open_points() -> None:
    plan = service_plan()
    proof = proof_of(plan)
    wrong = replace(proof.claims[0], status=REFUTED, reason="3 rows differ")
    proof = replace(proof, claims=(wrong, *proof.claims[1:]))
    text = readme(plan, proof)
    assert "**Refuted**: prep.drop_absurd_stops gives the notebook's `stops`: 3 rows differ" in text
    assert "- Refuted: prep.drop_absurd_stops" in text.split("## Open points")[1]
    assert "Of 4 claims 2 are proven, 1 is refuted, 1 is not checked." in text
    assert "**refuted** (3 rows differ)" in from_notebook(plan, proof)


def test_warnings_about_the_notebook_are_open_points_and_notes_are_not() -> None:
    warning = Finding(
        "NB301", Severity.WARNING, "the split has no seed.", "Pass random_state.", 4, 2
    )
    note = Finding("NB401", Severity.NOTE, "a plot was dropped.")
    plan = replace(service_plan(), findings=(warning, note))
    points = readme(plan, proof_of(plan)).split("## Open points")[1]
    assert points.strip() == ("- cell 5, line 2: the split has no seed. Pass random_state. (NB301)")
    assert "a plot was dropped. (NB401)" in from_notebook(plan, proof_of(plan))


def test_the_expression_that_stopped_the_next_rung_stands_in_the_readme() -> None:
    plan = array_plan()
    text = readme(plan, proof_of(plan))
    assert "What a request holds: **features**." in text
    assert "cell 8, line 3: `X = pca.fit_transform(X)`" in text


def test_whatever_stands_in_the_notebook_stays_within_its_cell() -> None:
    strange = LeftOut(Place(3, "d", 2), 'print("a|b")\nprint(`c`)', "only displays |\nprints")
    plain = LeftOut(Place(4, "e", 1), "`%magic`", "of the shell")
    tricky = Parameter("sep", '"|"', TEXT, Place(2, "c", 4), "either | or ;")
    plan = replace(service_plan(), left_out=(strange, plain), parameters=(tricky,))
    check_tables(from_notebook(plan, proof_of(plan)))
    check_tables(readme(plan, proof_of(plan)))
    assert '| 4, 2 | `print("a\\|b") ...` | only displays \\| prints |' in from_notebook(
        plan, proof_of(plan)
    )


def test_the_notebooks_cells_are_counted_from_one() -> None:
    text = from_notebook(service_plan(), proof_of(service_plan()))
    assert "| 4 | `load.stops` | `data_path` | `stops` |" in text
    assert text.index("`predict.predicted`") < text.index("`evaluate.mae`")


def test_the_figures_in_the_runbook_are_those_that_the_service_gives() -> None:
    text = runbook(service_plan(), proof_of(service_plan()))
    named = set(re.findall(r"\b(?:predict|input|model|drift|live|batch)_[a-z_]+", text))
    given = {
        "predict_requests_total", "predict_seconds_bucket", "predict_rows_total", "batch_rows",
        "input_warnings_total", "model_refused_total", "drift_alarm", "live_error",
    }  # fmt: skip
    assert named == given


def test_the_features_table_stands_beside_the_loaded_one() -> None:
    text = model_card(array_plan(), proof_of(array_plan()))
    first, second = text.split("These become, before the model sees them:")
    assert "| `weight_kg` | number, 0.2 to 31.5; may be null | by the preparation |" in first
    assert "| `f0` | number, 0.2 to 31.5 | yes |" in second


def test_many_claims_that_were_not_checked_are_said_once() -> None:
    plan = service_plan()
    proof = proof_of(plan)
    last = proof.claims[-1]
    proof = replace(
        proof, claims=tuple(replace(last, id=str(n), subject=f"claim {n}") for n in range(9))
    )
    assert (
        "- Not checked: claim 0; claim 1; claim 2; claim 3; claim 4; and 4 more (no environment).\n"
        in readme(plan, proof)
    )


def test_what_is_learnt_is_told_by_the_notebooks_expression() -> None:
    text = model_card(service_plan(), proof_of(service_plan()))
    assert '| `kg_per_item` | `(stops["weight_kg"] / stops["items"]).median()` | 8 |' in text
    assert "# offline" not in text


def test_the_runbook_quotes_what_the_service_really_says() -> None:
    sources = SEED / "src" / "seed_service"
    said = " ".join(
        " ".join(path.read_text(encoding="utf-8").split()) for path in sources.glob("*.py")
    )
    text = runbook(service_plan(), proof_of(service_plan()))
    table = text.split("## It does not start")[1].split("##")[0]
    quoted = re.findall(r"^\| `(?:\.\.\. )?(.*?)(?: \.\.\.(?: yet)?)?`", table, re.M)
    assert len(quoted) >= 5
    for message in quoted:
        if message != "address already in use":  # says the operating system
            assert message in said.replace('" "', ""), message
    for name in (
        "predict_requests",
        "predict_seconds",
        "predict_rows",
        "batch_rows",
        "model_refused",
    ):
        assert f'"{name}"' in said, name
    for name in ("input_warnings", "drift_alarm", "live_error"):
        assert f'"{name}"' in said, name
    for variable in set(re.findall(r"SERVICE_TIME_[A-Z_]+", text)):
        assert variable.replace("SERVICE_TIME", "SEED_SERVICE") in said, variable


def test_every_command_in_the_pages_exists() -> None:
    commands = (SEED / "src" / "seed_service" / "commands.py").read_text(encoding="utf-8")
    options = (SEED / "src" / "seed_service" / "__main__.py").read_text(encoding="utf-8")
    for page in (readme, runbook, model_card):
        text = page(service_plan(), proof_of(service_plan()))
        for command, arguments in re.findall(r"python -m service_time ([a-z]+)([^`\n#]*)", text):
            assert f"def {command}(" in commands, command
            for option in re.findall(r"--[a-z-]+", arguments):
                assert f'"{option}"' in options, option
