"""The command line: parses, calls api, prints."""

import gc
import sys

import click

# --help needs click and this table; the verbs themselves are in a room that is opened for one
VERBS = {
    "check": "Run notebooks and compare their outputs with those they hold.",
    "clean": "Empty the cache of runs and environments.",
    "convert": "Run a notebook, write its project, and prove it.",
    "diff": "Show what converting again would change.",
    "explain": "Explain a code such as NB113, with an example.",
    "inspect": "Look at a notebook without running it.",
    "plan": "Show what convert would write; write nothing.",
    "prove": "Prove a project's claims again.",
    "tag": "Propose tags for the cells.",
}
EXIT_CODES = """
\b
Exit codes:
  0    done (warnings and claims that were not checked are allowed)
  1    a claim was refuted, or files conflict; check: a notebook differs or is unverified
  2    the command line is wrong
  3    refused, and nothing was written
  4    the notebook itself failed when it was run
  70   a bug of nb2prod; the traceback is saved in a file
  130  interrupted, and nothing was written
"""


def main() -> None:
    """Run the command line and leave with its exit code."""
    # what a verb makes lives as long as it: searching it for garbage again and again is in vain
    gc.set_threshold(200_000, 20, 20)
    arguments = sys.argv[1:]
    try:
        sys.exit(nb2prod.main(arguments, prog_name="nb2prod", standalone_mode=False))
    except click.UsageError as error:
        from .outcome import usage_failure

        sys.exit(usage_failure(error, as_json="--json" in arguments))
    except (click.Abort, KeyboardInterrupt):
        from ..errors import INTERRUPTED

        sys.exit(INTERRUPTED)


class _Verbs(click.Group):
    """The verbs, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs' names."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the verb of that name, or None."""
        from . import verbs

        return verbs.LOADED.get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of verbs, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda *given: _version(*given),
    help="Show the version and exit.",
)
def nb2prod() -> None:
    """
    Turn a Jupyter notebook into a tested, documented, running service, with proof.

    \b
    Tag the cells (load, prep, train, predict), then:
      nb2prod tag service_time.ipynb         propose tags for the cells
      nb2prod inspect service_time.ipynb     look, without running anything
      nb2prod plan service_time.ipynb        what would be written, and why
      nb2prod convert service_time.ipynb     run, write, prove
      nb2prod check *.ipynb                  do they still give what they show?

    Each command has its own --help, and --json for scripts.
    """


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("jupyter-prod")
        except PackageNotFoundError:
            number = "(from a folder, not installed)"
        click.echo(f"nb2prod {number}")
        context.exit()
