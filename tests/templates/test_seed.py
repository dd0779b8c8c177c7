"""The seed is a project like any other: it passes its own checks, under any name."""

import ast
import json
from pathlib import Path

import pytest

from tests.templates.seed import MADE, SEED, TEMPLATES, copied, run

MODULES = sorted((SEED / "src" / "seed_service").glob("*.py"))
SAME = [path for path in MODULES if path.stem not in MADE]
TESTS = sorted((SEED / "tests").glob("*.py"))


@pytest.mark.slow
def test_under_another_name_it_passes_its_own_tests(tmp_path: Path) -> None:
    done = run(copied(tmp_path, "parcel_times"), "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.slow
def test_it_passes_its_own_linters_and_types(tmp_path: Path) -> None:
    project = copied(tmp_path)
    for check in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        done = run(project, "-m", *check)
        assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("name", ["ev", "seconds_at_the_door_of_each_customer"])
def test_whatever_its_name_nothing_has_to_be_formatted_anew(tmp_path: Path, name: str) -> None:
    project = copied(tmp_path, name)
    names = {path.name for path in (*SAME, *TESTS) if path.stem not in MADE}
    paths = [str(path) for path in sorted(project.rglob("*.py")) if path.name in names]
    for check in (["ruff", "check"], ["ruff", "format", "--check"]):
        done = run(project, "-m", *check, *paths)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SAME, ids=lambda path: path.stem)
def test_a_module_that_goes_everywhere_fits_on_two_screens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


@pytest.mark.parametrize(
    "path",
    [*SAME, *(path for path in TESTS if path.stem not in MADE)],
    ids=lambda path: path.stem,
)
def test_what_goes_everywhere_knows_nothing_of_the_seeds_notebook(path: Path) -> None:
    words = ("distance_km", '"rain"', '"hour"', '"minutes"', "rides", "LinearRegression")
    assert [word for word in words if word in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=lambda path: path.name)
def test_nothing_names_the_converter_and_nothing_is_hushed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [word for word in ("nb2prod", "jupyter", "noqa", "TODO") if word in text] == []


def test_light_commands_do_not_wait_for_the_web_framework(tmp_path: Path) -> None:
    code = """
import sys
from seed_service.__main__ import main
assert main([COMMAND]) == 0
assert not {"fastapi", "great_expectations"} & set(sys.modules)
"""
    project = copied(tmp_path)
    for command in ("run", "versions"):
        done = run(project, "-c", code.replace("COMMAND", repr(command)))
        assert done.returncode == 0, done.stderr


def test_a_project_without_a_service_can_be_run(tmp_path: Path) -> None:
    project = copied(tmp_path)
    (project / "src" / "seed_service" / "__main__.py").write_bytes(
        (TEMPLATES / "plain" / "src" / "seed_service" / "__main__.py").read_bytes()
    )
    for path in SAME:
        if path.stem != "__main__":
            (project / "src" / "seed_service" / path.name).unlink()
    done = run(project, "-m", "seed_service", "run")
    assert json.loads(done.stdout)["minutes"]["length"] == 100
    assert run(project, "-m", "seed_service", "train").returncode == 2


def test_data_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    project = copied(tmp_path)
    (project / "data" / "seed.csv").unlink()
    done = run(project, "-m", "seed_service", "run")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "SEED_SERVICE_DATA_DIR" in done.stderr
