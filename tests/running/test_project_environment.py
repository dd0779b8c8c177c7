"""The project has the kernel's packages, what is missing above them, and never the converter."""

import subprocess
import sys
from pathlib import Path

from nb2prod.running.project_environment import (
    NoEnvironment,
    ProjectEnvironment,
    project_environment,
)
from tests.running.wheels import put


def made(
    cache: Path, *requirements: str, constraints: dict[str, str] | None = None
) -> ProjectEnvironment | NoEnvironment:
    return project_environment(
        sys.executable,
        requirements,
        constraints or {},
        cache=cache,
    )


def says(environment: ProjectEnvironment | NoEnvironment, code: str) -> str:
    assert isinstance(environment, ProjectEnvironment), environment
    command = [environment.python, "-P", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() + done.stderr.strip()


def test_it_has_the_kernels_packages_and_the_missing_ones_and_is_made_once(
    tmp_path: Path, shelf: Path
):
    put(shelf, "tiny_framework", "1.5", "numpy")
    environment = made(tmp_path / "cache", "tiny_framework")
    assert (
        says(environment, "import tiny_framework, pandas; print(tiny_framework.VERSION)") == "1.5"
    )
    with_kernel = says(environment, "import sys; print(sys.prefix != sys.base_prefix)")
    assert with_kernel == "True"
    (shelf / "tiny_framework-1.5-py3-none-any.whl").unlink()
    assert made(tmp_path / "cache", "tiny_framework") == environment
    other = made(tmp_path / "cache", "tiny_framework", constraints={"numpy": "1.0"})
    assert isinstance(other, NoEnvironment)


def test_the_converter_is_not_found_in_it(tmp_path: Path, shelf: Path):
    environment = made(tmp_path / "cache")
    assert "No module named 'nb2prod'" in says(environment, "import nb2prod")
    assert "No module named 'jupyter_prod'" in says(environment, "import jupyter_prod.extension")


def test_the_kernels_versions_are_constraints(tmp_path: Path, shelf: Path):
    put(shelf, "tiny_framework", "1.5")
    put(shelf, "tiny_framework", "2.0")
    pins = {"tiny_framework": "1.5", "odd": "1.0+local", "jupyter-prod": "0.1"}
    environment = made(tmp_path / "cache", "tiny_framework", constraints=pins)
    assert says(environment, "import tiny_framework; print(tiny_framework.VERSION)") == "1.5"


def test_without_the_packages_there_is_none_and_nothing_is_left(tmp_path: Path, shelf: Path):
    environment = made(tmp_path / "cache", "not_on_the_shelf")
    assert isinstance(environment, NoEnvironment)
    assert environment.reason.startswith("no environment: ")
    assert "not_on_the_shelf" in environment.reason
    assert list((tmp_path / "cache" / "environments").iterdir()) == []


def test_an_interpreter_that_is_not_there_is_a_reason(tmp_path: Path):
    environment = project_environment(str(tmp_path / "python"), (), {}, cache=tmp_path)
    assert isinstance(environment, NoEnvironment)
    assert "No such file" in environment.reason
