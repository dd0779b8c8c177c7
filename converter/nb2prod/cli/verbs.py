"""The verbs of the command line, each with its options."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from . import nb2prod

if TYPE_CHECKING:
    from ..model.run import Progress
    from .outcome import Outcome

F = TypeVar("F", bound=Callable[..., Any])


def _notebook(verb: F) -> F:
    return click.argument("notebook", type=click.Path(path_type=Path))(verb)


def _json(verb: F) -> F:
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
    )(verb)


def _progress(verb: F) -> F:
    return click.option(
        "--progress",
        type=click.Choice(["auto", "plain", "json", "none"]),
        default="auto",
        help="How progress is shown on stderr; json: one JSON object in a line.",
    )(verb)


def _timeout(verb: F) -> F:
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Stop a cell that runs longer. Without it a cell may take as long as it likes.",
    )(verb)


_kernel = click.option(
    "--kernel", metavar="NAME", help="The kernel to run with, not the notebook's."
)

_fresh_env = click.option(
    "--fresh-env",
    is_flag=True,
    help="Prove in a new environment, made of the project's lock alone (with uv, else pip).",
)

_summary = click.option(
    "--summary",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='Add a summary in Markdown to the file, such as "$GITHUB_STEP_SUMMARY".',
)

_CONVERSION = (
    click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The project's folder. Without it: beside the notebook, named after the package.",
    ),
    click.option(
        "--package", metavar="NAME", help="The package's name. Without it: the notebook's."
    ),
    _kernel,
    click.option(
        "--target", "targets", multiple=True, metavar="T", help="Also write for this place."
    ),
    click.option(
        "--run/--no-run", default=True, help="Run the notebook (default), or only read it."
    ),
    click.option(
        "--data-sample/--no-data-sample",
        "data_sample",
        default=None,
        help="Let the project hold a few data rows (default), or none: examples are synthetic.",
    ),
)


def _conversion(verb: F) -> F:
    """Add the options of convert, which plan shares."""
    for decorator in reversed((*_CONVERSION, _timeout, _json, _progress)):
        verb = decorator(verb)
    return verb


def _options(given: dict[str, Any]) -> Any:
    from ..model.options import Options

    if given["data_sample"] is None:
        return Options(**{**given, "data_sample": True})
    return Options(**given, given=("data_sample",))


def _api() -> ModuleType:
    from .. import api

    return api


def _show() -> ModuleType:
    from . import show

    return show


def _leave(
    verb: Callable[["Progress"], "Outcome"], as_json: bool, progress: str = "auto"
) -> NoReturn:
    from .outcome import leave

    leave(verb, as_json, progress)


@nb2prod.command()
@_notebook
@click.option(
    "--graph",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also draw the sections and what crosses between them: .svg, .html or .mmd (Mermaid).",
)
@_json
def inspect(notebook: Path, graph: Path | None, as_json: bool) -> None:
    """
    Look at a notebook without running it: sections, what crosses between them, findings.

    Takes milliseconds. Leaves with 3 when a finding would stop the conversion.

    \b
    Examples:
      nb2prod inspect service_time.ipynb
      nb2prod inspect service_time.ipynb --graph service_time.html
      nb2prod inspect service_time.ipynb --json | jq .findings
    """

    def look(_: object) -> "Outcome":
        from .inspected import inspection

        found = _api().inspect(notebook)
        if graph is not None:
            _api().draw(found, graph)
        return inspection(found, graph)

    _leave(look, as_json)


@nb2prod.command()
@_notebook
@click.option("--write", is_flag=True, help="Put the proposed tags into the notebook's file.")
@_json
def tag(notebook: Path, write: bool, as_json: bool) -> None:
    """
    Propose tags from what the cells do: load, prep, train, predict, evaluate.

    Takes milliseconds and runs nothing. Tags that are there stay; with --write the proposed ones
    are added, and nothing else in the file changes.

    \b
    Examples:
      nb2prod tag service_time.ipynb
      nb2prod tag service_time.ipynb --write
    """
    _leave(lambda told: _show().tagging(_api().tag(notebook, write)), as_json)


@nb2prod.command()
@_notebook
@_conversion
def plan(notebook: Path, as_json: bool, progress: str, **options: Any) -> None:
    """
    Show what convert would write, claim and leave out; write nothing.

    Runs the notebook (or takes the run from the cache), unless --no-run.

    \b
    Examples:
      nb2prod plan service_time.ipynb
      nb2prod plan service_time.ipynb --no-run --json
    """
    _leave(
        lambda told: _show().plan(_api().plan(notebook, _options(options), told)), as_json, progress
    )


@nb2prod.command()
@_notebook
@_fresh_env
@_conversion
def convert(notebook: Path, as_json: bool, progress: str, **options: Any) -> None:
    """
    Run a notebook, write its project, and prove what the project claims.

    The notebook itself is only read. Files that you changed in an earlier project stay yours.

    \b
    Examples:
      nb2prod convert service_time.ipynb
      nb2prod convert service_time.ipynb --output ../service --package arrival
      nb2prod convert service_time.ipynb --no-data-sample --json
      nb2prod convert service_time.ipynb --fresh-env
    """
    if options["fresh_env"] and not options["run"]:
        raise click.UsageError("--fresh-env is for the proof, and --no-run proves nothing.")
    _leave(
        lambda told: _show().conversion(_api().convert(notebook, _options(options), told)),
        as_json,
        progress,
    )


@nb2prod.command()
@click.argument(
    "notebooks", nargs=-1, required=True, metavar="NOTEBOOK...", type=click.Path(path_type=Path)
)
@_timeout
@click.option(
    "--accept", is_flag=True, help="Write the fresh outputs into the notebooks that differ."
)
@click.option(
    "--outputs", is_flag=True, help="With --json: both outputs of each cell that differs."
)
@_summary
@_json
@_progress
def check(
    notebooks: tuple[Path, ...],
    timeout: float | None,
    accept: bool,
    outputs: bool,
    summary: Path | None,
    as_json: bool,
    progress: str,
) -> None:
    """
    Run notebooks and compare their outputs with those they hold.

    Says which cell differs and why: unseeded randomness, changed data, stale output ...

    \b
    Examples:
      nb2prod check analysis.ipynb
      nb2prod check notebooks/*.ipynb --timeout 600
    """
    from .summaries import check_summary, summarised

    verb = summarised(
        "Notebooks",
        lambda told: _api().check(notebooks, timeout, accept, told, outputs),
        lambda found: _show().verdicts(found),
        check_summary,
        summary,
    )
    _leave(verb, as_json, progress)


@nb2prod.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--notebook",
    type=click.Path(path_type=Path),
    help="The notebook to prove it against, in place of the one that the project names.",
)
@click.option(
    "--mutants",
    is_flag=False,
    flag_value=60,
    default=0,
    type=click.IntRange(min=0),
    metavar="[COUNT]",
    help="Then break copies of the project in COUNT ways (60), to see whether a claim notices.",
)
@click.option(
    "--propose-map",
    is_flag=True,
    help="Prove nothing; propose a map for a package of other hands (needs --notebook).",
)
@_fresh_env
@_kernel
@_summary
@_json
@_progress
def prove(
    project: Path,
    notebook: Path | None,
    mutants: int,
    propose_map: bool,
    fresh_env: bool,
    kernel: str | None,
    summary: Path | None,
    as_json: bool,
    progress: str,
) -> None:
    """
    Prove a project's claims again, for example after you changed its code.

    Reads [tool.nb2prod] in the project's pyproject.toml and runs the notebook that it names. Who
    wrote the project does not matter: a map written by hand is proven like one of ours.

    \b
    Examples:
      nb2prod prove service_time
      nb2prod prove my_own_package --notebook service_time.ipynb
      nb2prod prove my_own_package --notebook service_time.ipynb --propose-map
      nb2prod prove service_time --mutants
      nb2prod prove service_time --fresh-env
    """

    if propose_map:
        if notebook is None:
            raise click.UsageError("--propose-map needs --notebook: the cells to map to.")
        _leave(
            lambda told: _show().proposal(
                _api().propose_map(project, notebook, told, kernel=kernel)
            ),
            as_json,
            progress,
        )
    asked: dict[str, Any] = {
        "notebook": notebook,
        "mutants": mutants,
        "kernel": kernel,
        "fresh_env": fresh_env,
    }
    from .summaries import proof_summary, summarised

    verb = summarised(
        "Proof",
        lambda told: _api().prove(project, told, **asked),
        lambda done: _show().proving(done),
        proof_summary,
        summary,
    )
    _leave(verb, as_json, progress)


@nb2prod.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("versions", nargs=-1, metavar="[VERSION VERSION]")
@click.option(
    "--notebook",
    type=click.Path(path_type=Path),
    metavar="NOTEBOOK",
    help="The notebook to compare with; without it the one that the project was made of.",
)
@click.option("--kernel", metavar="NAME", help="The kernel to run with, not the notebook's.")
@_timeout
@click.option("--unified", is_flag=True, help="Also show the changed lines of each file.")
@_json
@_progress
def diff(
    project: Path,
    versions: tuple[str, ...],
    notebook: Path | None,
    kernel: str | None,
    timeout: float | None,
    unified: bool,
    as_json: bool,
    progress: str,
) -> None:
    """
    Show what converting again would change, or what changed between two versions of the model.

    Each file's fate, each change of the service's contract, and the version bump that it calls
    for; nothing is written. Leaves with 1 when files would conflict or a client would break.

    \b
    Examples:
      nb2prod diff service_time
      nb2prod diff service_time --notebook service_time.ipynb --unified
      nb2prod diff service_time v1 v2
    """
    if len(versions) not in (0, 2):
        raise click.UsageError("Name two versions, or none.")
    from ..model.options import Options
    from . import differences

    chosen = Options(kernel=kernel, timeout=timeout)
    two = (versions[0], versions[1]) if versions else None
    _leave(
        lambda told: differences.shown(_api().diff(project, two, notebook, chosen, unified, told)),
        as_json,
        progress,
    )


@nb2prod.command()
@click.argument("code")
@_json
def explain(code: str, as_json: bool) -> None:
    """
    Explain a code such as NB113, with an example.

    \b
    Example:
      nb2prod explain NB113
    """
    _leave(lambda told: _show().explanation(_api().explain(code)), as_json)


@nb2prod.command()
@_json
def clean(as_json: bool) -> None:
    """
    Empty the cache of runs and environments. Projects and notebooks are not touched.

    \b
    Example:
      nb2prod clean
    """
    _leave(lambda told: _show().cleaned(_api().clean()), as_json)


LOADED = nb2prod.commands
