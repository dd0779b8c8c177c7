"""`formats.py`: a version's artifacts as files, for the one framework that the project uses."""

from ..frameworks import named
from ..model.plan import Plan

_HEAD = '''"""A version's artifacts as files{doc}."""

import hashlib
import io
import pickle
from collections.abc import Mapping
from typing import Any

import joblib
{imports}

ARTIFACTS = "artifacts.joblib"
'''
_PLAIN = '''

def dumped(artifacts: Mapping[str, Any]) -> dict[str, bytes]:
    """File name -> content."""
    return {ARTIFACTS: _pickled(artifacts)}


def loaded(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The artifacts of files whose hashes were checked: unpickling can run code."""
    return dict(joblib.load(io.BytesIO(files[ARTIFACTS])))
'''
_OWN = '''

def dumped(artifacts: Mapping[str, Any]) -> dict[str, bytes]:
    """File name -> content; what has no safe format, or would change in it, is pickled."""
    own: dict[str, bytes] = {{}}
    for name, value in artifacts.items():
        content = _in_own_format(value) if {fits} else None
        if content is not None:
            own[name + SUFFIX] = content
    rest = {{name: value for name, value in artifacts.items() if name + SUFFIX not in own}}
    return {{ARTIFACTS: _pickled(rest), **own}}


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

'''
_TAIL = """

def fingerprint(value: Any) -> str:
    \"\"\"A hash of what the value holds, however its parts were made.\"\"\"
    try:
        return str(joblib.hash(value))
    except Exception:  # joblib knows no masked arrays: the results of a search
        return hashlib.sha256(pickle.dumps(value)).hexdigest()


def _pickled(artifacts: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    joblib.dump(dict(artifacts), file)
    return file.getvalue()
"""


_HASHED = "joblib.hash(value)"


def formats_module(plan: Plan) -> str:
    """The source of `formats.py`."""
    framework = named(plan.kept.framework)
    if framework is None or not framework.code:
        return _HEAD.format(doc="", imports="") + _PLAIN + _TAIL
    classes = plan.kept.trusted if framework.objects else ()
    own = [name for name in classes if name.startswith(f"{plan.package}.")]
    imports = [*framework.imports, *map(_import, own)]
    head = _HEAD.format(
        doc=", models in their library's own safe format", imports="\n".join(imports)
    )
    head += f'SUFFIX = "{framework.suffix}"\n'
    if framework.trusts:
        listed = [
            (name.rpartition(".")[2] if name in own else name) if classes else f'"{name}"'
            for name in plan.kept.trusted
        ]
        names = "".join(f"    {name},\n" for name in listed)
        head += "# what a model may be made of besides; a file with anything else is refused\n"
        head += f"TRUSTED = [\n{names}]\n"
    tail = _TAIL.replace(_HASHED, framework.hashed or _HASHED)
    return head + _OWN.format(fits=framework.fits) + framework.code + tail


def _import(path: str) -> str:
    module, _, name = path.rpartition(".")
    return f"from {module} import {name}"
