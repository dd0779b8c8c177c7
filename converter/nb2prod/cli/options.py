"""Options of the command line that several verbs share."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ..model.options import Options

F = TypeVar("F", bound=Callable[..., Any])


def notebook_argument(verb: F) -> F:
    """Add the notebook's path."""
    return click.argument("notebook", type=click.Path(path_type=Path))(verb)


def json_option(verb: F) -> F:
    """Add `--json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
    )(verb)


def progress_option(verb: F) -> F:
    """Add `--progress`."""
    return click.option(
        "--progress",
        type=click.Choice(["auto", "plain", "json", "none"]),
        default="auto",
        help="How progress is shown on stderr; json: one JSON object in a line.",
    )(verb)


def timeout_option(verb: F) -> F:
    """Add `--timeout`."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Stop a cell that runs longer. Without it a cell may take as long as it likes.",
    )(verb)


kernel_option = click.option(
    "--kernel", metavar="NAME", help="The kernel to run with, not the notebook's."
)

fresh_env_option = click.option(
    "--fresh-env",
    is_flag=True,
    help="Prove in a new environment, made of the project's lock alone (with uv, else pip).",
)

summary_option = click.option(
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
    kernel_option,
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


def conversion_options(verb: F) -> F:
    """Add the options of convert, which plan shares."""
    for decorator in reversed((*_CONVERSION, timeout_option, json_option, progress_option)):
        verb = decorator(verb)
    return verb


def given_options(given: dict[str, Any]) -> "Options":
    """Return the options of a conversion as they were given."""
    from ..model.options import Options

    if given["data_sample"] is None:
        return Options(**{**given, "data_sample": True})
    return Options(**given, given=("data_sample",))
