"""
Whether what runs here is what was proven against the notebook.

The proof leaves `certificate.json` beside a version's card: hashes of the code and the exact
libraries that it was run with. Whatever differs here was not proven.
"""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .versions import PACKAGE, models_folder

CERTIFICATE = "certificate.json"
SHOWN = 3  # differences that are named; the rest is counted


def standing(name: str, *, folder: Path | None = None) -> dict[str, Any]:
    """What was proven of that version, and what stands in the way of saying so here."""
    try:
        path = (folder or models_folder()) / name / CERTIFICATE
        told = json.loads(path.read_bytes())
        rung, counts = told["rung"], dict(told["claims"])
        differences = [*_code(told["code"]), *_libraries(told["libraries"])]
    except FileNotFoundError:
        return _unproven([f"{name} has no certificate: nobody has proven it since it was trained"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        return _unproven([f"{CERTIFICATE} of {name} cannot be read: {error!r}"])
    if counts.get("refuted"):
        differences.insert(0, f"{counts['refuted']} claims were refuted")
    if not counts.get("proven"):
        differences.insert(0, "nothing was proven")
    return {**_unproven(differences), "proven": not differences, "rung": rung, "claims": counts}


def code_hashes() -> dict[str, str]:
    """Each module of this package with the hash of its text."""
    source = Path(__file__).parent
    return {
        path.relative_to(source).as_posix(): hashlib.sha256(
            path.read_bytes().replace(b"\r\n", b"\n")
        ).hexdigest()
        for path in sorted(source.rglob("*.py"))
    }


def _unproven(differences: list[str]) -> dict[str, Any]:
    named = differences[:SHOWN]
    if more := len(differences) - SHOWN:
        named += [f"and {more} more"] if more > 0 else []
    return {"proven": False, "why_not": named}


def _code(proven: Mapping[str, str]) -> list[str]:
    here = code_hashes()
    return [
        f"{PACKAGE}/{module} is not as it was proven"
        for module in sorted(here.keys() | proven.keys())
        if here.get(module) != proven.get(module)
    ]


def _libraries(proven: Mapping[str, str]) -> list[str]:
    # one that is not installed here is not used here: its import would have failed
    return [
        f"{library} {wanted} was proven, {here} is here"
        for library, wanted in sorted(proven.items())
        if (here := _installed(library)) not in (None, wanted)
    ]


def _installed(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
