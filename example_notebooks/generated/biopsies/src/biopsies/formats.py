"""A version's artifacts as files, models in their library's own safe format."""

import hashlib
import io
import pickle
from collections.abc import Mapping
from typing import Any

import joblib
import skops.io
from sklearn.base import BaseEstimator

ARTIFACTS = "artifacts.joblib"
SUFFIX = ".skops"
# what a model may be made of besides; a file with anything else is refused
TRUSTED = [
    "biopsies.prep.twins",
    "numpy.dtype",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
]


def dumped(artifacts: Mapping[str, Any]) -> dict[str, bytes]:
    """File name -> content; what has no safe format, or would change in it, is pickled."""
    own: dict[str, bytes] = {}
    for name, value in artifacts.items():
        content = _in_own_format(value) if isinstance(value, BaseEstimator) else None
        if content is not None:
            own[name + SUFFIX] = content
    rest = {name: value for name, value in artifacts.items() if name + SUFFIX not in own}
    return {ARTIFACTS: _pickled(rest), **own}


def loaded(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The artifacts of files whose hashes were checked: unpickling can run code."""
    artifacts = dict(joblib.load(io.BytesIO(files[ARTIFACTS])))
    for file, content in files.items():
        if file.endswith(SUFFIX):
            artifacts[file.removesuffix(SUFFIX)] = _load(content)
    return artifacts


def _in_own_format(model: Any) -> bytes | None:
    """The content of the model's file; None where it does not come back bit for bit."""
    try:
        content = _dump(model)
        same = _fingerprint(_load(content)) == _fingerprint(model)
    except Exception:  # the format does not know a part of the model
        return None
    return content if same else None


def _dump(model: Any) -> bytes:
    return bytes(skops.io.dumps(model))


def _load(content: bytes) -> Any:
    return skops.io.loads(content, trusted=TRUSTED)


def _fingerprint(model: Any) -> str:
    # pickled once, so that which of its parts are one object plays no role
    return fingerprint(pickle.loads(pickle.dumps(model)))


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
