"""
The certificate of a version: what its proof was run with, so that the service can compare.

    models/v2/certificate.json    rung, counts, hashes of the code, exact libraries
"""

import json
from pathlib import Path

from .model.proof import NOT_CHECKED, PROVEN, REFUTED, Proof
from .origins import pinned
from .replacing import replace_file
from .target import sha256
from .versions import CERTIFICATE, card, current_version

_LOCK = "requirements-serve.lock"


def write_certificate(folder: Path, package: str, proof: Proof) -> Path | None:
    """Write it beside the card of the version that answers; None where there is none."""
    models = folder / "models"
    name = current_version(models)
    source = folder / "src" / package
    if name is None or not (models / name).is_dir() or not source.is_dir():
        return None
    content = {
        "schema_version": 1,
        "rung": proof.rung,
        "claims": {status: proof.count(status) for status in (PROVEN, REFUTED, NOT_CHECKED)},
        "code": _code(source),
        "libraries": _libraries(folder, card(models, name).get("libraries")),
    }
    return replace_file(models / name / CERTIFICATE, json.dumps(content, indent=2) + "\n")


def _code(source: Path) -> dict[str, str]:
    return {
        path.relative_to(source).as_posix(): sha256(path.read_bytes().replace(b"\r\n", b"\n"))
        for path in sorted(source.rglob("*.py"))
    }


def _libraries(folder: Path, trained: object) -> dict[str, str]:
    """What the lock pins; what the version was trained with is checked when it is loaded."""
    try:
        locked = pinned((folder / _LOCK).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        locked = {}
    seen = trained if isinstance(trained, dict) else {}
    known = {str(key): str(value) for key, value in seen.items() if key != "python"}
    return dict(sorted({**locked, **known}.items()))
