"""A version's artifacts as files."""

import hashlib
import io
import pickle
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


def fingerprint(value: Any) -> str:
    """A hash of what the value holds, however its parts were made."""
    try:
        return str(joblib.hash(value))
    except Exception:  # joblib knows no masked arrays: the results of a search
        return hashlib.sha256(pickle.dumps(value)).hexdigest()


def _pickled(artifacts: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    joblib.dump(dict(artifacts), file)
    return file.getvalue()
