"""Where a version comes from: its code, its data, its libraries."""

import hashlib
import json
import pickle
import pickletools
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from typing import Any

import pandas as pd

LOCK = "requirements-serve.lock"
ORIGIN = Path("lineage.json")


def lineage(raw: pd.DataFrame, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What this training stood on; `None` where it cannot be known."""
    lock = Path(LOCK)
    return {
        "commit": _commit(),
        "lock_sha256": hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else None,
        "code_sha256": _code(),
        **_origin(),
        "data_sha256": _fingerprint(raw),
        "data_rows": len(raw),
        "parameters": {name: _as_json(value) for name, value in parameters.items()},
    }


def libraries(artifacts: Mapping[str, Any]) -> dict[str, str]:
    """Versions of Python and of every installed library that the artifacts are made of."""
    # a pickle names the module of everything in it; arrays stay outside, they are only bytes
    pickled = pickle.dumps(dict(artifacts), protocol=5, buffer_callback=lambda _: None)
    words = (word for _, word, _ in pickletools.genops(pickled) if isinstance(word, str))
    roots = {word.partition(".")[0] for word in words if word in sys.modules}
    installed = _installed_packages()
    # requests become pandas tables, whatever the model is
    owners = {name for root in roots | {"numpy", "pandas"} for name in installed.get(root, ())}
    return {"python": _python()} | {name: version(name) for name in sorted(owners)}


def differences(recorded: Mapping[str, str]) -> list[str]:
    """What runs here in another version than the recorded one, in words."""
    return [
        f"{name} {wanted} there, {here} here"
        for name, wanted in recorded.items()
        if (here := _installed(name)) != wanted
    ]


@cache  # it looks into every installed distribution
def _installed_packages() -> Mapping[str, list[str]]:
    return packages_distributions()


def _installed(name: str) -> str:
    try:
        return _python() if name == "python" else version(name)
    except PackageNotFoundError:
        return "none"


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _commit() -> str | None:
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _code() -> str:
    """One hash of all modules, by name and text: the same code is the same hash anywhere."""
    source = Path(__file__).parent
    found = hashlib.sha256()
    for path in sorted(source.rglob("*.py")):
        found.update(path.relative_to(source).as_posix().encode() + b"\0")
        found.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return found.hexdigest()


def _origin() -> dict[str, Any]:
    """The notebook and the data files that this project was made of, where that was noted."""
    try:
        noted = json.loads(ORIGIN.read_bytes())
        files = {name: file["sha256"] for name, file in noted["data"].items()}
        return {"notebook_sha256": noted["notebook"]["sha256"], "notebook_data": files}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {"notebook_sha256": None, "notebook_data": {}}


def _fingerprint(raw: pd.DataFrame) -> str | None:
    try:
        rows = pd.util.hash_pandas_object(raw)
    except TypeError:  # a cell that holds a list or a dict
        return None
    columns = repr([(str(name), str(dtype)) for name, dtype in raw.dtypes.items()])
    return hashlib.sha256(columns.encode() + rows.to_numpy().tobytes()).hexdigest()


def _as_json(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else repr(value)
