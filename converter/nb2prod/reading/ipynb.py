"""The notebook file: read with json, upgraded and written through nbformat (its only door)."""

import json
import sys
import warnings
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import NotebookError, WriteRefused
from ..model.findings import Finding, Severity
from ..model.notebook import Cell, Notebook
from .cells import cell_of
from .kernel_spec import kernel_of
from .tags import notebook_findings, tags_of

# what a run leaves behind; data rows hide in outputs and in the state of widgets
_RUN_METADATA = frozenset({"ExecuteTime", "collapsed", "execution", "papermill", "scrolled"})
_RUN_NOTEBOOK_METADATA = frozenset({"papermill", "signature", "widgets"})


def read(path: Path) -> Notebook:
    """
    Return the notebook, or raise one NotebookError that says what is wrong with the file.

    Remarks that can wait (tags, an unnamed kernel, an old format) come as the notebook's findings.
    """
    return parsed(_content(path), path)


def parsed(content: bytes, path: Path) -> Notebook:
    """Return the notebook that these bytes hold; the path is only its name, nothing is read."""
    document = _document(content, path)
    original = (_number(document, "nbformat", path), _number(document, "nbformat_minor", path))
    document, findings = _current_format(document, original, path)
    kernel_name, language, kernel_findings = kernel_of(document.get("metadata"), path)
    cells = tuple(cell_of(raw, index, path) for index, raw in enumerate(document["cells"]))
    if not any(cell.kind == "code" and cell.source.strip() for cell in cells):
        raise NotebookError(
            "NB108",
            "there is no code in this notebook.",
            "Convert a notebook that has at least one code cell with code in it.",
            str(path),
        )
    tagged, tag_findings = _tagged(cells)
    return Notebook(
        path=path,
        cells=tagged,
        kernel_name=kernel_name,
        language=language,
        nbformat=original,
        sha256=sha256(content).hexdigest(),
        findings=(*findings, *kernel_findings, *tag_findings, *notebook_findings(tagged)),
    )


def stripped(path: Path) -> bytes:
    """Return the notebook as bytes without outputs, counts and traces of a run; always the same."""
    document = _document(_content(path), path)
    original = (_number(document, "nbformat", path), _number(document, "nbformat_minor", path))
    document, _ = _current_format(document, original, path)
    metadata = document.get("metadata")
    kept = metadata if isinstance(metadata, dict) else {}
    document["metadata"] = {k: v for k, v in kept.items() if k not in _RUN_NOTEBOOK_METADATA}
    document["cells"] = [_without_run(cell) for cell in document["cells"]]
    return as_text(document).encode()


def write_tags(path: Path, tags: Mapping[int, Sequence[str]]) -> None:
    """Give these cells these tags too; all else in the file stays as it is, byte by byte."""
    content = _content(path)
    document = _document(content, path)
    if _number(document, "nbformat", path) < 4:
        raise WriteRefused(
            "NB120",
            "the notebook has an old format, in which cells have no tags.",
            "Save it once in Jupyter, which brings it up to date, and tag it again.",
            str(path),
        )
    from .tag_text import with_tags

    changed = with_tags(content.decode("utf-8"), tags)
    _check_valid(json.loads(changed), path)
    _put(path, changed.encode())


def write(path: Path, document: Mapping[str, Any]) -> None:
    """Validate the notebook and put it in place in one step; what stood there stays on failure."""
    _check_valid(document, path)
    _put(path, as_text(document).encode())


def _check_valid(document: Mapping[str, Any], path: Path) -> None:
    nbformat = _nbformat()
    try:
        with warnings.catch_warnings():
            # missing or double cell ids: it would draw random ones, in a copy that nobody keeps
            warnings.simplefilter("ignore")
            nbformat.validate(nbformat.from_dict(dict(document)))
    except nbformat.ValidationError as error:
        raise WriteRefused(
            "NB120",
            f"this would not be a valid notebook: {str(error).splitlines()[0]}",
            "Nothing was written. Open the notebook in Jupyter, save it, and try again.",
            str(path),
        ) from error


