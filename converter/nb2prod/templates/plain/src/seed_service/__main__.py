"""The command: `python -m seed_service run`."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any


def run() -> int:
    """Run the notebook's sections and print what the last one gives."""
    from .pipeline import run as run_pipeline

    result = run_pipeline()._asdict()
    print(json.dumps({name: shown(value) for name, value in result.items()}, indent=2, default=str))
    return 0


def shown(value: Any) -> Any:
    """The value as JSON can hold it; of a long one its length and its beginning."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(name): shown(part) for name, part in value.items()}
    if isinstance(value, list | tuple) and len(value) > 10:
        return {"length": len(value), "first": [shown(part) for part in value[:10]]}
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 a file is missing, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m seed_service")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("run", help=run.__doc__, description=run.__doc__)
    parser.parse_args(arguments)
    try:
        return run()
    except FileNotFoundError as error:
        hint = "data files are looked for in SEED_SERVICE_DATA_DIR, else in the current folder"
        print(f"there is no file {error.filename}; {hint}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
