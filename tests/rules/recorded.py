"""Tiny notebooks as they were saved after a session, and what the rules say about them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nb2prod.api import inspect
from nb2prod.model.findings import Finding
from tests.notebooks import notebook_json

Outputs = Sequence[dict[str, Any]]


def recorded(
    folder: Path,
    text: str,
    counts: Sequence[int | None] = (),
    outputs: Mapping[int, Outputs] | None = None,
) -> Path:
    """A notebook whose code cells carry these counts and outputs."""
    notebook = notebook_json(text)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for cell, count in zip(code, counts, strict=False):
        cell["execution_count"] = count
    for number, given in (outputs or {}).items():
        code[number]["outputs"] = list(given)
    path = folder / "messy.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def said(path: Path, *codes: str) -> list[Finding]:
    """What `inspect` finds, as far as it has one of the codes (all of NB3 without any)."""
    return [
        finding
        for finding in inspect(path).findings
        if finding.code in codes or (not codes and finding.code.startswith("NB3"))
    ]


def printed(text: str) -> dict[str, Any]:
    """What a cell printed."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(text: str, count: int) -> dict[str, Any]:
    """What a cell's last expression showed."""
    data = {"text/plain": text}
    return {
        "output_type": "execute_result", "execution_count": count, "data": data, "metadata": {},
    }  # fmt: skip
