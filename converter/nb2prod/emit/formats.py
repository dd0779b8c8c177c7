"""`formats.py`: a version's artifacts as files, for the one framework that the project uses."""

from collections.abc import Sequence

from ..frameworks import Framework, named
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
_BOTH = '''

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
'''
_FORMATS = """

# of each suffix: what is kept so, how it is written, how it is read
FORMATS: dict[str, tuple[type, Callable[[Any], bytes], Callable[[bytes], Any]]] = {{
{rows}
}}
"""
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
    framework, beside = named(plan.kept.framework), named(plan.kept.beside)
    if framework is None or not framework.code:
        return _HEAD.format(doc="", imports="") + _PLAIN + _TAIL
    own = [name for name in plan.kept.trusted if name.startswith(f"{plan.package}.")]
    classes = [_import(name) for name in own] if framework.objects else []
    imports = [*framework.imports, *classes]
    trusted = _trusted("TRUSTED", framework, plan.kept.trusted, own)
    tail = framework.hasher + _TAIL.replace(_HASHED, framework.hashed or _HASHED)
    if beside is None:
        head = _head(imports) + f'SUFFIX = "{framework.suffix}"\n' + trusted
        code = framework.code + framework.fingerprint
        return head + _OWN.format(fits=framework.fits) + code + tail
    head = _head([*imports, *beside.imports]).replace("import Mapping", "import Callable, Mapping")
    head += trusted + _trusted("TRUSTED_PARTS", beside, plan.kept.beside_trusted, ())
    code = _renamed(framework, "network") + _renamed(beside, "estimator").replace(
        "TRUSTED", "TRUSTED_PARTS"
    )
    pairs = ((framework, "network"), (beside, "estimator"))
    rows = "\n".join(
        f'    "{one.suffix}": ({one.kind}, _dump_{what}, _load_{what}),' for one, what in pairs
    )
    return head + _BOTH + beside.fingerprint + code + _FORMATS.format(rows=rows) + tail


def _head(imports: Sequence[str]) -> str:
    return _HEAD.format(
        doc=", models in their library's own safe format", imports="\n".join(imports)
    )


def _trusted(name: str, framework: Framework, trusted: Sequence[str], own: Sequence[str]) -> str:
    """The list of what a file may hold; empty where loading needs none."""
    if not framework.trusts:
        return ""
    listed = trusted
    if framework.objects:
        listed = [path.rpartition(".")[2] if path in own else path for path in trusted]
    else:
        listed = [f'"{path}"' for path in trusted]
    lines = "".join(f"    {item},\n" for item in listed)
    what = "a network" if framework.objects else "a model" if name == "TRUSTED" else "an estimator"
    besides = "" if framework.objects else " besides"
    typed = ": list[Any]" if framework.objects else ""
    return (
        f"# what {what} may be made of{besides}; a file with anything else is refused\n"
        f"{name}{typed} = [\n{lines}]\n"
    )


def _renamed(framework: Framework, what: str) -> str:
    return framework.code.replace("_dump(", f"_dump_{what}(").replace("_load(", f"_load_{what}(")


def _import(path: str) -> str:
    module, _, name = path.rpartition(".")
    return f"from {module} import {name}"
