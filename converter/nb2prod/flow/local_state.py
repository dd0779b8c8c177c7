"""Functions of files beside the notebook that change something in their own module."""

import ast
from dataclasses import replace
from pathlib import Path

from ..trees import is_python, parsed
from .context import known_names
from .known import Known

#   # registry.py
#   NAMES = []
#   def register(name): NAMES.append(name)
_LONGEST = 200_000  # characters of a file that is still looked at


def with_local_state(known: Known, folder: Path) -> Known:
    """What is known, with the full names of such functions."""
    found: set[str] = set()
    for module in sorted({origin.split(".")[0] for origin in known.origins.values()}):
        body = _body(folder / f"{module}.py")
        inner = known_names(body) if body else None
        for name, summary in inner.functions.items() if inner is not None else ():
            if (summary.changes | summary.writes) - set(summary.parameters):
                found.add(f"{module}.{name}")
    return replace(known, remembering=frozenset(found)) if found else known


def _body(path: Path) -> tuple[ast.stmt, ...]:
    if not path.stem.isidentifier() or not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(parsed(text).body) if len(text) <= _LONGEST and is_python(text) else ()
