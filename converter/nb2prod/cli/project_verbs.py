"""The verbs for a project that is there: prove and diff."""

from pathlib import Path
from typing import Any

import click

from . import nb2prod
from .calling import api, leave, show
from .options import (
    fresh_env_option,
    json_option,
    kernel_option,
    progress_option,
    summary_option,
    timeout_option,
)


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
@fresh_env_option
@kernel_option
@summary_option
@json_option
@progress_option
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
        leave(
            lambda told: show().proposal(api().propose_map(project, notebook, told, kernel=kernel)),
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
        lambda told: api().prove(project, told, **asked),
        lambda done: show().proving(done),
        proof_summary,
        summary,
    )
    leave(verb, as_json, progress)


@nb2prod.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("versions", nargs=-1, metavar="[VERSION VERSION]")
@click.option(
    "--notebook",
    type=click.Path(path_type=Path),
    metavar="NOTEBOOK",
    help="The notebook to compare with; without it the one that the project was made of.",
)
@kernel_option
@timeout_option
@click.option("--unified", is_flag=True, help="Also show the changed lines of each file.")
@json_option
@progress_option
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
    leave(
        lambda told: differences.shown(api().diff(project, two, notebook, chosen, unified, told)),
        as_json,
        progress,
    )