def _put(path: Path, content: bytes) -> None:
    from ..replacing import replace_file  # reading is most of what is done here

    try:
        replace_file(path, content)
    except OSError as error:
        raise WriteRefused(
            "NB120",
            f"the notebook could not be written ({error.strerror or error}).",
            "The file on disk is as it was. Free some space or ask for write access.",
            str(path),
        ) from error


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _failure("NB101", "there is no such file.", "Check the path.", path) from None
    except IsADirectoryError:
        remedy = "Name one notebook in it, for example " + str(path / "analysis.ipynb") + "."
        raise _failure("NB102", "this is a folder, not a notebook.", remedy, path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"the file cannot be read ({reason})."
        remedy = "Check the path, and that you may read the file."
        raise _failure("NB103", message, remedy, path) from None
    if not content.strip():
        remedy = "It was probably never saved: open it in Jupyter and save it."
        raise _failure("NB104", "the file is empty.", remedy, path)
    return content


def _document(content: bytes, path: Path) -> dict[str, Any]:
    remedy = "Open it in Jupyter and save it again; if Jupyter cannot open it, restore a backup."
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or b"\0" in content[:4]:
        message = (
            "the file is not plain UTF-8: it is UTF-16 or begins with a byte order mark (BOM)."
        )
        raise _failure("NB105", message, "Save it as UTF-8 without a BOM.", path)
    try:
        document = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text (byte {error.start})."
        raise _failure("NB105", message, remedy, path) from None
    except json.JSONDecodeError as error:
        text = content.strip()
        if text.startswith(b"{") and not text.endswith(b"}"):
            message = "the file is not JSON: it ends too early, its last part is missing."
        else:
            message = f"the file is not JSON ({error.msg}, line {error.lineno} of the file)."
        raise _failure("NB105", message, remedy, path) from None
    except (ValueError, RecursionError):
        message = "the file is not a notebook's JSON: too deeply nested, or a number too long."
        raise _failure("NB105", message, remedy, path) from None
    cells_key = "worksheets" if _is_old(document) else "cells"
    if not isinstance(document, dict) or not isinstance(document.get(cells_key), list):
        message = (
            "the file is JSON, but not a notebook: a notebook is an object with a list `cells`."
        )
        raise _failure("NB106", message, "Check that this is the file you meant.", path)
    return document


def _is_old(document: object) -> bool:
    version = document.get("nbformat") if isinstance(document, dict) else None
    return isinstance(version, int) and version < 4


def _number(document: Mapping[str, Any], key: str, path: Path) -> int:
    value = document.get(key, 4 if key == "nbformat" else 0)
    if isinstance(value, bool) or not isinstance(value, int):
        message = f"`{key}` of the file is {json.dumps(value)[:40]}, not a whole number."
        remedy = "Open the notebook in Jupyter and save it again."
        raise _failure("NB106", message, remedy, path)
    return value


def _current_format(
    document: dict[str, Any], original: tuple[int, int], path: Path
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the notebook in format 4, and a note where it was upgraded in memory."""
    if original[0] > 4:
        message = f"the notebook has format {original[0]}; formats up to 4 are known here."
        raise _failure("NB107", message, "Update jupyter-prod, or save it in format 4.", path)
    if original[0] == 4:
        return document, ()
    try:
        upgraded: dict[str, Any] = json.loads(
            json.dumps(_nbformat().reads(json.dumps(document), as_version=4))
        )
    except Exception as error:  # nbformat fails on broken old files in many ways
        message = f"the notebook has the old format {original[0]} and could not be upgraded"
        raise _failure(
            "NB107",
            f"{message} ({type(error).__name__}).",
            "Run `jupyter nbconvert --to notebook --nbformat 4` on it, or save it in Jupyter.",
            path,
        ) from None
    for index, cell in enumerate(upgraded["cells"]):
        cell["id"] = f"cell-{index}"  # nbformat draws random ids
    note = Finding(
        "NB119",
        Severity.NOTE,
        f"The notebook has the old format {original[0]}; it was upgraded in memory only.",
        "Save it once in Jupyter, so that every tool reads the same file.",
    )
    return upgraded, (note,)


def _nbformat() -> ModuleType:
    """Return nbformat, imported when first needed."""
    # jsonschema imports rfc3987_syntax where it is installed: 1.2 s for a check that we never use
    hidden = "rfc3987_syntax" not in sys.modules and "jsonschema" not in sys.modules
    if hidden:
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        import nbformat
    finally:
        if hidden:
            del sys.modules["rfc3987_syntax"]
    module: ModuleType = nbformat
    return module


def _tagged(cells: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], tuple[Finding, ...]]:
    tagged: list[Cell] = []
    findings: list[Finding] = []
    for cell in cells:
        with_tags, cell_findings = tags_of(cell)
        tagged.append(with_tags)
        findings.extend(cell_findings)
    return tuple(tagged), tuple(findings)


def _without_run(cell: object) -> object:
    if not isinstance(cell, dict):
        return cell
    metadata = cell.get("metadata")
    kept = metadata if isinstance(metadata, dict) else {}
    bare = {**cell, "metadata": {k: v for k, v in kept.items() if k not in _RUN_METADATA}}
    return (
        {**bare, "outputs": [], "execution_count": None}
        if cell.get("cell_type") == "code"
        else bare
    )


def as_text(document: Mapping[str, Any]) -> str:
    """Return the JSON as Jupyter writes it."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _failure(code: str, message: str, remedy: str, path: Path) -> NotebookError:
    return NotebookError(code, message, remedy, str(path))
