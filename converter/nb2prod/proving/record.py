"""The record of a proof: `.nb2prod/proof.json` in the project."""

import json
from dataclasses import asdict
from pathlib import Path

from ..model.proof import Proof
from ..replacing import replace_file

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
    return replace_file(target, proof_text(proof))
