"""The model that a conversion trains, and the versions that the project already has."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .model.findings import Finding, Severity
from .model.plan import Plan
from .model.run import Progress, Run
from .proving.endings import told_ending
from .versions import current_version, was_chosen

_NO_REASON = "odd, but no reason to stop: "  # a line of the project's own `gate.py`
_READY = """
import sys
from pathlib import Path
from {package} import releases
releases.ready(sys.argv[1], folder=Path(sys.argv[2]))
"""


def first_version(
    plan: Plan, run: Run, sibling: Path, python: str, progress: Progress, validated: bool
) -> str:
    """Train once, so that the project comes with a model that answers; returns why that failed."""
    if plan.serving is None:
        return ""
    progress("train", 0, 1, "the version of the model that belongs to this code")
    options = [] if validated else ["--no-validation"]
    done = _called([python, "-m", plan.package, "train", *options], plan, run, sibling)
    return "" if done.returncode == 0 else _ending(done)


def champion_finding(
    plan: Plan, run: Run | None, sibling: Path, target: Path, python: str
) -> tuple[Finding | None, bool]:
    """What to say about the version that answers, and whether it goes on answering."""
    #   current v1, "trained"                      nobody decided: the new version answers
    #   current v1, "v2 is wrong on Sundays"       a person did: v1 answers, where it still can
    models = target / "models"
    chosen = current_version(models)
    if run is None or plan.serving is None or chosen is None or not was_chosen(models):
        return None, False
    code = _READY.format(package=plan.package)
    done = _called([python, "-c", code, chosen, str(models.resolve())], plan, run, sibling)
    if done.returncode == 0:
        message = f"{chosen} goes on answering, as you chose; the model trained now lies beside it."
        remedy = f"To let the new one answer: python -m {plan.package} promote VERSION"
        return Finding("NB708", Severity.NOTE, message, remedy), True
    message = (
        f"{chosen}, which you had chosen, does not fit the new code ({_ending(done)}); "
        "the model trained now answers."
    )
    return Finding("NB708", Severity.WARNING, message, f"{chosen} is kept in models/."), False


def _called(
    command: list[str], plan: Plan, run: Run, sibling: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command[0], "-W", "ignore", *command[1:]],
        cwd=sibling,
        env=_environment(plan, run, sibling),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )


def _environment(plan: Plan, run: Run, sibling: Path) -> Mapping[str, str]:
    upper = plan.package.upper()
    return {
        **os.environ,
        "PYTHONPATH": str(sibling / "src"),
        f"{upper}_DATA_DIR": str(run.working_folder),
        f"{upper}_MODELS": str(sibling / "models"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "1",
    }


def _ending(done: subprocess.CompletedProcess[str]) -> str:
    return told_failure(done.stderr) or f"exit code {done.returncode}"


def told_failure(said: str) -> str:
    """Why a command of the project failed, in one line."""
    #   odd, but no reason to stop: `Cabin`: ...       the reason to stop comes after these
    #   the rows are not as expected: ...
    lines = [line for line in said.splitlines() if not line.startswith(_NO_REASON)]
    return told_ending("\n".join(lines))
