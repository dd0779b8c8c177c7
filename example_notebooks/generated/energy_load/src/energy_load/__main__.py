"""The commands: `python -m energy_load COMMAND`."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from . import commands
from .errors import RefusedError

UNCHECKED = {"dest": "validation", "action": "store_false", "help": "skip the expectations"}
WHY = {"default": "", "metavar": "TEXT", "help": "the reason, kept in the history"}
OPTIONS: dict[str, dict[str, dict[str, Any]]] = {
    "train": {
        "--no-validation": UNCHECKED,
        "--force": {"action": "store_true", "help": "also with metrics far from the current ones"},
    },
    "batch": {
        "--in": {"dest": "source", "metavar": "URI", "required": True},
        "--out": {"dest": "target", "metavar": "URI", "required": True},
        "--no-validation": UNCHECKED,
    },
    "serve": {"--host": {"default": "127.0.0.1"}, "--port": {"type": int, "default": 8000}},
    "promote": {"version": {}, "--why": WHY},
    "rollback": {"--why": WHY},
}


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    found = argparse.ArgumentParser(prog="python -m energy_load")
    names = found.add_subparsers(required=True, metavar="COMMAND")
    for work in commands.ALL:
        command = names.add_parser(work.__name__, help=work.__doc__, description=work.__doc__)
        command.set_defaults(work=work)
        for flags, settings in OPTIONS.get(work.__name__, {}).items():
            command.add_argument(*flags.split(), **settings)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 refused or alarm, 2 wrong usage."""
    options = parser().parse_args(arguments)
    try:
        return int(options.work(options))
    except RefusedError as error:
        print(f"{error}", file=sys.stderr)
    except FileNotFoundError as error:
        hint = "data files are looked for in ENERGY_LOAD_DATA_DIR, else in the current folder"
        print(f"there is no file {error.filename}; {hint}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
