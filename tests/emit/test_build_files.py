"""The files around the code: they parse, fit together, and the claims map repeats the plan."""

import re
import subprocess
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from nb2prod.emit.build_files import build_files
from nb2prod.emit.dependencies import RUFF
from nb2prod.emit.requirements import locks
from nb2prod.model.plan import Parameter, Plan, Requirement
from nb2prod.proving.claims import read_claims_map
from tests.emit.plans import TEXT, array_plan, report_plan, service_plan

PLANS = {"service": service_plan(), "array": array_plan(), "report": report_plan()}
every_plan = pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())


def pyproject(plan: Plan) -> dict[str, Any]:
    return tomllib.loads(build_files(plan)["pyproject.toml"])


@every_plan
def test_everything_parses_and_says_the_same_twice(plan: Plan) -> None:
    files = build_files(plan)
    assert files == build_files(plan)
    tomllib.loads(files["pyproject.toml"])
    yaml.safe_load(files["compose.yaml"])
    yaml.safe_load(files[".github/workflows/ci.yml"])
    for path, text in files.items():
        assert text.endswith("\n"), path
        assert not re.search(r"[ \t]\n|\n\n\n|^\n", text), path
        assert "//" not in text.replace("http://127.0.0.1", ""), path  # no address


@every_plan
def test_the_claims_map_is_what_the_proof_reads(plan: Plan) -> None:
    claims = read_claims_map(pyproject(plan)["tool"]["nb2prod"])
    assert [chain.id for chain in claims.chains] == [chain.id for chain in plan.chains]
    assert claims.chains[0].calls[0].function == f"{plan.package}.prep:drop_absurd_stops"
    assert claims.pipeline is not None
    assert claims.pipeline.results == tuple(result.name for result in plan.results)
    assert (claims.service is None) == (plan.serving is None)
    names = [parameter.name for parameter in plan.parameters]
    variables = {name: f"{plan.package.upper()}_{name.upper()}" for name in names}
    assert (dict(claims.settings.variables) if claims.settings else {}) == variables


def test_a_setting_may_have_a_name_that_is_no_plain_key() -> None:
    named = replace(service_plan().parameters[0], name="größe")
    claims = read_claims_map(
        pyproject(replace(service_plan(), parameters=(named,)))["tool"]["nb2prod"]
    )
    assert claims.settings is not None
    assert list(claims.settings.variables) == ["größe"]


def test_raw_rows_are_matched_by_index_and_features_in_order() -> None:
    raw = read_claims_map(pyproject(service_plan())["tool"]["nb2prod"])
    assert raw.service is not None
    assert (raw.service.row_ids, raw.service.request_before, raw.service.prediction_after) == (
        "index",
        5,
        12,
    )
    assert raw.features is not None
    assert (raw.features.table, raw.features.before) == ("test", 11)
    array = read_claims_map(pyproject(array_plan())["tool"]["nb2prod"])
    assert array.service is not None
    assert (array.service.row_ids, array.service.columns) == ("all", ("f0", "f1"))
    assert array.rung_stopped_by.startswith("cell 8")


def test_ranges_start_at_the_version_of_the_run_and_end_before_the_next_major_one() -> None:
    project = pyproject(service_plan())["project"]
    assert "lightgbm>=4.7.0,<5" in project["dependencies"]
    assert "optuna>=5.0.0,<6" in project["optional-dependencies"]["train"]
    assert any(
        line.startswith("great-expectations") for line in project["optional-dependencies"]["train"]
    )
    assert not any(line.startswith(("optuna", "great")) for line in project["dependencies"])
    assert f"ruff=={RUFF}" in project["optional-dependencies"]["dev"]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("0.17.6", ">=0.17.6,<1"),
        ("2.3.0+cpu", ">=2.3.0,<3"),
        ("2025.1", ">=2025.1,<2026"),
        ("", ""),
    ],
)
def test_unusual_versions(version: str, expected: str) -> None:
    plan = replace(report_plan(), requirements=(Requirement("Some_Thing", version, serve=True),))
    assert pyproject(plan)["project"]["dependencies"] == [f"some-thing{expected}"]


