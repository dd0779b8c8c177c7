"""The first answer comes at once: what is heavy is imported only by the verb that needs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.notebooks import write_notebook

HEAVY = frozenset({
    "IPython", "fastapi", "great_expectations", "ipykernel", "jinja2", "jupyter_client", "libcst",
    "nbclient", "nbconvert", "nbformat", "numpy", "pandas", "papermill", "pydantic", "rich",
    "sklearn", "traitlets",
})  # fmt: skip

LOADED = """
import json, sys
sys.argv = ["nb2prod", *sys.argv[1:]]
from nb2prod.cli import main
try:
    main()
except SystemExit:
    pass
roots = {name.partition(".")[0] for name in sys.modules}
print("\\n" + json.dumps(sorted(roots)))
"""


def loaded_by(*arguments: str) -> set[str]:
    """The top-level modules that a process has after this command."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "verb", ["inspect", "tag", "plan", "convert", "check", "prove", "explain", "clean"]
)
def test_help_is_light(verb: str) -> None:
    assert not loaded_by(verb, "--help") & HEAVY


def test_the_first_help_is_light() -> None:
    assert not loaded_by("--help") & HEAVY


def test_explaining_is_light() -> None:
    assert not loaded_by("explain", "NB113") & HEAVY


def test_a_wrong_command_line_is_light() -> None:
    assert not loaded_by("convert") & HEAVY


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_inspecting_is_light(tmp_path: Path, form: tuple[str, ...]) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "# %% load\n%time x = 1\n# %% perp\ny = (")
    assert not loaded_by("inspect", str(path), *form) & HEAVY
