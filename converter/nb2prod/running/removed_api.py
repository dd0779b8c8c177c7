"""A library of today no longer has what the notebook calls."""

import ast
import re

from .failure import Diagnosis, Failure
from .removed import ATTRIBUTES, replacement

_MODULE_ATTRIBUTE = re.compile(r"module '([\w.]+)' has no attribute '(\w+)'")
_OBJECT_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
_CLASS_ATTRIBUTE = re.compile(r"type object '(\w+)' has no attribute '(\w+)'")
_CANNOT_IMPORT = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
_NO_SUBMODULE = re.compile(r"No module named '([\w.]+)'")
_KEYWORD = re.compile(r"([\w.]+)\(\) got an unexpected keyword argument '(\w+)'")
_POSITIONAL = re.compile(r"([\w.]+)\(\) takes .*positional arguments? but \d+ (?:was|were) given")
_STYLE = re.compile(r"'(seaborn[\w-]*)' (?:not found in the style library|is not a valid package)")


def removed_api(failure: Failure) -> Diagnosis | None:
    """The first reading of the error as something that a library took away."""
    for reading in (
        _attribute,
        _import,
        _call,
        _parameter,
        _text_columns,
        _multiclass,
        _style,
        _print_statement,
    ):
        diagnosis = reading(failure)
        if diagnosis is not None:
            return diagnosis
    return None


def _diagnosis(
    failure: Failure, what: str, library: str, known: tuple[str, str, str] | None
) -> Diagnosis:
    """The sentence with the installed version, and the way out with what is known."""
    if known and known[0] == "Python":
        library = f"Python {failure.run.environment.python}"
    else:
        library = failure.version(library)
    message = f"{library} has no {what}"
    if known is None:
        return Diagnosis(
            "NB402",
            "removed API",
            message,
            "The notebook was written for another version: change the call, or run it with a "
            "kernel that has that version (--kernel NAME).",
        )
    older = f", or run it with a kernel that has {known[0]}{known[1]} (--kernel NAME)"
    return Diagnosis("NB402", "removed API", message, f"Use {known[2]}{older if known[1] else ''}.")


def _attribute(failure: Failure) -> Diagnosis | None:
    if failure.name != "AttributeError":
        return None
    module = _MODULE_ATTRIBUTE.search(failure.value)
    if module and _is_library(failure, module[1]):
        known = replacement(f"{module[1]}.{module[2]}")
        return _diagnosis(failure, f"`{module[1]}.{module[2]}`", module[1], known)
    member = _OBJECT_ATTRIBUTE.search(failure.value) or _CLASS_ATTRIBUTE.search(failure.value)
    if member:
        # an unknown attribute of a table may as well be a column: only what is known counts
        known = ATTRIBUTES.get((member[1], member[2]))
        if known:
            return _diagnosis(failure, f"`{member[1]}.{member[2]}`", known[0], known)
    return None


def _is_library(failure: Failure, module: str) -> bool:
    """Whether a module is a distribution's or Python's, and no file beside the notebook."""
    top = module.partition(".")[0]
    if (failure.folder / f"{top}.py").exists() or (failure.folder / top).is_dir():
        return False
    return failure.is_installed(top) or replacement(module) is not None


def _import(failure: Failure) -> Diagnosis | None:
    if failure.name not in ("ImportError", "ModuleNotFoundError"):
        return None
    name = _CANNOT_IMPORT.search(failure.value)
    if name and "partially initialized" not in failure.value and _is_library(failure, name[2]):
        known = replacement(f"{name[2]}.{name[1]}")
        return _diagnosis(failure, f"`{name[1]}` in `{name[2]}`", name[2], known)
    module = _NO_SUBMODULE.search(failure.value)
    if module:
        known = replacement(module[1])
        inside = "." in module[1] and failure.is_installed(module[1])
        if inside or (known and known[0] in ("Python", "setuptools")):
            return _diagnosis(failure, f"module `{module[1]}`", module[1], known)
    return None


