"""A version's artifacts as files."""

import io
from collections.abc import Mapping
from typing import Any

import joblib

ARTIFACTS = "artifacts.joblib"


def dumped(artifacts: Mapping[str, Any]) -> dict[str, bytes]:
    """File name -> content."""
    return {ARTIFACTS: _pickled(artifacts)}


def loaded(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The artifacts of files whose hashes were checked: unpickling can run code."""
    return dict(joblib.load(io.BytesIO(files[ARTIFACTS])))


def _pickled(artifacts: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    joblib.dump(dict(artifacts), file)
    return file.getvalue()
