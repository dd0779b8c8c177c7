"""The GitHub Action at the repository's root: its shell steps do here what they would do there."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.notebooks import write_notebook
from tests.test_cli_prove import NOTEBOOK

yaml = pytest.importorskip("yaml", reason="needs the extra `dev`")
BASH = shutil.which("bash") or ""
needs_bash = pytest.mark.skipif(not BASH, reason="needs bash")

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, Any] = {step["name"]: step for step in ACTION["runs"]["steps"]}
_INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a step ended, and the summary on the job's page."""

    code: int
    said: str
    summary: str


def run_step(name: str, folder: Path, **inputs: str) -> Ended:
    """The step's script, as the runner starts it in the workspace."""
    given = {name: spec["default"] for name, spec in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    step = STEPS[name]
    variables = {
        key: _INPUT.sub(lambda found: given[found[1]], value) for key, value in step["env"].items()
    }
    programs, page = folder / "programs", folder / "summary.md"
    programs.mkdir(exist_ok=True)
    page.write_text("")
    for program, module in (("nb2prod", "-m nb2prod"), ("python", "")):
        script = programs / program
        script.write_text(f'#!{BASH}\nexec "{sys.executable}" {module} "$@"\n')
        script.chmod(0o755)
    paths = os.pathsep.join([str(ROOT / "converter"), *os.environ.get("PYTHONPATH", "").split(":")])
    done = subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={
            **os.environ,
            **variables,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": paths,
            "GITHUB_STEP_SUMMARY": str(page),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout + done.stderr, page.read_text())


def test_each_input_is_told_and_none_reaches_a_script_as_code() -> None:
    assert ACTION["runs"]["using"] == "composite"
    asked = {
        name
        for step in STEPS.values()
        for text in (*step.get("env", {}).values(), *step.get("with", {}).values())
        for name in _INPUT.findall(text)
    }
    assert asked == set(ACTION["inputs"])
    for spec in ACTION["inputs"].values():
        assert spec["description"].endswith(".")
        assert isinstance(spec["default"], str)
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")
        assert step.get("shell", "bash") == "bash"


def test_the_how_to_page_shows_a_workflow_that_the_action_understands() -> None:
    page = (ROOT / "docs" / "how-to" / "github-action.md").read_text(encoding="utf-8")
    found = re.search(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    assert found is not None
    steps = yaml.safe_load(found[1])["jobs"]["proof"]["steps"]
    assert set(steps[-1]["with"]) <= set(ACTION["inputs"])
    assert set(re.findall(r"^\| `([\w-]+)`", page, re.M)) == set(ACTION["inputs"])


@needs_bash
def test_without_anything_to_do_it_says_so(tmp_path: Path) -> None:
    nothing = run_step("Check and prove", tmp_path)
    assert (nothing.code, nothing.summary) == (2, "")
    assert "::error::nothing to do" in nothing.said
    missing = run_step("Check and prove", tmp_path, notebooks="a b/*.ipynb\nc*.ipynb\n")
    assert missing.code == 2
    assert "::error::no notebook matches: a b/*.ipynb, c*.ipynb" in missing.said


@needs_bash
def test_what_is_installed_is_what_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "needed.txt").write_text("--no-index\nthis-is-nowhere==1\n")
    assert run_step("Install", tmp_path, install="").code == 0
    ended = run_step("Install", tmp_path, install="", requirements="needed.txt")
    assert ended.code == 1
    assert "this-is-nowhere==1" in ended.said


@needs_bash
@pytest.mark.slow
def test_a_project_and_notebooks_end_with_their_codes_and_on_one_page(tmp_path: Path) -> None:
    (tmp_path / "my notebooks").mkdir()
    write_notebook(tmp_path / "stops.ipynb", NOTEBOOK)
    write_notebook(tmp_path / "my notebooks" / "first one.ipynb", "# %% load\nprint(1)")
    convert = [sys.executable, "-m", "nb2prod", "convert", "stops.ipynb", "--progress", "none"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "converter")}
    subprocess.run(convert, cwd=tmp_path, env=variables, check=True, capture_output=True)

    proven = run_step("Check and prove", tmp_path, project="stops")
    assert proven.code == 0, proven.said
    assert proven.summary.startswith("## Proof: ")
    assert "refuted" not in proven.summary

    prep = tmp_path / "stops" / "src" / "stops" / "prep.py"
    right = prep.read_text()
    prep.write_text(right.replace("sorted(stops)", "sorted(stops)[:2]"))
    both = run_step(
        "Check and prove", tmp_path, notebooks="my notebooks/*.ipynb\n", project="stops"
    )
    assert both.code == 1
    assert "## Notebooks: 0 of 1 give what they show" in both.summary
    assert "| `my notebooks/first one.ipynb` | unverified |" in both.summary
    assert re.search(r"^\| .* \| refuted \|", both.summary, re.M)

    prep.write_text(right)
    write_notebook(tmp_path / "broken.ipynb", NOTEBOOK.replace("max(stops)", "max(nothing_there)"))
    failed = run_step("Check and prove", tmp_path, project="stops", notebook="broken.ipynb")
    assert failed.code == 4
    assert "**Failed.**" in failed.summary
    assert "nothing_there" in failed.summary
