"""The only room that knows all floors: one function for each verb."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# each verb loads what it needs: the data classes of one are half the time of another
if TYPE_CHECKING:
    from .api_project import Conversion
    from .api_propose import Proposal
    from .api_prove import Proving
    from .explanations import Explanation
    from .model.analysis import Analysis, Preview
    from .model.difference import ProjectDifference, VersionDifference
    from .model.inspection import Inspection
    from .model.notebook import Notebook
    from .model.options import Options
    from .model.plan import Plan
    from .model.run import Progress
    from .model.tagging import Tagging
    from .model.verdict import NotebookVerdict


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the cache held before it was emptied."""

    folder: Path
    runs: int
    bytes: int


def inspect(path: Path) -> "Inspection":
    """Return what reading alone tells about the notebook; nothing is run."""
    from . import api_inspect

    return api_inspect.inspect(path)


def tag(path: Path, write: bool = False) -> "Tagging":
    """Return the tags that the cells should have; with `write` they are put into the file."""
    from . import api_tag

    return api_tag.tag(path, write)


def tags_for(notebook: "Notebook") -> "Tagging":
    """Return the tags that the cells of a notebook in memory should have."""
    from . import api_tag

    return api_tag.tags_for(notebook)


def analyse(content: bytes, path: Path) -> "Analysis":
    """Return all that the lab shows of a notebook in memory; the path is only its name."""
    from . import api_analyse

    return api_analyse.analyse(content, path)


def preview(path: Path, output: Path | None) -> "Preview":
    """Return the files that convert would write, as far as reading tells; nothing is run."""
    from . import api_preview

    return api_preview.preview(path, output)


def draw(found: "Inspection", target: Path) -> None:
    """Write the picture of an inspected notebook, as what the file's name says."""
    from . import disk
    from .drawing.files import drawing

    disk.write_drawing(target, drawing(found.picture, target))


def explain(code: str) -> "Explanation":
    """Return what a code means."""
    from . import explanations

    return explanations.explanation(code)


def check(
    paths: Iterable[Path],
    timeout: float | None,
    accept: bool,
    progress: "Progress",
    outputs: bool = False,
) -> "tuple[NotebookVerdict, ...]":
    """Return for each notebook whether it still gives what it recorded."""
    from . import api_check

    return api_check.check(paths, timeout, accept, progress, outputs)


def clean() -> Cleaned:
    """Empty the cache of runs, and return what it held."""
    from .running import cache

    folder = cache.cache_root()
    runs, size = cache.clean()
    return Cleaned(folder, runs, size)


def plan(path: Path, options: "Options", progress: "Progress") -> "Plan":
    """Return what convert would write, claim and leave out."""
    from .api_convert import decide, in_environment, run_source
    from .api_options import recalled
    from .api_source import read_source

    options = recalled(path, options)
    source = read_source(path, options)
    run = run_source(source, options, progress) if options.run else None
    with in_environment(source.notebook.secrets):
        return decide(source, run, options, progress).plan


def convert(path: Path, options: "Options", progress: "Progress") -> "Conversion":
    """Write the notebook's project, proven, and return what became of it."""
    from . import disk
    from .api_convert import decide, in_environment, project_folder, run_source
    from .api_lineage import development
    from .api_options import recalled
    from .api_project import write_project
    from .api_source import read_source

    options = recalled(path, options)
    source = read_source(path, options)
    disk.check_target(project_folder(source, options))
    if not options.run:
        decided = decide(source, None, options, progress)
        return write_project(decided, source, None, options, progress)
    from .running.cache import cache_root
    from .running.preparation import Preparation

    run = run_source(source, options, progress)
    with (
        in_environment(source.notebook.secrets),
        Preparation(run, cache_root(), progress, fresh=options.fresh_env) as preparation,
    ):
        decided = decide(
            source, run, options, progress, lambda plan: preparation.begin(development(plan))
        )
        return write_project(decided, source, run, options, progress, preparation)


def prove(
    folder: Path,
    progress: "Progress",
    *,
    notebook: Path | None = None,
    mutants: int = 0,
    kernel: str | None = None,
    fresh_env: bool = False,
) -> "Proving":
    """Return the claims of a project, decided anew against a run of its notebook."""
    from . import api_prove

    return api_prove.prove(folder, notebook, mutants, kernel, progress, fresh_env=fresh_env)


def diff(
    folder: Path,
    versions: tuple[str, str] | None,
    notebook: Path | None,
    options: "Options",
    unified: bool,
    progress: "Progress",
) -> "ProjectDifference | VersionDifference":
    """Return what converting again would change, or what changed between two versions."""
    from . import api_diff

    if versions is not None:
        return api_diff.diff_versions(folder, *versions)
    return api_diff.diff_project(folder, notebook, options, unified, progress)


def propose_map(
    folder: Path, notebook: Path, progress: "Progress", *, kernel: str | None = None
) -> "Proposal":
    """Return a claims map for a package of other hands, for a person to confirm."""
    from . import api_propose

    return api_propose.propose_map(folder, notebook, kernel, progress)
