"""Says in the author's words why a cell failed, and what to do."""

from ..errors import RunError
from ..model.notebook import Notebook
from ..model.run import Run
from .failure import Diagnosis, Failure
from .hidden_state import missing_column, unbound_name
from .outside_world import missing_file, missing_module, missing_program, network, prompt
from .removed_api import removed_api
from .unreadable import unreadable_file

# the first that knows the failure is right: a removed submodule is no missing module
RULES = (
    prompt,
    missing_program,
    removed_api,
    missing_module,
    missing_file,
    unreadable_file,
    network,
    unbound_name,
    missing_column,
)


def diagnose(notebook: Notebook, run: Run) -> RunError:
    """The error that a failed run amounts to, with the cell, the line and the remedy."""
    failure = _failure(notebook, run)
    found = diagnosis_of(notebook, run)
    cell = failure.cell
    return RunError(
        found.code,
        found.message,
        found.remedy,
        notebook=notebook.path.name,
        cell_index=cell.index,
        line=failure.cell_run.error_line,
        first_line=cell.first_line,
    )


def cause_of(notebook: Notebook, run: Run) -> str:
    """The failure's cause in the documented words; empty where nothing failed."""
    return diagnosis_of(notebook, run).cause if run.failed else ""


def diagnosis_of(notebook: Notebook, run: Run) -> Diagnosis:
    """Code, cause, message and remedy of the first failed cell."""
    failure = _failure(notebook, run)
    if failure.cell_run.status == "died":
        return _died(failure)
    if failure.cell_run.status == "timed out":
        return Diagnosis(
            "NB410",
            "time-out",
            f"the cell was still running after {failure.cell_run.seconds:.0f} seconds",
            "Give it longer (--timeout SECONDS), or let it work on less data.",
        )
    for rule in RULES:
        found = rule(failure)
        if found is not None:
            return found
    value = f": {failure.value[:500]}" if failure.value else ""
    message = f"the cell failed with {failure.name or 'an error'}{value}"
    remedy = "Mend the cell, restart the kernel, run all, save, and try again."
    if _worked_when_recorded(failure):
        message += ". It worked when it was recorded"
        remedy = f"What it calls or reads has changed since then, or a cell above. {remedy}"
    return Diagnosis("NB411", "error", message, remedy)


def _worked_when_recorded(failure: Failure) -> bool:
    """Whether the file shows this cell run to its end."""
    kinds = {output.get("output_type") for output in failure.cell.outputs}
    return failure.cell.execution_count is not None and "error" not in kinds


def _failure(notebook: Notebook, run: Run) -> Failure:
    failed = run.failed
    if failed is None:
        raise ValueError("the run did not fail: there is nothing to diagnose")
    return Failure(notebook, run, failed)


def _died(failure: Failure) -> Diagnosis:
    """What killed the kernel, as far as its ending and its own last words tell."""
    told = failure.value
    words = _last_words(failure)
    if "SIGKILL" in told:
        why = ", most likely by the system for want of memory" if " GiB" in told else ""
        remedy = "Let the cell work on less data, or run it where there is more memory."
    elif "SIGSEGV" in told or "SIGABRT" in told or "SIGBUS" in told or "SIGILL" in told:
        why = " inside a compiled library"
        remedy = "Update the library that this cell calls, or the one it was compiled against."
    else:
        why = ""
        remedy = "A cell that calls exit() or quit() ends its kernel: remove the call."
    return Diagnosis("NB409", "kernel died", f"the kernel died: {told}{why}{words}", remedy)


def _last_words(failure: Failure) -> str:
    log = failure.run.folder / "kernel.log"
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    fatal = [line.strip() for line in lines if "Fatal" in line or "terminate called" in line]
    return f" ({fatal[-1][:200]})" if fatal else ""
