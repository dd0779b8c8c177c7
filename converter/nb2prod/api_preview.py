"""`preview`: the files that a conversion would write, told without running the notebook."""

from pathlib import Path

from . import disk
from .api_convert import decide, project_folder
from .api_options import recalled
from .api_project import Job, plain_project
from .api_source import read_source
from .model.analysis import Preview, PreviewFile
from .model.options import Options
from .reconciling import Reconciled, is_record, is_text, reconciled, vanished
from .target import baseline

# what a project without a run has not: they follow from the values that the run shows
_LATER = (
    "The service with its contract, the validation of the data, the locks and the documents follow "
    "from what the run shows; types are filled in then."
)


def preview(path: Path, output: Path | None) -> Preview:
    """Return the tree that a conversion into that folder would give; nothing is run or written."""
    options = recalled(path, Options(output=output, run=False))
    source = read_source(path)
    plan = decide(source, None, options, _silent).plan
    folder = project_folder(source, options, plan.package)
    disk.check_target(folder)
    made = plain_project(Job(plan, source, None, options, _silent, None), folder)
    base = baseline(folder)
    found = [one for file in made.files for one in reconciled(folder, base, file)]
    if base.hashes:
        # of an earlier conversion with a run: they are made again, later
        later = {one.file.path for one in vanished(folder, base, {f.path for f in made.files})}
    else:
        later = set()
    files = tuple(_shown(one) for one in found if not is_record(one.file.path))
    again = tuple(PreviewFile(name, "after the run") for name in sorted(later))
    return Preview(str(folder), plan.package, (*files, *again), _LATER)


def _shown(one: Reconciled) -> PreviewFile:
    content = one.content if one.content is not None else one.before or b""
    text = content.decode("utf-8", "replace") if is_text(one.change.path, content) else ""
    return PreviewFile(one.change.path, one.change.what, one.change.note, text)


def _silent(step: str, done: int, total: int, detail: str = "") -> None:
    return None
