"""The verbs of the command line, each with its options; those for a project are next door."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import nb2prod, project_verbs
from .calling import api, leave, show
from .options import (
    conversion_options,
    fresh_env_option,
    given_options,
    json_option,
    notebook_argument,
    progress_option,
    summary_option,
    timeout_option,
)

if TYPE_CHECKING:
    from .outcome import Outcome


@nb2prod.command()
@notebook_argument
@click.option(
    "--graph",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also draw the sections and what crosses between them: .svg, .html or .mmd (Mermaid).",
)
@json_option
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

        found = api().inspect(notebook)
        if graph is not None:
            api().draw(found, graph)
        return inspection(found, graph)

    leave(look, as_json)


@nb2prod.command()
@notebook_argument
@click.option("--write", is_flag=True, help="Put the proposed tags into the notebook's file.")
@json_option
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
    leave(lambda told: show().tagging(api().tag(notebook, write)), as_json)


@nb2prod.command()
@notebook_argument
@conversion_options
def plan(notebook: Path, as_json: bool, progress: str, **options: Any) -> None:
    """
    Show what convert would write, claim and leave out; write nothing.

    Runs the notebook (or takes the run from the cache), unless --no-run.

    \b
    Examples:
      nb2prod plan service_time.ipynb
      nb2prod plan service_time.ipynb --no-run --json
    """
    leave(
        lambda told: show().plan(api().plan(notebook, given_options(options), told)),
        as_json,
        progress,
    )


@nb2prod.command()
@notebook_argument
@fresh_env_option
@conversion_options
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
    leave(
        lambda told: show().conversion(api().convert(notebook, given_options(options), told)),
        as_json,
        progress,
    )


@nb2prod.command()
@click.argument(
    "notebooks", nargs=-1, required=True, metavar="NOTEBOOK...", type=click.Path(path_type=Path)
)
@timeout_option
@click.option(
    "--accept", is_flag=True, help="Write the fresh outputs into the notebooks that differ."
)
@click.option(
    "--outputs", is_flag=True, help="With --json: both outputs of each cell that differs."
)
@summary_option
@json_option
@progress_option
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
        lambda told: api().check(notebooks, timeout, accept, told, outputs),
        lambda found: show().verdicts(found),
        check_summary,
        summary,
    )
    leave(verb, as_json, progress)


@nb2prod.command()
@click.argument("code")
@json_option
def explain(code: str, as_json: bool) -> None:
    """
    Explain a code such as NB113, with an example.

    \b
    Example:
      nb2prod explain NB113
    """
    leave(lambda told: show().explanation(api().explain(code)), as_json)


@nb2prod.command()
@json_option
def clean(as_json: bool) -> None:
    """
    Empty the cache of runs and environments. Projects and notebooks are not touched.

    \b
    Example:
      nb2prod clean
    """
    leave(lambda told: show().cleaned(api().clean()), as_json)


LOADED = {**nb2prod.commands, "prove": project_verbs.prove, "diff": project_verbs.diff}
