"""A version's artifacts as files, models in their library's own safe format."""

import hashlib
import io
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import joblib
import skops.io
import torch
from sklearn.base import BaseEstimator

from energy_load.train import LoadNet

ARTIFACTS = "artifacts.joblib"
# what a network may be made of; a file with anything else is refused
TRUSTED: list[Any] = [
    LoadNet,
    torch.nn.Dropout,
    torch.nn.Linear,
    torch.nn.ReLU,
    torch.nn.Sequential,
]
# what an estimator may be made of besides; a file with anything else is refused
TRUSTED_PARTS = [
    "numpy.dtype",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
]


def dumped(artifacts: Mapping[str, Any]) -> dict[str, bytes]:
    """File name -> content; what has no safe format, or would change in it, is pickled."""
    own: dict[str, bytes] = {}
    for name, value in artifacts.items():
        for suffix, (kind, dump, load) in FORMATS.items():
            if isinstance(value, kind) and (content := _in_own_format(value, dump, load)):
                own[name + suffix] = content
    held = {file.partition(".")[0] for file in own}
    rest = {name: value for name, value in artifacts.items() if name not in held}
    return {ARTIFACTS: _pickled(rest), **own}


def loaded(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The artifacts of files whose hashes were checked: unpickling can run code."""
    artifacts = dict(joblib.load(io.BytesIO(files[ARTIFACTS])))
    for file, content in files.items():
        name, dot, suffix = file.partition(".")
        if dot + suffix in FORMATS:
            _, _, load = FORMATS[dot + suffix]
            artifacts[name] = load(content)
    return artifacts


def _in_own_format(
    model: Any, dump: Callable[[Any], bytes], load: Callable[[bytes], Any]
) -> bytes | None:
    """The content of the model's file; None where it does not come back bit for bit."""
    try:
        content = dump(model)
        same = _fingerprint(load(content)) == _fingerprint(model)
    except Exception:  # the format does not know a part of the model
        return None
    return content if same else None


def _fingerprint(model: Any) -> str:
    # pickled once, so that which of its parts are one object plays no role
    return fingerprint(pickle.loads(pickle.dumps(model)))


def _dump_network(model: Any) -> bytes:
    file = io.BytesIO()
    torch.save(model, file)
    return file.getvalue()


def _load_network(content: bytes) -> Any:
    with torch.serialization.safe_globals(TRUSTED):
        return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)


def _dump_estimator(model: Any) -> bytes:
    return bytes(skops.io.dumps(model))


def _load_estimator(content: bytes) -> Any:
    return skops.io.loads(content, trusted=TRUSTED_PARTS)


# of each suffix: what is kept so, how it is written, how it is read
FORMATS: dict[str, tuple[type, Callable[[Any], bytes], Callable[[bytes], Any]]] = {
    ".pt": (torch.nn.Module, _dump_network, _load_network),
    ".skops": (BaseEstimator, _dump_estimator, _load_estimator),
}


class _Hasher(joblib.hashing.NumpyHasher):  # type: ignore[misc]
    """Of a tensor joblib would hash where it lies, not what it holds."""

    def save(self, obj: Any) -> None:
        if isinstance(obj, torch.Tensor):
            obj = (str(obj.dtype), obj.requires_grad, obj.detach().numpy())
        super().save(obj)


def fingerprint(value: Any) -> str:
    """A hash of what the value holds, however its parts were made."""
    try:
        return str(_Hasher("md5").hash(value))
    except Exception:  # joblib knows no masked arrays: the results of a search
        return hashlib.sha256(pickle.dumps(value)).hexdigest()


def _pickled(artifacts: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    joblib.dump(dict(artifacts), file)
    return file.getvalue()