def _call(failure: Failure) -> Diagnosis | None:
    """A call whose signature changed, of a function that the notebook does not define itself."""
    if failure.name != "TypeError":
        return None
    keyword = _KEYWORD.search(failure.value)
    matched = keyword or _POSITIONAL.search(failure.value)
    if not matched:
        return None
    called = matched[1]
    if called.partition(".")[0] in failure.bound_in and called.partition(".")[0] not in (
        failure.modules
    ):
        return None
    library = _library_of_call(failure, called)
    if library is None:
        return None
    if keyword:
        return _diagnosis(failure, f"argument `{keyword[2]}` of `{called}`", library, None)
    diagnosis = _diagnosis(failure, f"such positional arguments of `{called}`", library, None)
    return Diagnosis(
        diagnosis.code,
        diagnosis.cause,
        diagnosis.message,
        "Name the arguments: they can no longer be given by position only. " + diagnosis.remedy,
    )


_PANDAS = ("DataFrame", "Series", "NDFrame", "Index", "GroupBy", "DataFrameGroupBy", "Styler")


def _library_of_call(failure: Failure, called: str) -> str | None:
    """The module that the called function came from, as the notebook imports it."""
    owner = called.partition(".")[0]
    if owner in _PANDAS:
        return "pandas"
    if owner in failure.modules:
        return failure.modules[owner]
    try:
        line = ast.parse(failure.line_text.strip())
    except SyntaxError:
        line = ast.Module([], [])
    for node in ast.walk(line):
        if isinstance(node, ast.Name) and node.id in failure.modules:
            return failure.modules[node.id]
    text = failure.line_text.strip()
    first = re.match(r"(?:[\w, ]+=\s*)?(\w+)[.(]", text)
    return failure.modules.get(first[1]) if first else None


def _parameter(failure: Failure) -> Diagnosis | None:
    if failure.name == "InvalidParameterError" and failure.is_installed("sklearn"):
        return _diagnosis(failure, f"such parameter: {failure.value[:200]}", "sklearn", None)
    return None


_REDUCED = re.compile(r"\.(corr|cov|mean|median|std|var|skew|quantile)\(")


def _text_columns(failure: Failure) -> Diagnosis | None:
    """Tables reduced over all columns, when pandas still left out those that hold texts."""
    #   df.corr()    pandas 1: the number columns;  pandas 2: could not convert string to float
    called = _REDUCED.search(failure.line_text)
    told = re.search(
        "could not convert|agg function failed|Cannot perform reduction", failure.value
    )
    old = failure.version("pandas").startswith(("pandas 0", "pandas 1"))
    if not called or not told or old or failure.name not in ("TypeError", "ValueError"):
        return None
    return Diagnosis(
        "NB402",
        "removed API",
        f"{failure.version('pandas')} no longer leaves out text columns in `.{called[1]}()`",
        f"Write .{called[1]}(numeric_only=True).",
    )


def _multiclass(failure: Failure) -> Diagnosis | None:
    if "'liblinear' solver does not support multiclass" not in failure.value:
        return None
    known = ("scikit-learn", "", "another solver, or wrap the model in OneVsRestClassifier(...)")
    return _diagnosis(failure, "liblinear for more than two classes", "sklearn", known)


def _style(failure: Failure) -> Diagnosis | None:
    style = _STYLE.search(failure.value)
    if not style:
        return None
    known = ("matplotlib", "<3.8", f'"{style[1].replace("seaborn", "seaborn-v0_8")}"')
    return _diagnosis(failure, f'style "{style[1]}"', "matplotlib", known)


def _print_statement(failure: Failure) -> Diagnosis | None:
    if failure.name == "SyntaxError" and "Missing parentheses in call to 'print'" in failure.value:
        known = ("Python", "<3", "print(...)")
        return _diagnosis(failure, "print statement", "Python", known)
    return None
