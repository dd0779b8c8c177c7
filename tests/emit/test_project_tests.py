"""The generated tests: they run green on a real project, and red when something changes."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nb2prod.emit.project_tests import project_tests
from nb2prod.model.plan import Plan
from tests.emit.modules import complaints, formatted, module_of
from tests.emit.plans import array_plan, report_plan, service_plan
from tests.emit.seed import write_project

SAMPLES = """
import json
from pathlib import Path

import samples
from seed_service.load import read_rides
from seed_service.pipeline import execute, train
from seed_service.parameters import read_parameters
from seed_service.predict import predict_rows
from seed_service.prep import fill_gaps

data = Path("tests/data")
execution = execute(read_parameters())
rows = execution.requests.head(20)
assert samples.write(data, "requests", rows)
assert samples.write(data, "predictions", predict_rows(rows, execution.artifacts))
case = data / "functions" / "prep.fill_gaps"
rides, median = fill_gaps(rows)
assert samples.write(case / "in", "rides", rows)
assert samples.write(case / "out", "rides", rides)
assert samples.write(case / "out", "distance_median", median)
(case / "case.json").write_text(json.dumps({
    "function": "seed_service.prep:fill_gaps", "inputs": ["rides"],
    "outputs": ["rides", "distance_median"],
}))
train(validation=False)
"""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder / 'tests'}"}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    write_project(folder)
    done = run(folder, "-c", SAMPLES)
    assert done.returncode == 0, done.stderr
    return folder


def matching(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(
        folder,
        "-m",
        "pytest",
        "-q",
        "-rs",
        "tests/test_matches_notebook.py",
        "tests/test_contract.py",
    )


@pytest.mark.slow
def test_the_tests_of_a_fresh_project_pass(project: Path) -> None:
    done = matching(project)
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("prep.py", ".median()", ".mean()"),
        ("contract.py", '"hour": "int64"', '"hour": "float64"'),
        ("contract.py", "rain: str = ", "rain: str | None = "),
        ("contract.py", "strict=True,", "strict=False,"),
    ],
)
def test_a_change_of_behaviour_is_noticed(project: Path, file: str, old: str, new: str) -> None:
    path = project / "src" / "seed_service" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        assert matching(project).returncode == 1
    finally:
        path.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_the_project_satisfies_its_own_linters(project: Path) -> None:
    for command in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)):
        done = run(project, "-m", *command)
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_a_project_without_a_data_sample_has_tests_that_pass(tmp_path: Path) -> None:
    write_project(tmp_path, data_sample=False)
    done = matching(tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("plan", [service_plan(), array_plan(), report_plan()])
def test_texts_are_clean_and_the_same_each_time(plan: Plan) -> None:
    files = project_tests(plan)
    assert files == project_tests(plan)
    for path, text in files.items():
        if path.endswith(".py"):
            assert formatted(text) == text, path
            assert complaints(text, own=("samples", plan.package)) == "", path


def test_a_project_without_a_service_has_no_contract_to_test() -> None:
    files = project_tests(report_plan())
    assert set(files) == {"tests/conftest.py", "tests/samples.py", "tests/test_matches_notebook.py"}
    assert "predict" not in "".join(files.values())


# ---------------------------------------------------------------- samples


@pytest.fixture(scope="module")
def samples() -> ModuleType:
    return module_of(project_tests(report_plan())["tests/samples.py"], "generated_samples")


KEPT: dict[str, Any] = {
    "table": pd.DataFrame(
        {
            "number": [0.1 + 0.2, None, 1e300],
            "whole": [1, 2, 2**62],
            "text": ["", None, "a,\n\"b\""],
            "truth": [True, False, True],
            "level": pd.Categorical(["a", None, "b"], categories=["b", "a", "c"]),
            "time": [pd.Timestamp("2025-01-06 08:07:00.123456"), pd.NaT, pd.Timestamp(0)],
            "gap": pd.array([1, None, 3], dtype="Int64"),
        },
        index=[7, 3, 5],
    ),
    "series": pd.Series([1.5, None], index=["a", "b"], name="x"),
    "by month": pd.Series([1.5, 2.5], index=pd.Index([1, 2], dtype="int32", name="at"), name="x"),
    "array": np.array([[1.5, np.nan], [np.inf, 2]]),
    "scalar": np.float64(0.1),
    "list": [1.5, float("nan"), "a", None, True],
    "dict": {"a": 1},
}  # fmt: skip


@pytest.mark.parametrize("value", KEPT.values(), ids=KEPT.keys())
def test_what_is_written_is_read_back(samples: ModuleType, tmp_path: Path, value: Any) -> None:
    assert samples.write(tmp_path, "value", value)
    read = samples.read(tmp_path, "value")
    assert type(read) is type(value)
    if isinstance(value, list):
        assert repr(read) == repr(value)
    else:
        samples.assert_same(read, value)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        (1, 2),
        {1: "a"},
        pd.DataFrame({1: [2]}),
        pd.DataFrame({"mixed": [1, "a"]}),
        pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)])),
    ],
)
def test_what_text_cannot_hold_is_not_written(
    samples: ModuleType, tmp_path: Path, value: Any
) -> None:
    assert not samples.write(tmp_path, "value", value)
    assert list(tmp_path.iterdir()) == []