def test_without_a_service_nothing_speaks_of_one() -> None:
    files = build_files(report_plan())
    text = "".join(files.values()).lower()
    for word in ("serve", "fastapi", "models", "predict", "great_expectations", "8000"):
        assert word not in text, word
    assert 'CMD ["python", "-m", "monthly_report", "run"]' in files["Dockerfile"]


def test_the_container_has_what_the_library_needs() -> None:
    assert "libgomp1" in build_files(service_plan())["Dockerfile"]
    assert "libgomp1" not in build_files(report_plan())["Dockerfile"]
    ignored = build_files(service_plan())[".dockerignore"].splitlines()
    for copied in re.findall(
        r"^COPY (?!--from)(\S+)", build_files(service_plan())["Dockerfile"], re.M
    ):
        assert f"!{copied}" in ignored


def test_every_target_of_the_makefile_is_phony() -> None:
    text = build_files(service_plan())["Makefile"]
    targets = set(re.findall(r"^([a-z]+):", text, re.M))
    assert targets == set(re.findall(r"^\.PHONY: (.*)", text, re.M)[0].split())
    done = subprocess.run(
        ["make", "-n", "-f", "-", "check", "image"], input=text, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_settings_are_shown_as_the_environment_says_them() -> None:
    text = build_files(service_plan())[".env.example"]
    assert "# SERVICE_TIME_DATA_PATH=data/stops.csv\n" in text
    assert "# above this it was lunch\n# SERVICE_TIME_LONGEST_STOP=3600\n" in text
    computed = Parameter("columns", "list(range(3))", TEXT, service_plan().parameters[0].place)
    plan = replace(service_plan(), parameters=(computed,))
    assert "# SERVICE_TIME_COLUMNS=\n" in build_files(plan)[".env.example"]


def test_a_title_may_hold_anything() -> None:
    title = 'He said "no" \\ \x7f é'
    plan = replace(service_plan(), title=title)
    assert pyproject(plan)["project"]["description"] == title


def test_our_ruff_is_the_one_that_the_project_pins() -> None:
    ours = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    assert f"ruff=={RUFF}" in ours["project"]["dependencies"]


# ---------------------------------------------------------------- locks

SERVE = {"pandas": "3.1.1", "scikit_learn": "1.9.1"}
DEV = {"pytest": "9.2.0"}


def test_locks_hold_versions_and_hashes_sorted() -> None:
    hashes = {("pandas", "3.1.1"): ("bb", "aa"), ("scikit-learn", "1.9.1"): ("cc",)}
    found = locks(service_plan(), SERVE, DEV, hashes)
    assert found["requirements-serve.lock"].splitlines()[1:] == [
        "pandas==3.1.1 \\",
        "    --hash=sha256:aa \\",
        "    --hash=sha256:bb",
        "scikit-learn==1.9.1 \\",
        "    --hash=sha256:cc",
    ]
    # pip refuses a file where some have hashes and some have not
    assert "--hash" not in found["requirements-dev.lock"]
    assert "pytest==9.2.0" in found["requirements-dev.lock"]


def test_a_build_without_cuda_stays_one() -> None:
    found = locks(report_plan(), {"torch": "2.13.0+cpu", "own": "1.2+site3"}, {})
    lines = found["requirements.lock"].splitlines()
    assert {"torch==2.13.0+cpu", "own==1.2"} <= set(lines)
    torch = Requirement("torch", "2.13.0+cpu", serve=True)
    files = build_files(replace(service_plan(), requirements=(torch,)))
    for path in ("Dockerfile", "Makefile"):
        assert "download.pytorch.org/whl/cpu" in files[path], path
        assert "pytorch" not in build_files(service_plan())[path], path


def test_without_hashes_the_lock_says_so() -> None:
    text = locks(report_plan(), SERVE, DEV)["requirements.lock"]
    assert "# no hashes" in text
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        "pandas==3.1.1",
        "scikit-learn==1.9.1",
    ]


def test_predicted_rows_that_have_no_label_are_named_by_their_place() -> None:
    plan = service_plan()
    assert plan.serving is not None
    serving = replace(plan.serving, row_ids="rows", rows_asked=tuple(range(30)))
    service = pyproject(replace(plan, serving=serving))["tool"]["nb2prod"]["service"]
    assert service["row_ids"] == "rows"
    assert service["rows_asked"] == ".nb2prod/request_rows.json", "thousands of numbers read badly"
