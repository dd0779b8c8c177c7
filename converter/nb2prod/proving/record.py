"""The record of a proof: `.nb2prod/proof.json` in the project."""

import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path

from ..model.proof import Proof

SCHEMA_VERSION = 1


def proof_text(proof: Proof) -> str:
    """The proof as JSON: each claim with its status, and where it stopped being provable."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "rung": proof.rung,
        "rung_stopped_by": proof.rung_stopped_by,
        "claims": [asdict(claim) for claim in proof.claims],
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_proof(folder: Path, proof: Proof) -> Path:
    """Write the record in one step, so that nobody reads half of it, and return its path."""
    target = folder / ".nb2prod" / "proof.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".proof-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(proof_text(proof))
        Path(draft).chmod(0o644)
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return target
